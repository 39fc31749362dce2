// Words of the page's picture (and of its text) that can be selected with mouse, keys or touch, and what can be done with
// them: cite, note, correct, copy, link. Without it each has a form that takes the words typed.
"use strict";
(function () {
  const viewer = window.acuseViewer;
  const { frame, sheet, overlay } = viewer;
  if (!sheet) return;
  const SVG = "http://www.w3.org/2000/svg";
  const bar = document.getElementById("chosen");
  const fix = bar.querySelector("form");
  const text = document.querySelector("pre.text");
  let boxes = [];
  let chosen = null; // {first, last} by word, or {near: [start, end], words} of the text
  let walking = null; // {anchor, at} while words are chosen with the keys

  fetch(frame.dataset.words, { headers: { "X-Requested-With": "fetch" } })
    .then((answer) => (answer.ok ? answer.json() : null))
    .then((page) => { if (page && page.words.length) layWords(page); viewer.followHash(); })
    .catch(() => viewer.followHash());

  function layWords(page) {
    // One unit is one point, so that letters keep their shape: the overlay of marks is stretched, this one is not.
    const width = page.width || 612;
    const height = page.height || 792;
    const layer = document.createElementNS(SVG, "svg");
    layer.setAttribute("viewBox", `0 0 ${width} ${height}`);
    layer.setAttribute("class", "words");
    layer.setAttribute("aria-hidden", "true");
    boxes = page.words;
    page.words.forEach(([said, x0, y0, x1, y1], index) => {
      const word = document.createElementNS(SVG, "text");
      const size = Math.max(1, (y1 - y0) * height);
      word.setAttribute("x", x0 * width);
      word.setAttribute("y", y0 * height + size * 0.8);
      word.setAttribute("font-size", size);
      word.setAttribute("textLength", Math.max(0.5, (x1 - x0) * width));
      word.setAttribute("lengthAdjust", "spacingAndGlyphs");
      word.dataset.word = index;
      word.textContent = said;
      layer.appendChild(word);
    });
    sheet.appendChild(layer);
  }

  // -- which words ------------------------------------------------------------------------------------------------
  function wordAt(x, y, nearest) {
    // Whatever the size and the turn: the place in shares of the page, and the word whose box holds it.
    const matrix = overlay.getScreenCTM();
    if (!matrix) return -1;
    const place = new DOMPoint(x, y).matrixTransform(matrix.inverse());
    let best = -1;
    let least = nearest ? 1 : 0.004;
    boxes.forEach(([, x0, y0, x1, y1], index) => {
      const across = Math.max(x0 - place.x, 0, place.x - x1);
      const down = Math.max(y0 - place.y, 0, place.y - y1);
      const far = Math.hypot(across, down * 2);
      if (far < least) { best = index; least = far; }
    });
    return best;
  }
  function wordsOf(first, last) {
    let said = "";
    for (let index = first; index <= last; index++) {
      if (said) said += boxes[index][2] > boxes[index - 1][4] - 0.002 ? "\n" : " ";
      said += boxes[index][0];
    }
    return said;
  }
  function nativeWords() {
    const selection = window.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (!sheet.contains(range.commonAncestorContainer)) return null;
    const found = [...sheet.querySelectorAll("svg.words text")].filter((word) => range.intersectsNode(word));
    if (!found.length) return null;
    return { first: Number(found[0].dataset.word), last: Number(found[found.length - 1].dataset.word) };
  }
  function nativeText() {
    const selection = window.getSelection();
    if (!text || !selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return null;
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(range.startContainer, range.startOffset);
    // The server counts letters, not halves of them.
    const start = [...before.toString()].length;
    const words = range.toString();
    return words.trim() ? { near: [start, start + [...words].length], words } : null;
  }
  function selected() { return chosen || nativeWords() || nativeText(); }
  function saidBy(what) { return what.near ? what.words : wordsOf(what.first, what.last); }

  // -- choosing ---------------------------------------------------------------------------------------------------
  function choose(first, last, options) {
    chosen = { first: Math.min(first, last), last: Math.max(first, last) };
    const rows = [];
    for (let index = chosen.first; index <= chosen.last; index++) rows.push(boxes[index].slice(1));
    viewer.draw(rows, "chosen");
    showBar(options);
  }
  function showBar(options) {
    const words = saidBy(chosen).replace(/\s+/g, " ").trim();
    bar.querySelector(".chosen-words").textContent = words.length > 160 ? words.slice(0, 80) + " … " + words.slice(-70) : words;
    if (fix) fix.hidden = true;
    bar.hidden = false;
    if (!options || !options.quiet) viewer.say(bar.dataset.one.replace("%(words)s", words.slice(0, 200)));
  }
  function leave() {
    chosen = walking = null;
    sheet.classList.remove("walking");
    overlay.querySelectorAll(".chosen").forEach((old) => old.remove());
    bar.hidden = true;
    if (fix) fix.hidden = true;
  }
  const isBusy = () => sheet.classList.contains("editing");
  // Dragging over the picture follows the words in reading order: what browsers make of letters in a drawing jumps
  // between lines.
  let dragged = null;
  sheet.addEventListener("mousedown", (event) => {
    if (event.button !== 0 || isBusy() || !boxes.length) return;
    event.preventDefault();
    window.getSelection().removeAllRanges();
    frame.focus({ preventScroll: true });
    const word = wordAt(event.clientX, event.clientY);
    if (event.detail === 3 && word >= 0) { choose(edge(word, -1), edge(word, 1)); return; }
    if (event.shiftKey && chosen && !chosen.near && word >= 0) {
      choose(Math.min(chosen.first, word), Math.max(chosen.last, word));
      return;
    }
    dragged = { x: event.clientX, y: event.clientY, word, from: -1 };
  });
  document.addEventListener("mousemove", (event) => {
    if (!dragged) return;
    const far = Math.hypot(event.clientX - dragged.x, event.clientY - dragged.y) > 4;
    if (dragged.from < 0 && !far) return;
    if (dragged.from < 0) dragged.from = dragged.word >= 0 ? dragged.word : wordAt(dragged.x, dragged.y, true);
    const inside = frame.getBoundingClientRect();
    if (event.clientY > Math.min(inside.bottom, window.innerHeight) - 20) frame.scrollTop += 12;
    if (event.clientY < Math.max(inside.top, 0) + 20) frame.scrollTop -= 12;
    const word = wordAt(event.clientX, event.clientY, true);
    if (word >= 0 && dragged.from >= 0) choose(dragged.from, word, { quiet: true });
  });
  document.addEventListener("mouseup", (event) => {
    if (isBusy() || bar.contains(event.target)) return;
    const drag = dragged;
    dragged = null;
    if (drag && drag.from >= 0) { if (chosen && !chosen.near) showBar(); return; }
    if (drag) {
      if (drag.word < 0) leave(); else choose(drag.word, drag.word);
      return;
    }
  });
  // In the text beside the picture the browser selects, whatever with; what it has settled on is taken up.
  let settling = null;
  document.addEventListener("selectionchange", () => {
    clearTimeout(settling);
    settling = setTimeout(() => {
      const inText = dragged || isBusy() ? null : nativeText();
      if (!inText || (chosen && chosen.near && chosen.near.join() === inText.near.join())) return;
      overlay.querySelectorAll(".chosen").forEach((old) => old.remove());
      walking = null;
      chosen = inText;
      showBar();
    }, 300);
  });
  document.addEventListener("copy", (event) => {
    const what = nativeWords() || (window.getSelection().isCollapsed && chosen && !chosen.near ? chosen : null);
    if (!what) return;
    event.clipboardData.setData("text/plain", wordsOf(what.first, what.last));
    event.preventDefault();
  });

  // -- choosing with the keys ---------------------------------------------------------------------------------------
  const middle = (index) => (boxes[index][2] + boxes[index][4]) / 2;
  const isSameLine = (one, other) => middle(other) > boxes[one][2] && middle(other) < boxes[one][4];
  function walk() {
    if (!boxes.length || isBusy()) return false;
    const start = chosen && !chosen.near ? chosen.first : firstSeen();
    walking = { anchor: start, at: start };
    sheet.classList.add("walking");
    frame.focus({ preventScroll: true });
    window.getSelection().removeAllRanges();
    step(start, false);
    return true;
  }
  function firstSeen() {
    const inside = frame.getBoundingClientRect();
    const found = wordAt(inside.left + 4, Math.max(inside.top, 0) + 4, true);
    return Math.max(found, 0);
  }
  function step(to, isMore) {
    const at = Math.min(Math.max(to, 0), boxes.length - 1);
    const isOtherLine = !isSameLine(walking.at, at);
    walking.at = at;
    if (!isMore) walking.anchor = at;
    choose(walking.anchor, at, { quiet: true });
    const marks = overlay.querySelectorAll(".chosen");
    if (marks.length) viewer.bring(at >= walking.anchor ? marks[marks.length - 1] : marks[0]);
    const words = walking.anchor === at ? boxes[at][0] : wordsOf(chosen.first, chosen.last).replace(/\s+/g, " ");
    viewer.say(isOtherLine ? `${bar.dataset.line.replace("%(number)s", lineOf(at))}: ${words}` : words);
  }
  function lineOf(at) {
    let line = 1;
    for (let index = 1; index <= at; index++) if (!isSameLine(index - 1, index) || boxes[index][1] < boxes[index - 1][1]) line += 1;
    return line;
  }
  function beside(at, way) {
    // The word of the next line, up or down, that stands nearest above or below.
    const x = (boxes[at][1] + boxes[at][3]) / 2;
    let index = at + way;
    while (boxes[index] && isSameLine(at, index)) index += way;
    if (!boxes[index]) return at;
    const line = index;
    let best = index;
    for (; boxes[index] && isSameLine(line, index); index += way) {
      const far = (word) => Math.abs((boxes[word][1] + boxes[word][3]) / 2 - x);
      if (far(index) < far(best)) best = index;
    }
    return best;
  }
  function edge(at, way) {
    let index = at;
    while (boxes[index + way] && isSameLine(at, index + way)) index += way;
    return index;
  }
  const steps = {
    ArrowRight: (at) => at + 1, ArrowLeft: (at) => at - 1, ArrowDown: (at) => beside(at, 1),
    ArrowUp: (at) => beside(at, -1), Home: (at) => edge(at, -1), End: (at) => edge(at, 1),
  };
  Object.entries(steps).forEach(([key, next]) => {
    const before = viewer.keys[key];
    viewer.keys[key] = (event) => {
      if (walking && !bar.contains(event.target)) { step(next(walking.at), event.shiftKey); return true; }
      return before && !bar.contains(event.target) ? before(event) : false;
    };
  });
  viewer.keys.Enter = (event) => {
    if (!walking || (event.target !== frame && event.target !== document.body)) return false;
    bar.querySelector("[data-do]").focus();
    return true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || (!chosen && bar.hidden)) return;
    if (fix && !fix.hidden) viewer.does.cancel(); else leave();
    frame.focus({ preventScroll: true });
  });
  bar.addEventListener("keydown", (event) => {
    if (event.target.closest("input") || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const buttons = [...bar.querySelectorAll("button")].filter((one) => one.offsetParent);
    const next = buttons.indexOf(event.target) + (event.key === "ArrowRight" ? 1 : -1);
    if (buttons[next]) buttons[next].focus();
    event.preventDefault();
  });

  // -- what can be done with them -----------------------------------------------------------------------------------
  function asked(what) {
    return what.near ? { near: what.near.join("-") } : { words: `${what.first}-${what.last}` };
  }
  async function passage(what) {
    const answer = await fetch(`${frame.dataset.cite}?${new URLSearchParams(asked(what))}`,
      { headers: { "X-Requested-With": "fetch" } });
    const told = await answer.json();
    if (!answer.ok) { viewer.say(told.problem); return null; }
    return told;
  }
  function needed() {
    const what = selected();
    if (!what) viewer.say(bar.dataset.none);
    return what;
  }
  async function cite() {
    const what = needed();
    const panel = document.getElementById("cite");
    if (!what) { panel.open = true; document.getElementById("cite-quote").focus(); return; }
    const told = await passage(what);
    if (!told) return;
    document.getElementById("citations").innerHTML = told.html;
    panel.querySelectorAll(".scripted").forEach((part) => { part.hidden = false; });
    document.getElementById("cite-quote").value = told.quote;
    const head = panel.querySelector("summary");
    head.textContent = head.dataset.passage;
    viewer.draw(told.boxes, "cited").forEach((part) => part.classList.add("seen"));
    // The address of the window leads back to the passage from now on.
    const address = new URL(location.href);
    address.searchParams.set("passage", told.passage);
    address.hash = "";
    history.replaceState(null, "", address);
    leave();
    panel.open = true;
    panel.scrollIntoView({ block: "nearest" });
    head.focus({ preventScroll: true });
  }
  function note() {
    const form = document.getElementById("new-note");
    if (!form) return;
    const what = selected();
    document.getElementById("note-words").value = what && !what.near ? asked(what).words : "";
    document.getElementById("note-near").value = what && what.near ? asked(what).near : "";
    document.getElementById("note-quote").value = what ? saidBy(what).replace(/\s+/g, " ").trim() : "";
    form.open = true;
    document.getElementById(what ? "note-body" : "note-quote").focus();
    bar.hidden = true;
  }
  const typed = document.getElementById("note-quote");
  if (typed) typed.addEventListener("input", () => {
    document.getElementById("note-words").value = document.getElementById("note-near").value = "";
  });
  function correct() {
    const what = selected();
    if (!what || !fix) return viewer.press("correct");
    if (!chosen) chosen = what;
    const words = saidBy(what);
    // One line at a time: its words may not be parted otherwise.
    if (words.trim().includes("\n")) return viewer.press("correct");
    fix.elements.words.value = what.near ? "" : asked(what).words;
    fix.elements.near.value = what.near ? wholeWords(what) : "";
    fix.elements.seen.value = fix.elements.text.value = what.near ? seenIn(what) : words;
    showBar({ quiet: true });
    fix.hidden = false;
    fix.elements.text.focus();
    fix.elements.text.select();
    return true;
  }
  function whole(what) {
    const letters = [...text.textContent];
    let [start, end] = what.near;
    while (start < end && /\s/.test(letters[start])) start += 1;
    while (end > start && /\s/.test(letters[end - 1])) end -= 1;
    while (start > 0 && !/\s/.test(letters[start - 1])) start -= 1;
    while (end < letters.length && !/\s/.test(letters[end])) end += 1;
    return [start, end, letters.slice(start, end).join("")];
  }
  function wholeWords(what) { return whole(what).slice(0, 2).join("-"); }
  function seenIn(what) { return whole(what)[2]; }
  async function link(button) {
    const what = needed();
    if (!what) { button.focus(); return; }
    const told = await passage(what);
    if (!told) return;
    const address = new URL(location.href);
    address.search = address.hash = "";
    address.searchParams.set("passage", told.passage);
    viewer.copy(address.href, button);
  }
  Object.assign(viewer.does, {
    mark: note, cite, correct, link, leave,
    copy: (button) => { const what = needed(); if (what) viewer.copy(saidBy(what), button); },
    cancel: () => { fix.hidden = true; bar.querySelector('[data-do="correct"]').focus(); },
  });
  Object.assign(viewer.keys, { m: note, c: cite, e: correct, w: walk });
  Object.assign(viewer, { wordAt, choose, leave, chosen: () => chosen, isBusy });

  // -- links to words by their numbers: #w12 or #w12-18 ---------------------------------------------------------------
  viewer.followers.push((hash) => {
    overlay.querySelectorAll(".linked:not(.cited):not(.chosen)").forEach((old) => old.remove());
    const asked = /^#w(\d+)(?:-(\d+))?$/.exec(hash);
    if (!asked) return false;
    const rows = boxes.slice(Number(asked[1]), Number(asked[2] || asked[1]) + 1).map((word) => word.slice(1));
    const marks = viewer.draw(rows, "by-number");
    if (marks.length) viewer.bring(marks[0]);
    return true;
  });
})();
