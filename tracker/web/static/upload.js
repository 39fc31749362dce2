// Sends chosen files in pieces, shows how far each is, and goes on by itself after a broken connection.
// Without it the form sends the files whole.
"use strict";
(function () {
  const form = document.querySelector("form[data-pieces]");
  if (!form || !window.FormData || !Blob.prototype.slice) return;
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-sending]");
  const say = form.dataset;
  const SMALLEST = 256 * 1024;
  const SECONDS_A_PIECE = 5;
  const LONGEST_REST = 30000;
  const MOST_FAILURES = 100;
  let busy = false;

  const project = () => say.project || form.elements.project.value;

  form.addEventListener("submit", (event) => {
    if (!busy && !input.files.length) return;
    event.preventDefault();
    if (!busy) send(Array.from(input.files));
  });
  ["dragover", "drop"].forEach((name) => form.addEventListener(name, (event) => {
    if (!event.dataTransfer || !Array.from(event.dataTransfer.types).includes("Files")) return;
    event.preventDefault();
    if (name === "drop" && !busy) {
      // A folder that was dropped has no bytes of its own and is left out.
      const dropped = Array.from(event.dataTransfer.files).filter((file) => file.size || file.type);
      if (dropped.length) send(dropped);
    }
  }));
  window.addEventListener("beforeunload", (event) => { if (busy) event.preventDefault(); });

  async function send(files) {
    busy = true;
    lock(true);
    list.hidden = false;
    list.textContent = "";
    const lines = files.map((file) => line(file));
    const done = [];
    for (let i = 0; i < files.length; i += 1) {
      try {
        done.push(await one(files[i], lines[i]));
      } catch (problem) {
        lines[i].tell(problem.words || say.failed, true);
      }
    }
    busy = false;
    if (say.then === "submit") {
      lock(false);
      done.forEach(keep);
      input.value = "";
      if (done.length < files.length) return;
      input.disabled = true;
      HTMLFormElement.prototype.submit.call(form);
    } else if (done.length === files.length) {
      location.assign(files.length === 1 ? done[0].address : say.after + "?project=" + encodeURIComponent(project()));
    } else {
      lock(false);
      input.value = "";
    }
  }

  function lock(on) {
    form.querySelectorAll("button, select, input, textarea").forEach((part) => { part.disabled = on; });
  }

  // What has arrived goes with the rest of the form, by its number.
  function keep(arrived) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "document";
    field.value = arrived.document;
    form.append(field);
    input.required = false;
  }

  function line(file) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    const bar = document.createElement("progress");
    const words = document.createElement("span");
    name.className = "grow";
    name.textContent = file.name;
    bar.max = file.size || 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    words.className = "quiet";
    words.setAttribute("aria-live", "polite");
    words.textContent = say.waiting;
    item.append(name, words, bar);
    list.append(item);
    return {
      move(sent) {
        bar.value = sent;
        const share = Math.floor(100 * sent / (file.size || 1)) + " %";
        if (words.textContent !== share) words.textContent = share;
      },
      tell(text, bad) {
        words.textContent = text;
        words.className = bad ? "problem" : "quiet";
      },
    };
  }

  async function one(file, at) {
    const about = new URLSearchParams({ project: project(), name: file.name, size: file.size, mark: String(file.lastModified) });
    let state = await patiently(at, () => ask("POST", form.dataset.pieces, about));
    let piece = Math.min(state.piece, 1024 * 1024);
    let failures = 0;
    while (state.received < state.size) {
      const from = state.received;
      const part = file.slice(from, from + piece);
      const began = Date.now();
      try {
        state = await ask("POST", state.address + "/pieces/" + from, part, (sent) => at.move(from + sent));
        const seconds = Math.max(0.05, (Date.now() - began) / 1000);
        piece = Math.round(Math.max(SMALLEST, Math.min(state.piece, part.size / seconds * SECONDS_A_PIECE)));
        failures = 0;
      } catch (problem) {
        failures += 1;
        if (!problem.again || failures > MOST_FAILURES) throw problem;
        piece = SMALLEST;
        at.tell(say.broken);
        await rest(Math.min(500 * 2 ** failures, LONGEST_REST));
        const address = state.address;
        state = await patiently(at, () => ask("GET", address));
      }
      at.move(state.received);
    }
    const address = state.address;
    const arrived = await patiently(at, () => ask("POST", address + "/finish", new URLSearchParams()));
    at.tell(arrived.words || say.arrived);
    return arrived;
  }

  // Tries again, later and later, for as long as only the connection is at fault.
  async function patiently(at, attempt) {
    for (let wait = 1000; ; wait = Math.min(wait * 2, LONGEST_REST)) {
      try {
        return await attempt();
      } catch (problem) {
        if (!problem.again) throw problem;
        at.tell(say.broken);
        await rest(wait);
      }
    }
  }

  // Waits, but no longer than until the line is back.
  function rest(wait) {
    return new Promise((go) => {
      const timer = setTimeout(go, wait);
      window.addEventListener("online", () => { clearTimeout(timer); go(); }, { once: true });
    });
  }

  function ask(method, address, body, moved) {
    return new Promise((good, bad) => {
      const call = new XMLHttpRequest();
      call.open(method, address);
      call.timeout = 180000;
      call.setRequestHeader("X-CSRFToken", form.elements.csrf_token.value);
      call.setRequestHeader("X-Requested-With", "fetch");
      if (body instanceof Blob) call.setRequestHeader("Content-Type", "application/octet-stream");
      if (moved) call.upload.addEventListener("progress", (event) => moved(event.loaded));
      const broken = () => bad({ again: true });
      call.addEventListener("error", broken);
      call.addEventListener("timeout", broken);
      call.addEventListener("abort", broken);
      call.addEventListener("load", () => {
        let told = null;
        try { told = JSON.parse(call.responseText); } catch (problem) { told = null; }
        if (told && (call.status < 300 || (call.status === 409 && "received" in told))) good(told);
        else if (told && told.words) bad({ words: told.words });
        else if (call.status >= 500 || call.status === 429) bad({ again: true });
        else bad({ words: call.status < 400 || call.status === 401 ? say.signedOut : say.failed });
      });
      call.send(body || null);
    });
  }
})();
