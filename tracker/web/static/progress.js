// Follows readings while they run: asks for the numbers and moves the bars. Without it the page reloads itself.
"use strict";
(function () {
  const WAIT = 1500;
  document.querySelectorAll("[data-progress]").forEach(follow);

  function follow(place) {
    const bar = place.querySelector("progress");
    const words = place.querySelector("[data-words]");
    let failures = 0;
    async function ask() {
      try {
        const answer = await fetch(place.dataset.progress, { headers: { "X-Requested-With": "fetch" } });
        if (!answer.ok) throw new Error(String(answer.status));
        const told = await answer.json();
        failures = 0;
        if (told.total) { bar.max = told.total; bar.value = told.done; }
        if (words.textContent !== told.words) words.textContent = told.words;
        if (told.state === "read" || told.state === "failed") {
          if ("reload" in place.dataset) { location.reload(); return; }
          bar.remove();
          return;
        }
      } catch (problem) {
        // A connection that comes and goes is normal: ask less and less often, but go on.
        failures = Math.min(failures + 1, 8);
      }
      setTimeout(ask, document.hidden ? WAIT * 6 : WAIT * (1 + failures));
    }
    setTimeout(ask, WAIT / 3);
  }
})();
