// The page viewer's comforts: words that can be selected, zoom, turning, keys, links to words. Everything the page
// says and every way through the document works without it.
"use strict";
(function () {
  const frame = document.querySelector(".frame");
  const sheet = document.querySelector(".sheet");
  document.querySelectorAll(".scripted").forEach((part) => { part.hidden = false; });
  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.addEventListener("click", () => copy(document.getElementById(button.dataset.copy).textContent, button));
  });
  if (!sheet) { keys(null); return; }

  const image = sheet.querySelector("img");
  const overlay = sheet.querySelector("svg");
  const SVG = "http://www.w3.org/2000/svg";
  let zoom = 1;
  let turned = 0;
  let boxes = [];
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
  function setZoom(value) { zoom = Math.min(6, Math.max(0.4, value)); lay(); }
  const does = {
    larger: () => setZoom(zoom * 1.25),
    smaller: () => setZoom(zoom / 1.25),
    fit: () => setZoom(1),
    turn: () => { turned = (turned + 90) % 360; lay(); },
    link: (button) => linkToSelection(button),
    mark: () => markSelection(),
  };
  document.querySelectorAll("[data-do]").forEach((button) => {
    button.addEventListener("click", () => does[button.dataset.do](button));
  });
  window.addEventListener("resize", lay);
  if (image.complete) lay(); else image.addEventListener("load", lay, { once: true });
  lay();

  // -- words that can be selected ---------------------------------------------------------------------------------
  fetch(frame.dataset.words, { headers: { "X-Requested-With": "fetch" } })
    .then((answer) => (answer.ok ? answer.json() : null))
    .then((page) => { if (page && page.words.length) layWords(page); followHash(); })
    .catch(() => followHash());

  function layWords(page) {
    // One unit is one point, so that letters keep their shape: the overlay of marks is stretched, this one is not.
    const width = page.width || 612;
    const height = page.height || 792;
    const layer = document.createElementNS(SVG, "svg");
    layer.setAttribute("viewBox", `0 0 ${width} ${height}`);
    layer.setAttribute("class", "words");
    layer.setAttribute("aria-hidden", "true");
    boxes = page.words;
    page.words.forEach(([text, x0, y0, x1, y1], index) => {
      const word = document.createElementNS(SVG, "text");
      const size = Math.max(1, (y1 - y0) * height);
      word.setAttribute("x", x0 * width);
      word.setAttribute("y", y0 * height + size * 0.8);
      word.setAttribute("font-size", size);
      word.setAttribute("textLength", Math.max(0.5, (x1 - x0) * width));
      word.setAttribute("lengthAdjust", "spacingAndGlyphs");
      word.dataset.word = index;
      word.textContent = text;
      layer.appendChild(word);
    });
    sheet.appendChild(layer);
  }
  document.addEventListener("copy", (event) => {
    const range = selectedWords();
    if (!range) return;
    let text = "";
    for (let index = range[0]; index <= range[1]; index++) {
      if (text) text += boxes[index][2] > boxes[index - 1][4] - 0.002 ? "\n" : " ";
      text += boxes[index][0];
    }
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  });
  function selectedWords() {
    const selection = window.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const chosen = [...sheet.querySelectorAll("svg.words text")].filter((word) => range.intersectsNode(word));
    if (!chosen.length || !sheet.contains(range.commonAncestorContainer)) return null;
    return [Number(chosen[0].dataset.word), Number(chosen[chosen.length - 1].dataset.word)];
  }

  // -- notes on a passage ----------------------------------------------------------------------------------------
  function markSelection() {
    const form = document.getElementById("new-note");
    if (!form) return;
    const range = selectedWords();
    const quote = range ? boxes.slice(range[0], range[1] + 1).map((word) => word[0]).join(" ")
      : (window.getSelection() || "").toString().trim();
    document.getElementById("note-words").value = range ? `${range[0]}-${range[1]}` : "";
    document.getElementById("note-quote").value = quote;
    form.open = true;
    document.getElementById(quote ? "note-body" : "note-quote").focus();
  }
  const typed = document.getElementById("note-quote");
  if (typed) typed.addEventListener("input", () => { document.getElementById("note-words").value = ""; });
  function showNote(id) {
    overlay.querySelectorAll(".passage.now").forEach((old) => old.classList.remove("now"));
    const parts = [...overlay.querySelectorAll(`.passage[data-note="${id}"]`)];
    parts.forEach((part) => part.classList.add("now"));
    if (parts.length) bring(parts[0]);
    const item = document.getElementById(`note-${id}`);
    if (item) item.focus({ preventScroll: window.innerWidth > 960 });
  }

  // -- links to words: #w12 or #w12-18 ----------------------------------------------------------------------------
  function linkToSelection(button) {
    const range = selectedWords();
    if (!range) { button.focus(); return; }
    const address = new URL(location.href);
    address.hash = range[0] === range[1] ? `w${range[0]}` : `w${range[0]}-${range[1]}`;
    copy(address.href, button);
  }
  function followHash() {
    overlay.querySelectorAll(".linked").forEach((old) => old.remove());
    const marks = hits();
    const asked = /^#w(\d+)(?:-(\d+))?$/.exec(location.hash);
    const noted = /^#note-(\d+)$/.exec(location.hash);
    if (location.hash === "#new-note") document.getElementById("new-note").open = true;
    if (noted) {
      showNote(noted[1]);
    } else if (asked) {
      const first = Number(asked[1]);
      const last = Math.min(Number(asked[2] || asked[1]), boxes.length - 1);
      let shown = null;
      for (let index = first; index <= last; index++) {
        const [, x0, y0, x1, y1] = boxes[index];
        const mark = document.createElementNS(SVG, "rect");
        mark.setAttribute("class", "linked");
        mark.setAttribute("x", x0); mark.setAttribute("y", y0);
        mark.setAttribute("width", x1 - x0); mark.setAttribute("height", y1 - y0);
        overlay.appendChild(mark);
        shown = shown || mark;
      }
      if (shown) bring(shown);
    } else if (marks.length) {
      go(location.hash === "#hits-end" ? marks.length - 1 : 0);
    }
  }
  window.addEventListener("hashchange", followHash);

  // -- from mark to mark ------------------------------------------------------------------------------------------
  function hits() {
    // Words of one match stand side by side: they are visited as one.
    const all = [...overlay.querySelectorAll(".hit")];
    return all.filter((mark, index) => index === 0 || number(mark) !== number(all[index - 1]) + 1);
  }
  function number(mark) { return Number(mark.id.slice(1)); }
  function go(index) {
    const marks = hits();
    if (index < 0 || index >= marks.length) { press(index < 0 ? "previous-hit" : "next-hit"); return; }
    overlay.querySelectorAll(".now").forEach((old) => old.classList.remove("now"));
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
    if (inside.top < 0 || inside.top > window.innerHeight * 0.6) frame.scrollIntoView({ block: "start" });
  }

  // -- keys and copying -------------------------------------------------------------------------------------------
  keys({ n: () => go(current + 1), p: () => go(current - 1), "+": does.larger, "=": does.larger, "-": does.smaller,
    0: does.fit, r: does.turn, m: does.mark });

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
  }
  function keys(more) {
    const known = Object.assign({
      ArrowLeft: () => frame.scrollWidth <= frame.clientWidth + 2 && press("previous"),
      ArrowRight: () => frame.scrollWidth <= frame.clientWidth + 2 && press("next"),
      n: () => press("next-hit"), p: () => press("previous-hit"), "?": () => help(), e: () => press("correct"),
    }, more);
    // Before the keys of the whole site: on a page of a document “n” is the next mark.
    document.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented || !known[event.key]) return;
      if (event.target.closest && event.target.closest("input, textarea, select, [contenteditable]")) return;
      if (event.key.length === 1 && areOff()) return;
      if (known[event.key]() !== false) event.preventDefault();
    }, true);
  }
  async function copy(text, button) {
    const before = button.textContent;
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
    }
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 2000);
  }
})();
