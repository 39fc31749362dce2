// The page's picture under fingers: two change the size, a double tap enlarges, a swipe turns the page, a tap chooses a
// word, and a long press chooses more of them as the finger moves. One finger otherwise scrolls, as everywhere.
"use strict";
(function () {
  const viewer = window.acuseViewer;
  const { frame, sheet } = viewer;
  if (!sheet) return;
  const TWICE_WITHIN = 320; // milliseconds between the taps of a double tap
  const HOLD = 420; // milliseconds of a long press
  const STILL = 12; // pixels a finger may move and still be a tap
  const SWIPE = 60; // pixels
  const LARGER = 2.2;
  let pinch = null;
  let one = null;
  let lastTap = null;
  let holding = null;

  const between = (touches) => Math.hypot(touches[0].clientX - touches[1].clientX, touches[0].clientY - touches[1].clientY);
  const centre = (touches) => [(touches[0].clientX + touches[1].clientX) / 2, (touches[0].clientY + touches[1].clientY) / 2];

  frame.addEventListener("touchstart", (event) => {
    if (viewer.isBusy()) return;
    clearTimeout(holding);
    if (event.touches.length === 2) {
      event.preventDefault();
      one = null;
      const [x, y] = centre(event.touches);
      pinch = { width: between(event.touches), zoom: viewer.zoom(), x, y };
      return;
    }
    if (event.touches.length !== 1) { one = null; return; }
    const [touch] = event.touches;
    one = { x: touch.clientX, y: touch.clientY, at: event.timeStamp, left: frame.scrollLeft, moved: false, word: -1 };
    holding = setTimeout(() => {
      if (!one || one.moved || !sheet.contains(touch.target)) return;
      const word = viewer.wordAt(one.x, one.y);
      if (word < 0) return;
      const before = viewer.chosen();
      // A long press on a word beyond those chosen takes all between.
      one.word = before && !before.near && (word < before.first || word > before.last)
        ? (word < before.first ? before.last : before.first) : word;
      viewer.choose(one.word, word);
      if (navigator.vibrate) navigator.vibrate(15);
    }, HOLD);
  }, { passive: false });

  frame.addEventListener("touchmove", (event) => {
    if (viewer.isBusy()) return;
    if (pinch && event.touches.length === 2) {
      event.preventDefault();
      const [x, y] = centre(event.touches);
      frame.scrollLeft -= x - pinch.x;
      frame.scrollTop -= y - pinch.y;
      Object.assign(pinch, { x, y });
      viewer.setZoom(pinch.zoom * between(event.touches) / pinch.width, x, y);
      return;
    }
    if (!one || event.touches.length !== 1) return;
    const [touch] = event.touches;
    if (one.word >= 0) {
      event.preventDefault();
      const word = viewer.wordAt(touch.clientX, touch.clientY, true);
      if (word >= 0) viewer.choose(one.word, word);
    } else if (Math.hypot(touch.clientX - one.x, touch.clientY - one.y) > STILL) {
      one.moved = true;
      clearTimeout(holding);
    }
  }, { passive: false });

  frame.addEventListener("touchend", (event) => {
    clearTimeout(holding);
    if (viewer.isBusy()) return;
    if (pinch) { if (event.touches.length === 0) pinch = null; return; }
    const finger = one;
    one = null;
    const [touch] = event.changedTouches;
    if (!finger || event.touches.length || !touch) return;
    if (finger.word >= 0) { event.preventDefault(); return; }
    const [across, down] = [touch.clientX - finger.x, touch.clientY - finger.y];
    const time = event.timeStamp - finger.at;
    if (!finger.moved && time < HOLD) {
      tap(touch, event);
    } else if (Math.abs(across) > SWIPE && Math.abs(across) > 2 * Math.abs(down) && time < 700
        && frame.scrollWidth <= frame.clientWidth + 2) {
      viewer.press(across < 0 ? "next" : "previous");
    }
  }, { passive: false });
  frame.addEventListener("touchcancel", () => {
    // The browser has begun to scroll: what is left is a swipe it could not make.
    clearTimeout(holding);
    if (one && one.word < 0) one.moved = true;
  });
  // A long press is ours; the browser's own menu would cover it.
  sheet.addEventListener("contextmenu", (event) => { if (one && one.word >= 0) event.preventDefault(); });

  function tap(touch, event) {
    if (!sheet.contains(event.target)) return;
    event.preventDefault();
    const now = event.timeStamp;
    if (lastTap && now - lastTap.at < TWICE_WITHIN && Math.hypot(touch.clientX - lastTap.x, touch.clientY - lastTap.y) < 36) {
      lastTap = null;
      viewer.leave();
      viewer.setZoom(viewer.zoom() > 1.15 ? 1 : LARGER, touch.clientX, touch.clientY);
      return;
    }
    lastTap = { at: now, x: touch.clientX, y: touch.clientY };
    const word = viewer.wordAt(touch.clientX, touch.clientY);
    if (word >= 0) viewer.choose(word, word); else viewer.leave();
  }
})();
