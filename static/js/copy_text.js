// A button that copies a text field, where the browser can: <button data-copy="id of the field" hidden>.
(function () {
  "use strict";

  function copied(field) {
    field.focus();
    field.select();
    if (navigator.clipboard && window.isSecureContext) {
      return navigator.clipboard.writeText(field.value);
    }
    return document.execCommand("copy") ? Promise.resolve() : Promise.reject(new Error("copy was refused"));
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-copy]").forEach(function (button) {
      const field = document.getElementById(button.dataset.copy);
      const told = document.querySelector("[data-copy-told]");
      button.hidden = false;
      field.addEventListener("focus", function () {
        field.select();
      });
      button.addEventListener("click", function () {
        copied(field).then(
          function () {
            told.textContent = "Adresserne er kopieret.";
          },
          function () {
            told.textContent = "Browseren ville ikke kopiere. Teksten er markeret: tryk Ctrl+C.";
          }
        );
      });
    });
  });
})();
