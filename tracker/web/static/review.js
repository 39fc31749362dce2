// Keys of the review queue: each presses the button or link that carries it, so that nothing happens by key alone.
"use strict";
(function () {
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.key.length !== 1) return;
    if (event.target.closest("input, textarea, select")) return;
    const found = [...document.querySelectorAll("[data-key]")]
      .find((one) => one.dataset.key.split(" ").includes(event.key.toLowerCase()));
    if (!found) return;
    event.preventDefault();
    found.click();
  });
  const frame = document.querySelector(".review .frame");
  const mark = frame && frame.querySelector("svg rect");
  const image = frame && frame.querySelector("img");
  if (!mark) return;
  function bring() {
    const box = mark.getBoundingClientRect();
    const inside = frame.getBoundingClientRect();
    frame.scrollTop += box.top - inside.top - inside.height / 3;
  }
  if (image.complete) bring(); else image.addEventListener("load", bring, { once: true });
})();
