// Single keys: each presses or focuses what carries it as data-key. Off while writing, and where they were switched off.
(function () {
  "use strict";
  var KEY = "acuse-no-keys", start = document.currentScript.dataset.new;
  function off() { try { return localStorage.getItem(KEY) === "yes"; } catch (_error) { return false; } }
  function writing(element) {
    return element && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName)
      && !/^(checkbox|radio|button|submit)$/.test(element.type));
  }
  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || off() || writing(event.target)) return;
    if (event.key.length !== 1) return;
    if (event.key === "n" && start) { event.preventDefault(); location.assign(start); return; }
    var found = document.querySelector('[data-key="' + CSS.escape(event.key) + '"]');
    if (!found) return;
    event.preventDefault();
    for (var box = found.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    found.focus();
    if (!/^(INPUT|TEXTAREA|SELECT)$/.test(found.tagName)) found.click();
  });
  var box = document.getElementById("no-keys");
  if (!box) return;
  box.checked = off();
  box.addEventListener("change", function () {
    try { localStorage.setItem(KEY, box.checked ? "yes" : "no"); } catch (_error) { box.checked = false; }
  });
}());
