// Marks questions by keyboard: j and k move, a p r i o decide; without scripts the buttons do the same.
(function () {
  "use strict";
  const all = Array.from(document.querySelectorAll("fieldset[data-question]:not([disabled])"));
  const codes = { a: "answered", p: "partly", r: "refused", i: "ignored", o: "open" };
  if (!all.length) return;
  let at = -1;
  function go(to) {
    at = Math.min(Math.max(to, 0), all.length - 1);
    const chosen = all[at].querySelector("input[type=radio]:checked") || all[at].querySelector("input[type=radio]");
    chosen.focus();
    all[at].scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("focusin", function (event) {
    const here = all.indexOf(event.target.closest("fieldset[data-question]"));
    if (here >= 0) at = here;
  });
  document.addEventListener("keydown", function (event) {
    const field = event.target;
    const isTyping = field.matches("textarea, select, input:not([type=radio])");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") { go(at + 1); event.preventDefault(); return; }
    if (event.key === "k") { go(at - 1); event.preventDefault(); return; }
    const code = codes[event.key];
    if (!code || at < 0) return;
    const button = all[at].querySelector('input[value="' + code + '"]');
    button.checked = true;
    button.focus();
    event.preventDefault();
  });
}());
