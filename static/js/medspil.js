/* Conveniences on top of pages that work without script. No inline handlers: the Content-Security-Policy forbids them. */
(function () {
  "use strict";

  /* The design system's date picker sends an empty value when the text is no date. Then the server could neither say
     what is wrong nor show the text again, so we send what was typed. */
  function keepTypedDates(form) {
    form.querySelectorAll(".date-picker").forEach(function (picker) {
      var typed = picker.querySelector(".date-picker__external-input");
      var sent = picker.querySelector(".date-picker__internal-input");
      if (typed && sent && typed.value.trim() && !sent.value) sent.value = typed.value;
    });
  }

  /* A second press within a few seconds sends nothing more. The time limit frees forms that answer with a download. */
  var SECONDS_LOCKED = 5;
  function lockWhileSending(event) {
    var form = event.target;
    keepTypedDates(form);
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sending) { event.preventDefault(); return; }
    form.dataset.sending = "true";
    window.setTimeout(function () { delete form.dataset.sending; }, SECONDS_LOCKED * 1000);
  }

  function startComponents(root) {
    window.DKFDS.datePicker.init(root);
    var summary = root.querySelector('[data-module="error-summary"]');
    if (summary) new window.DKFDS.ErrorSummary(summary).init();
  }

  /* Club computers are shared: what lies in the browser leaves with the person. */
  function forgetOnSignOut(event) {
    if (!event.target.matches(".sign-out")) return;
    window.sessionStorage.clear();
    window.localStorage.clear();
  }

  document.addEventListener("submit", lockWhileSending);
  document.addEventListener("submit", forgetOnSignOut);
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });
  /* Coming back with the browser's button restores the page as it was left, lock included. */
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sending]").forEach(function (form) { delete form.dataset.sending; });
  });
  document.addEventListener("htmx:configRequest", function (event) {
    var form = event.detail.elt.closest("form");
    if (form) keepTypedDates(form);
  });
  document.addEventListener("htmx:afterSwap", function (event) { startComponents(event.detail.target); });

  window.DKFDS.init();
})();
