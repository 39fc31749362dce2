// Redaction boxes drawn and corrected on the page's picture with mouse, finger or keys. Without it each box is judged
// in the list beside the picture, and new ones are typed in.
"use strict";
(function () {
  const SVG = "http://www.w3.org/2000/svg";
  const form = document.querySelector("[data-boxes-form]");
  const sheet = document.querySelector(".sheet");
  const list = document.querySelector("[data-boxes-list]");
  const button = document.querySelector('[data-boxes="edit"]');
  if (!form || !sheet || !button) return;
  const said = document.querySelector("[data-boxes-said]");
  const STEP = 0.002;
  const SMALLEST = 0.004;
  let boxes = [];
  let chosen = null;
  let drag = null;
  let saving = null;
  let waiting = null;
  let pending = null;

  const layer = document.createElementNS(SVG, "svg");
  layer.setAttribute("viewBox", "0 0 1 1");
  layer.setAttribute("preserveAspectRatio", "none");
  layer.setAttribute("class", "edit");
  layer.setAttribute("role", "group");
  layer.setAttribute("aria-label", document.getElementById("boxes-head").textContent);

  // -- with the server --------------------------------------------------------------------------------------------
  async function ask(values) {
    const body = values && new URLSearchParams({ csrf_token: form.elements.csrf_token.value, ...values });
    const answer = await fetch(form.dataset.boxesForm, {
      method: values ? "POST" : "GET", body, keepalive: true, headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }
  function later(values) {
    // Moved by keys: kept when the keys rest, or before anything else is done.
    if (pending && pending.box !== values.box) flush();
    pending = values;
    clearTimeout(waiting);
    waiting = setTimeout(flush, 600);
  }
  function flush() {
    const values = pending;
    pending = null;
    clearTimeout(waiting);
    return values ? send(values) : saving;
  }
  function send(values) {
    if (pending) flush();
    // One step after the other: a second one never overtakes the first.
    saving = (saving || Promise.resolve()).then(() => ask(values)).then((told) => {
      take(told, values.do === "draw");
      return told;
    }).catch(() => { said.textContent = form.dataset.lost; });
    return saving;
  }
  function take(told, isNew) {
    const known = new Set(boxes.map((one) => one.id));
    boxes = told.boxes;
    const moving = pending && find(Number(pending.box));
    if (moving) moving.box = [pending.x0, pending.y0, pending.x1, pending.y1];
    if (isNew) chosen = (boxes.find((one) => !known.has(one.id)) || {}).id || chosen;
    said.textContent = told.problem || told.words;
    draw();
    relist(told.list);
    repaint();
  }
  function relist(html) {
    // The list beside the picture says the same; what somebody has open there stays open, what they type stays typed.
    const busy = document.activeElement && document.activeElement.closest("[data-boxes-list] details");
    const open = new Set([...list.querySelectorAll("details[open]")].map((one) => one.closest("[data-box]").dataset.box));
    const typed = busy && busy.closest("[data-box]");
    const made = document.createElement("ul");
    made.innerHTML = html;
    made.querySelectorAll("[data-box]").forEach((row) => {
      const there = list.querySelector(`[data-box="${row.dataset.box}"]`);
      if (open.has(row.dataset.box) && row.querySelector("details")) row.querySelector("details").open = true;
      row.classList.toggle("now", Number(row.dataset.box) === chosen);
      if (typed && there === typed) row.replaceWith(typed);
    });
    list.replaceChildren(...made.children);
  }
  function repaint() {
    const under = sheet.querySelector("svg:not(.edit):not(.words)");
    if (!under) return;
    under.querySelectorAll(".redaction").forEach((one) => one.remove());
    boxes.filter((one) => one.status !== "dismissed").reverse().forEach((one) => {
      const [x0, y0, x1, y1] = one.box;
      const made = rect(x0, y0, x1 - x0, y1 - y0, `redaction ${one.status}`);
      made.dataset.box = one.id;
      made.appendChild(document.createElementNS(SVG, "title")).textContent = one.words;
      under.prepend(made);
    });
  }

  // -- the picture ------------------------------------------------------------------------------------------------
  function draw() {
    const focused = document.activeElement && document.activeElement.closest("svg.edit g");
    const had = focused ? Number(focused.dataset.id) : null;
    layer.replaceChildren();
    const size = sheet.getBoundingClientRect();
    boxes.filter((one) => one.status !== "dismissed" || one.id === chosen).forEach((one) => {
      const [x0, y0, x1, y1] = one.box;
      const group = document.createElementNS(SVG, "g");
      group.dataset.id = one.id;
      group.setAttribute("tabindex", "0");
      group.setAttribute("role", "button");
      group.setAttribute("aria-pressed", one.id === chosen ? "true" : "false");
      group.setAttribute("aria-label", one.words);
      group.setAttribute("class", `${one.status}${one.id === chosen ? " chosen" : ""}`);
      group.appendChild(rect(x0, y0, x1 - x0, y1 - y0, "body"));
      if (one.id === chosen) {
        const grip = window.matchMedia("(pointer: coarse)").matches ? 24 : 11;
        const wide = grip / size.width;
        const high = grip / size.height;
        [[x0, y0, "nw"], [x1, y0, "ne"], [x0, y1, "sw"], [x1, y1, "se"]].forEach(([x, y, corner]) => {
          const made = rect(x - wide / 2, y - high / 2, wide, high, `grip ${corner}`);
          made.dataset.corner = corner;
          group.appendChild(made);
        });
      }
      layer.appendChild(group);
      if (one.id === had) group.focus({ preventScroll: true });
    });
  }
  function rect(x, y, width, height, name) {
    const made = document.createElementNS(SVG, "rect");
    made.setAttribute("x", x); made.setAttribute("y", y);
    made.setAttribute("width", Math.max(0, width)); made.setAttribute("height", Math.max(0, height));
    made.setAttribute("class", name);
    return made;
  }
  function place(event) {
    // Where on the page a pointer is, in shares of the page as displayed, also when the viewer has turned it.
    const box = sheet.getBoundingClientRect();
    const u = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const v = Math.min(1, Math.max(0, (event.clientY - box.top) / box.height));
    const turned = Number((/rotate\((\d+)deg\)/.exec(sheet.style.transform) || [0, 0])[1]);
    return { 0: [u, v], 90: [v, 1 - u], 180: [1 - u, 1 - v], 270: [1 - v, u] }[turned] || [u, v];
  }
  function ordered(box) {
    const [x0, y0, x1, y1] = box;
    return [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)];
  }
  function find(id) { return boxes.find((one) => one.id === id); }

  // -- mouse and finger -------------------------------------------------------------------------------------------
  layer.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    const group = event.target.closest("g");
    const at = place(event);
    event.preventDefault();
    layer.setPointerCapture(event.pointerId);
    if (!group) {
      drag = { kind: "draw", from: at, box: [...at, ...at] };
    } else {
      choose(Number(group.dataset.id), true);
      const one = find(chosen);
      drag = { kind: event.target.dataset.corner || "move", from: at, start: [...one.box], box: [...one.box], one };
    }
  });
  layer.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const [x, y] = place(event);
    if (drag.kind === "draw") {
      drag.box = [...drag.from, x, y];
      preview(ordered(drag.box));
      return;
    }
    const [x0, y0, x1, y1] = drag.start;
    if (drag.kind === "move") {
      const dx = Math.min(1 - x1, Math.max(-x0, x - drag.from[0]));
      const dy = Math.min(1 - y1, Math.max(-y0, y - drag.from[1]));
      drag.box = [x0 + dx, y0 + dy, x1 + dx, y1 + dy];
    } else {
      drag.box = ordered([drag.kind.includes("w") ? x : x0, drag.kind.includes("n") ? y : y0,
        drag.kind.includes("e") ? x : x1, drag.kind.includes("s") ? y : y1]);
    }
    drag.one.box = drag.box;
    draw();
  });
  function preview(box) {
    let made = layer.querySelector(".drawing");
    if (!made) made = layer.appendChild(rect(0, 0, 0, 0, "drawing"));
    made.setAttribute("x", box[0]); made.setAttribute("y", box[1]);
    made.setAttribute("width", box[2] - box[0]); made.setAttribute("height", box[3] - box[1]);
  }
  layer.addEventListener("pointerup", () => {
    const ended = drag;
    drag = null;
    if (!ended) return;
    const box = ordered(ended.box);
    if (ended.kind === "draw") {
      if (box[2] - box[0] >= SMALLEST && box[3] - box[1] >= SMALLEST) send({ do: "draw", ...corners(box), ...like() });
      else { choose(null); }
    } else if (Math.max(...box.map((value, index) => Math.abs(value - ended.start[index]))) > 0.0005) {
      send({ do: "change", box: ended.one.id, ...corners(box) });
    }
  });
  layer.addEventListener("pointercancel", () => {
    if (drag && drag.one) drag.one.box = drag.start;
    drag = null;
    draw();
  });
  function corners([x0, y0, x1, y1]) { return { x0, y0, x1, y1 }; }
  function like() {
    // A new box is most often like the one before it.
    const last = find(chosen) || boxes[boxes.length - 1];
    return { style: last ? last.style : "black" };
  }
  function choose(id, focus) {
    chosen = id;
    draw();
    const group = focus && layer.querySelector(`g[data-id="${id}"]`);
    if (group) group.focus({ preventScroll: true });
    list.querySelectorAll("[data-box]").forEach((row) => row.classList.toggle("now", Number(row.dataset.box) === id));
  }

  // -- keys -------------------------------------------------------------------------------------------------------
  layer.addEventListener("focusin", (event) => {
    const group = event.target.closest("g");
    if (group && Number(group.dataset.id) !== chosen) choose(Number(group.dataset.id), true);
  });
  layer.addEventListener("keydown", (event) => {
    const one = find(chosen);
    if (!one || event.ctrlKey || event.metaKey) return;
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (steps) {
      const far = event.altKey ? STEP * 5 : STEP;
      const [dx, dy] = [steps[0] * far, steps[1] * far];
      const [x0, y0, x1, y1] = one.box;
      const moved = event.shiftKey ? [x0, y0, Math.max(x0 + SMALLEST, x1 + dx), Math.max(y0 + SMALLEST, y1 + dy)]
        : [x0 + dx, y0 + dy, x1 + dx, y1 + dy];
      if (moved.every((value) => value >= 0 && value <= 1)) {
        one.box = moved;
        draw();
        later({ do: "change", box: one.id, ...corners(one.box) });
      }
    } else if (event.key === "c" || event.key === "Enter") { send({ do: "confirm", box: one.id });
    } else if (event.key === "d" || event.key === "Delete" || event.key === "Backspace") {
      send({ do: "dismiss", box: one.id });
    } else if (event.key === "Escape") { toggle(false); button.focus(); } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
    try { if (localStorage.getItem("acuse-no-keys") === "yes") return; } catch (_error) { /* nobody switched them off */ }
    if (event.key === "x") toggle(!layer.isConnected);
    else if (event.key === "b") fresh();
    else if (event.key === "z" && layer.isConnected) send({ do: "undo" });
    else return;
    event.preventDefault();
  });
  function toggle(on) {
    button.setAttribute("aria-pressed", on ? "true" : "false");
    sheet.classList.toggle("editing", on);
    if (!on) { flush(); layer.remove(); return Promise.resolve(); }
    sheet.appendChild(layer);
    const seen = sheet.getBoundingClientRect();
    if (seen.bottom < 80 || seen.top > window.innerHeight - 80) sheet.scrollIntoView({ block: "start" });
    return ask().then((told) => take(told, false));
  }
  function fresh() {
    const ready = layer.isConnected ? Promise.resolve() : toggle(true);
    ready.then(() => send({ do: "draw", x0: 0.4, y0: 0.48, x1: 0.6, y1: 0.51, ...like() }))
      .then(() => choose(chosen, true));
  }
  button.addEventListener("click", () => toggle(!layer.isConnected));
  document.querySelector('[data-boxes="new"]').addEventListener("click", fresh);
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-box]");
    if (!row || event.target.closest("button, summary, form, a")) return;
    (layer.isConnected ? Promise.resolve() : toggle(true)).then(() => choose(Number(row.dataset.box), true));
  });
  list.addEventListener("submit", (event) => {
    // Without this the page is loaded again, with the picture where it was at first.
    const values = Object.fromEntries(new FormData(event.target, event.submitter));
    event.preventDefault();
    if (document.activeElement) document.activeElement.blur();
    send(values).then(() => {
      const row = list.querySelector(`[data-box="${values.box}"]`);
      const next = row && row.querySelector("button, summary");
      if (next) next.focus();
    });
  });
  window.addEventListener("pagehide", flush);
  window.addEventListener("resize", () => { if (layer.isConnected) draw(); });
})();
