/* What is typed in a form with data-kept lies in the browser until it has arrived, under the writer's own name: it survives
   a closed window, a lost network and an ended sign-in. It leaves when a page shows the message it became (data-form-key),
   and with signing out (medspil.js), since club computers are shared. The page works as a plain form without this. */
(function () {
  "use strict";

  const PREFIX = "kept-text:";
  const forms = Array.from(document.querySelectorAll("form[data-kept]"));
  const arrived = Array.from(document.querySelectorAll("[data-form-key]")).map(function (shown) { return shown.dataset.formKey; });

  function stored(name) {
    try { return JSON.parse(window.localStorage.getItem(name) || "null"); } catch (error) { return null; }
  }

  function texts(form) {
    return Array.from(form.elements).filter(function (field) {
      return field.name && (field.matches("textarea, select") || (field.matches("input") && ["text", "hidden"].includes(field.type)))
        && field.name !== "csrfmiddlewaretoken";
    });
  }

  function isWritten(form) {
    return Array.from(form.querySelectorAll("textarea")).some(function (field) { return field.value.trim(); });
  }

  Object.keys(window.localStorage).filter(function (name) { return name.startsWith(PREFIX); }).forEach(function (name) {
    const left = stored(name);
    const isOthers = forms.length > 0 && !name.startsWith(PREFIX + forms[0].dataset.kept + ":");
    if (!left || isOthers || arrived.includes(left.form_key)) window.localStorage.removeItem(name);
  });

  forms.forEach(function (form) {
    const key = PREFIX + form.dataset.kept + ":" + window.location.pathname;

    function keep() {
      if (!isWritten(form)) { window.localStorage.removeItem(key); return; }
      const values = {};
      texts(form).forEach(function (field) { values[field.name] = field.value; });
      window.localStorage.setItem(key, JSON.stringify(values));
    }

    function tell() {
      const notice = document.createElement("div");
      notice.className = "alert alert-info kept-text";
      notice.setAttribute("role", "status");
      const body = document.createElement("div");
      body.className = "alert-body";
      const words = document.createElement("p");
      words.textContent = "Det, du skrev sidst, er ikke sendt. Her er det igen. Filer skal vælges på ny.";
      const discard = document.createElement("button");
      discard.type = "button";
      discard.className = "button button-tertiary";
      discard.textContent = "Smid det væk";
      discard.addEventListener("click", function () {
        window.localStorage.removeItem(key);
        form.reset();
        notice.remove();
        form.querySelector("textarea").focus();
      });
      body.append(words, discard);
      notice.append(body);
      form.prepend(notice);
    }

    const left = stored(key);
    if (left && !isWritten(form)) {
      texts(form).forEach(function (field) { if (field.name in left) field.value = left[field.name]; });
      tell();
    }
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("submit", keep);
  });
})();
