// Says while one types what the pasted folios are; without scripts the same is said after sending the form.
(function () {
  "use strict";
  const box = document.querySelector("[data-recognise]");
  const answer = document.getElementById("recognised");
  if (!box || !answer) return;
  let timer = 0;
  async function ask() {
    const text = box.value.trim();
    if (!text) { answer.textContent = ""; return; }
    try {
      const reply = await fetch(box.dataset.recognise + "?text=" + encodeURIComponent(text.slice(0, 5000)),
        { headers: { "X-Requested-With": "fetch" } });
      if (!reply.ok) return;
      const found = await reply.json();
      answer.textContent = found.map(function (one) {
        return [one.folio, one.agency || "?", one.year || ""].join(" · ") + (one.repaired ? " (*)" : "");
      }).join("   ");
    } catch (problem) { answer.textContent = ""; }
  }
  box.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(ask, 350); });
  ask();
}());
