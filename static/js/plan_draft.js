/* A plan's draft saves by itself while one writes. What has not reached the server lies in the browser meanwhile, under the
   writer's own name: it survives a closed window, a lost network and an ended sign-in, and leaves with saving and with
   signing out (medspil.js), since club computers are shared. The page works as a plain form without this. */
(function () {
  "use strict";

  const PREFIX = "plan-draft:";
  const QUIET_MILLISECONDS = 1500;
  const RETRY_MILLISECONDS = 10000;
  const form = document.querySelector("form[data-draft]");
  if (!form) return;

  const mine = PREFIX + form.dataset.draft + ":";
  const key = mine + form.getAttribute("action");
  const state = form.querySelector("[data-draft-state]");
  const found = form.querySelector("[data-draft-found]");
  const problem = form.querySelector("[data-draft-problem]");
  const problemText = form.querySelector("[data-draft-problem-text]");
  let timer = null;
  let sending = false;
  let dirty = false;
  let waiting = null; // the button that was pressed while a save was under way

  /* What others have left on this computer is not this person's. */
  Object.keys(window.localStorage).forEach(function (name) {
    if (name.startsWith(PREFIX) && !name.startsWith(mine)) window.localStorage.removeItem(name);
  });

  function fields() {
    return Array.from(new FormData(form).entries()).filter(function (pair) {
      return pair[0] !== "csrfmiddlewaretoken" && pair[0] !== "button";
    });
  }

  function keep() { window.localStorage.setItem(key, JSON.stringify(fields())); }
  function forget() { window.localStorage.removeItem(key); }

  function warn(text) { problem.hidden = !text; problemText.textContent = text; }

  function later(milliseconds) { window.clearTimeout(timer); timer = window.setTimeout(send, milliseconds); }

  function wait(text) {
    state.textContent = "Ikke gemt endnu. " + text;
    later(RETRY_MILLISECONDS);
  }

  function signedOut() {
    warn("Du er logget af. Det, du har skrevet, ligger i denne browser. Log ind igen i en ny fane, og vend tilbage hertil: så bliver det gemt.");
    return wait("Vi prøver igen.");
  }

  /* Signing in again gives the forms a new token: the one of a fresh page, if it is still the same person's. */
  function renew() {
    return window.fetch(form.getAttribute("action"), { credentials: "same-origin" }).then(function (response) {
      return response.redirected ? signedOut() : response.text().then(function (page) {
        const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("form[data-draft]");
        if (!fresh || fresh.dataset.draft !== form.dataset.draft) return signedOut();
        form.elements.csrfmiddlewaretoken.value = fresh.elements.csrfmiddlewaretoken.value;
        return later(0);
      });
    });
  }

  function answered(response) {
    if (response.redirected) return signedOut();
    if (response.status === 403) return renew();
    if (response.status === 422) { state.textContent = "Ikke gemt endnu: et tal eller en dato er ikke færdig."; return null; }
    return response.json().then(function (answer) {
      if (response.status === 409) {
        warn(answer.who + " har gemt her, mens du skrev. Vælg »Gem kladde« for at se begge tekster og vælge.");
        state.textContent = "Ikke gemt endnu: " + answer.who + " har gemt imens. Vælg »Gem kladde« for at se begge tekster.";
      } else if (response.status === 423) {
        warn(answer.reasons.join(" "));
        state.textContent = "Ikke gemt.";
      } else if (response.ok) {
        form.elements.version.value = answer.version;
        warn("");
        if (answer.at) state.textContent = "Gemt kl. " + answer.at + ".";
        if (!dirty) forget();
      } else { wait("Vi prøver igen."); }
      return null;
    });
  }

  function post(more) {
    return window.fetch(form.getAttribute("action"), Object.assign({
      method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, credentials: "same-origin",
    }, more));
  }

  function send() {
    if (sending) { later(QUIET_MILLISECONDS); return; }
    sending = true;
    dirty = false;
    post({}).then(answered).catch(function () {
      wait("Der er ingen forbindelse. Teksten ligger i browseren, og vi prøver igen.");
    }).finally(function () {
      sending = false;
      if (waiting) form.requestSubmit(waiting);
      else if (dirty) later(QUIET_MILLISECONDS);
    });
  }

  function changed() {
    dirty = true;
    keep();
    state.textContent = "Gemmer …";
    later(QUIET_MILLISECONDS);
  }

  form.addEventListener("input", changed);
  /* A button pressed while a save is under way waits for it, so that nobody is in conflict with themselves. */
  form.addEventListener("submit", function (event) {
    window.clearTimeout(timer);
    keep();
    if (sending) {
      waiting = event.submitter;
      event.preventDefault();
      event.stopImmediatePropagation();
    } else { dirty = false; }
  });
  /* Somebody who goes on to the next area within a second loses nothing either. */
  window.addEventListener("pagehide", function () { if (dirty && !sending) post({ keepalive: true }).catch(function () {}); });
  window.addEventListener("online", function () { if (window.localStorage.getItem(key)) send(); });

  /* --- What was left behind ------------------------------------------------------------------------------------------ */

  function storedFields() {
    try { return JSON.parse(window.localStorage.getItem(key) || "null"); } catch (error) { return null; }
  }

  /* Whether everything that was left behind stands in the form, wherever the page has got it from. */
  function standsInForm(pairs) {
    const shown = JSON.stringify(fields().map(function (pair) { return pair.join("="); }));
    return pairs.every(function (pair) {
      const counts = pair[0] === "version" || pair[0] === "goals" || pair[0].endsWith("-activities");
      return counts || pair[1] === "" || shown.includes(JSON.stringify(pair.join("=")));
    });
  }

  const left = storedFields();
  if (left && !standsInForm(left)) found.hidden = false;
  else if (left && !("unsaved" in form.dataset)) forget();
  /* One more goal was asked for, or somebody wrote before this was here: what the page shows has not been saved yet. */
  const early = Array.from(form.elements).some(function (field) {
    return field.type === "radio" ? field.checked !== field.defaultChecked
      : field.type === "textarea" && field.value !== field.defaultValue;
  });
  if ("unsaved" in form.dataset || early) changed();

  form.querySelector("[data-draft-discard]").addEventListener("click", function () { forget(); found.hidden = true; });
  form.querySelector("[data-draft-restore]").addEventListener("click", function () {
    const again = document.createElement("form");
    again.method = "post";
    again.action = form.getAttribute("action");
    left.concat([["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value]]).forEach(function (pair) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = pair[0];
      input.value = pair[1];
      again.append(input);
    });
    document.body.append(again);
    again.submit();
  });
})();
