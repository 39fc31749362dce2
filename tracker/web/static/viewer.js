// The page viewer's comforts: size, turning, marks, keys, links. Everything the page says and every way through the
// document works without it. words.js and touch.js build on what it puts into `window.acuseViewer`.
"use strict";
(function () {
  const frame = document.querySelector(".frame");
  const sheet = document.querySelector(".sheet");
  const SVG = "http://www.w3.org/2000/svg";
  const SMALLEST = 0.4;
  const LARGEST = 6;
  document.querySelectorAll(".scripted").forEach((part) => { part.hidden = false; });
  const viewer = window.acuseViewer = { frame, sheet, does: {}, keys: {}, press, say, copy, followers: [] };
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-copy], [data-do]");
    if (!button) return;
    if (button.dataset.copy) copy(document.getElementById(button.dataset.copy).textContent, button);
    else if (viewer.does[button.dataset.do]) viewer.does[button.dataset.do](button);
  });
  takeKeys();
  if (!sheet) return;

  const image = sheet.querySelector("img");
  const overlay = viewer.overlay = sheet.querySelector("svg");
  const kept = remembered();
  let zoom = kept.zoom || 1;
  let turned = kept.turned || 0;
  let current = -1;

  // -- size and turning -------------------------------------------------------------------------------------------
  function lay() {
    const ratio = image.naturalHeight && image.naturalWidth ? image.naturalHeight / image.naturalWidth
      : image.getAttribute("height") / image.getAttribute("width") || 1.294;
    const side = turned % 180 !== 0;
    const width = Math.round(frame.clientWidth * zoom);
    const inner = side ? width / ratio : width;
    sheet.style.width = inner + "px";
    sheet.style.transformOrigin = "0 0";
    const shifts = { 0: "", 90: `translate(${inner * ratio}px, 0) `, 180: `translate(${inner}px, ${inner * ratio}px) `,
      270: `translate(0, ${inner}px) ` };
    sheet.style.transform = turned ? shifts[turned] + `rotate(${turned}deg)` : "";
    sheet.style.marginBottom = side ? (inner - inner * ratio) + "px" : "";
    sheet.style.marginRight = side ? (inner * ratio - inner) + "px" : "";
    image.sizes = Math.round(inner) + "px";
  }
  function setZoom(value, x, y) {
    // What lies under the given place of the window (else in the middle of what is seen) stays there.
    const inside = frame.getBoundingClientRect();
    const left = x === undefined ? frame.clientWidth / 2 : x - inside.left - frame.clientLeft;
    const top = y === undefined ? Math.min(frame.clientHeight, window.innerHeight) / 2 : y - inside.top - frame.clientTop;
    const before = zoom;
    zoom = Math.min(LARGEST, Math.max(SMALLEST, value));
    const grown = zoom / before;
    const across = (frame.scrollLeft + left) * grown - left;
    const down = (frame.scrollTop + top) * grown - top;
    lay();
    frame.scrollLeft = across;
    frame.scrollTop = down;
    remember();
  }
  viewer.zoom = () => zoom;
  viewer.setZoom = setZoom;
  Object.assign(viewer.does, {
    larger: () => setZoom(zoom * 1.25),
    smaller: () => setZoom(zoom / 1.25),
    fit: () => setZoom(1),
    turn: () => { turned = (turned + 90) % 360; lay(); remember(); },
  });
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    setZoom(zoom * Math.exp(-event.deltaY / 300), event.clientX, event.clientY);
  }, { passive: false });
  window.addEventListener("resize", lay);
  if (image.complete) shown(); else image.addEventListener("load", shown, { once: true });
  lay();
  function shown() {
    lay();
    // The next page's picture is fetched while this one is read, unless the person saves data.
    const next = document.querySelector('a[data-key="next"]');
    const wait = window.requestIdleCallback || ((then) => setTimeout(then, 500));
    if (!next || (navigator.connection && navigator.connection.saveData)) return;
    wait(() => {
      const page = new URL(next.href).pathname.split("/").pop();
      new Image().src = image.currentSrc.replace(/\/pages\/\d+\/image\//, `/pages/${page}/image/`);
    });
  }

  // Size stays from page to page of a document, turning with its page, until the window is closed.
  function remembered() {
    try {
      const all = JSON.parse(sessionStorage.getItem(`acuse-view-${frame.dataset.document}`) || "{}");
      return { zoom: all.zoom, turned: (all.turned || {})[frame.dataset.page] };
    } catch (problem) { return {}; }
  }
  function remember() {
    try {
      const key = `acuse-view-${frame.dataset.document}`;
      const all = JSON.parse(sessionStorage.getItem(key) || "{}");
      all.zoom = zoom;
      all.turned = Object.assign(all.turned || {}, { [frame.dataset.page]: turned });
      sessionStorage.setItem(key, JSON.stringify(all));
    } catch (problem) { /* It is only a comfort. */ }
  }

  // -- notes, cited passages, marks: brought into sight --------------------------------------------------------------
  function showNote(id) {
    overlay.querySelectorAll(".passage.now").forEach((old) => old.classList.remove("now"));
    const parts = [...overlay.querySelectorAll(`.passage[data-note="${id}"]`)];
    parts.forEach((part) => part.classList.add("now"));
    if (parts.length) bring(parts[0]);
    const item = document.getElementById(`note-${id}`);
    if (item) item.focus({ preventScroll: window.innerWidth > 960 });
  }
  viewer.draw = (boxes, name) => {
    overlay.querySelectorAll(`.${name}`).forEach((old) => old.remove());
    return boxes.map(([x0, y0, x1, y1]) => {
      const mark = document.createElementNS(SVG, "rect");
      mark.setAttribute("class", `linked ${name}`);
      mark.setAttribute("x", x0); mark.setAttribute("y", y0);
      mark.setAttribute("width", x1 - x0); mark.setAttribute("height", y1 - y0);
      return overlay.appendChild(mark);
    });
  };
  viewer.followHash = () => {
    const marks = hits();
    const noted = /^#note-(\d+)$/.exec(location.hash);
    const passage = overlay.querySelector(".cited");
    if (location.hash === "#new-note") document.getElementById("new-note").open = true;
    if (location.hash === "#cite") document.getElementById("cite").open = true;
    if (noted) showNote(noted[1]);
    else if (viewer.followers.some((follow) => follow(location.hash))) return;
    else if (passage) { bring(passage); overlay.querySelectorAll(".cited").forEach((part) => part.classList.add("seen")); }
    else if (marks.length) go(location.hash === "#hits-end" ? marks.length - 1 : 0);
  };
  window.addEventListener("hashchange", () => viewer.followHash());

  function hits() {
    // Words of one match stand side by side: they are visited as one.
    const all = [...overlay.querySelectorAll(".hit")];
    return all.filter((mark, index) => index === 0 || number(mark) !== number(all[index - 1]) + 1);
  }
  function number(mark) { return Number(mark.id.slice(1)); }
  function go(index) {
    const marks = hits();
    if (index < 0 || index >= marks.length) { press(index < 0 ? "previous-hit" : "next-hit"); return; }
    overlay.querySelectorAll(".hit.now").forEach((old) => old.classList.remove("now"));
    current = index;
    let mark = marks[index];
    bring(mark);
    while (mark && (mark === marks[index] || !marks.includes(mark))) {
      if (mark.classList.contains("hit")) mark.classList.add("now");
      mark = mark.nextElementSibling;
    }
  }
  function bring(mark) {
    const box = mark.getBoundingClientRect();
    const inside = frame.getBoundingClientRect();
    if (box.top < inside.top || box.bottom > inside.bottom) frame.scrollTop += box.top - inside.top - inside.height / 3;
    if (box.left < inside.left || box.right > inside.right) frame.scrollLeft += box.left - inside.left - inside.width / 3;
    const seen = mark.getBoundingClientRect();
    if (seen.top < 0 || seen.bottom > window.innerHeight) frame.scrollIntoView({ block: "start" });
  }
  viewer.bring = bring;
  const strip = document.querySelector(".thumbs [aria-current]");
  if (strip) strip.parentElement.scrollLeft = strip.offsetLeft - strip.parentElement.clientWidth / 2 + strip.offsetWidth / 2;
  Object.assign(viewer.keys, { n: () => go(current + 1), p: () => go(current - 1), "+": viewer.does.larger,
    "=": viewer.does.larger, "-": viewer.does.smaller, 0: viewer.does.fit, r: viewer.does.turn });

  // -- keys and copying -------------------------------------------------------------------------------------------
  function areOff() {
    try { return localStorage.getItem("acuse-no-keys") === "yes"; } catch (problem) { return false; }
  }
  function help() {
    const part = document.getElementById("keys");
    part.open = !part.open;
    part.querySelector("summary").focus();
  }
  function press(name) {
    const link = document.querySelector(`a[data-key="${name}"]`);
    if (link) link.click();
    return Boolean(link);
  }
  function takeKeys() {
    Object.assign(viewer.keys, {
      ArrowLeft: () => frame.scrollWidth <= frame.clientWidth + 2 && press("previous"),
      ArrowRight: () => frame.scrollWidth <= frame.clientWidth + 2 && press("next"),
      n: () => press("next-hit"), p: () => press("previous-hit"), "?": () => help(), e: () => press("correct"),
      g: () => { const field = document.getElementById("goto"); field.focus(); field.select(); },
    });
    // Before the keys of the whole site: on a page of a document “n” is the next mark.
    document.addEventListener("keydown", (event) => {
      const known = viewer.keys[event.key];
      if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented || !known) return;
      if (event.target.closest && event.target.closest("input, textarea, select, [contenteditable]")) return;
      if (event.key.length === 1 && areOff()) return;
      if (known(event) !== false) event.preventDefault();
    }, true);
  }
  function say(words) {
    const place = document.getElementById("said");
    if (place) place.textContent = words;
  }
  async function copy(text, button) {
    const before = button.innerHTML;
    try {
      await navigator.clipboard.writeText(text);
    } catch (problem) {
      // Over plain http browsers give no clipboard: an old way still works.
      const field = document.createElement("textarea");
      field.value = text;
      document.body.appendChild(field);
      field.select();
      document.execCommand("copy");
      field.remove();
      button.focus();
    }
    if (button.dataset.done) {
      button.textContent = button.dataset.done;
      say(button.dataset.done);
      setTimeout(() => { button.innerHTML = before; }, 2000);
    }
  }
})();
