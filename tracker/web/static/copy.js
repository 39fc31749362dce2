// Buttons that copy a text; shown only where copying works.
(function () {
  "use strict";
  if (!navigator.clipboard) return;
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", async function () {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.setAttribute("aria-pressed", "true");
      button.textContent = "✓ " + button.dataset.copy;
    });
  });
}());
