// The frames of redactions on the page's picture, shown or left out as one likes; kept from page to page.
"use strict";
(function () {
  const button = document.querySelector('[data-boxes="show"]');
  const sheet = document.querySelector(".sheet");
  if (!button || !sheet) return;
  const KEY = "acuse-without-boxes";
  function kept() { try { return localStorage.getItem(KEY) === "yes"; } catch (_error) { return false; } }
  function show(on) {
    button.setAttribute("aria-pressed", on ? "true" : "false");
    sheet.classList.toggle("without-boxes", !on);
  }
  button.hidden = false;
  show(!kept());
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    try { localStorage.setItem(KEY, on ? "no" : "yes"); } catch (_error) { /* for this page only */ }
    show(on);
  });
})();
