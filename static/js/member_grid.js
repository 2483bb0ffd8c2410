/* The grid of member counts: moving by keyboard, pasting from Excel, live totals, one age band at a time on phones, and a
   draft that survives a signed-out session. The page works as a plain form without it. The server checks everything
   again; what a number may be and when a difference is large stands in associations/domain/counts.py. */
(function () {
  "use strict";

  const MOST_MEMBERS = 99999;
  const MUCH_MORE_THAN = 20;
  const MUCH_PERCENT = 50;
  const WHOLE_NUMBER = /^(\d{1,3}(\.\d{3})+|\d+)$/;
  const ERROR = "Skriv et helt tal fra 0 til 99.999.";
  const QUIET_MILLISECONDS = 800;

  const form = document.querySelector("[data-member-grid]");
  if (!form) return;
  const grid = form.querySelector("[data-grid]");
  const bands = Array.from(grid.querySelectorAll("[data-band]"));
  const rows = bands.map(function (band) { return Array.from(band.querySelectorAll("[data-cell] input")); });
  const inputs = rows.flat();
  const phone = window.matchMedia("(max-width: 575px)");

  /* --- Numbers ----------------------------------------------------------------------------------------------------- */

  /* A number, null for an empty field, NaN for what cannot be saved. */
  function members(input) {
    const text = input.value.replace(/[\s\u00a0\u202f]/g, "");
    if (!text) return null;
    const number = WHOLE_NUMBER.test(text) ? Number(text.replace(/\./g, "")) : NaN;
    return number <= MOST_MEMBERS ? number : NaN;
  }

  function isGiven(number) { return number !== null && !Number.isNaN(number); }

  /* The sum of what is given; null when nothing is, because missing is not 0. */
  function sum(some) {
    const given = some.map(members).filter(isGiven);
    return given.length ? given.reduce(function (a, b) { return a + b; }) : null;
  }

  function written(number) {
    return number === null ? "–" : String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ".");
  }

  /* --- Live totals ------------------------------------------------------------------------------------------------- */

  const young = bands.filter(function (band) { return "young" in band.dataset; })
    .flatMap(function (band) { return rows[bands.indexOf(band)]; });

  function under25Text() {
    const missing = young.filter(function (input) {
      return input.dataset.gender !== "other" && !isGiven(members(input));
    }).length;
    return missing ? "mangler " + missing + " tal" : written(sum(young));
  }

  function showSums(name, some, all) {
    grid.querySelectorAll('[data-sums="' + name + '"] [data-sum]').forEach(function (output) {
      const gender = output.dataset.sum;
      const column = some.filter(function (input) { return input.dataset.gender === gender; });
      output.value = gender === "all" ? all : written(sum(column));
    });
  }

  function askAboutLargeDifference(input) {
    const question = input.closest("[data-cell]").querySelector("[data-question]");
    if (!question) return;
    const now = members(input), before = Number(input.dataset.before);
    const difference = Math.abs(now - before);
    question.hidden = !(isGiven(now) && difference > MUCH_MORE_THAN && difference * 100 > before * MUCH_PERCENT);
  }

  let announcing = 0;
  function announceTotals() {
    window.clearTimeout(announcing);
    announcing = window.setTimeout(function () {
      form.querySelector("[data-announce]").textContent =
        "Under 25 år: " + under25Text() + ". I alt: " + written(sum(inputs)) + ".";
    }, QUIET_MILLISECONDS);
  }

  function refresh() {
    rows.forEach(function (row, place) { bands[place].querySelector("[data-row-total]").value = written(sum(row)); });
    showSums("under-25", young, under25Text());
    showSums("every", inputs, written(sum(inputs)));
    inputs.forEach(askAboutLargeDifference);
  }

  function showError(input) {
    const cell = input.closest("[data-cell]"), wrong = Number.isNaN(members(input));
    cell.classList.toggle("form-error", wrong);
    cell.querySelector("[data-error]").textContent = wrong ? ERROR : "";
    if (wrong) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
  }

  function changed() {
    refresh();
    announceTotals();
    keepDraft();
  }

  /* --- One age band at a time (the style sheet does so on phones only) ------------------------------------------------ */

  const steps = grid.querySelector("[data-steps]");
  let current = 0;

  function showBand(place) {
    current = Math.min(Math.max(place, 0), bands.length - 1);
    bands.forEach(function (band, index) { band.classList.toggle("is-current", index === current); });
    steps.querySelector("[data-step-text]").textContent = "Trin " + (current + 1) + " af " + bands.length;
    steps.querySelector("[data-previous]").disabled = current === 0;
    steps.querySelector("[data-next]").disabled = current === bands.length - 1;
  }

  function step(by) {
    showBand(current + by);
    rows[current][0].focus();
  }

  function showBandOf(element) {
    const band = element && element.closest("[data-band]");
    if (band) showBand(bands.indexOf(band));
  }

  /* --- Moving between the fields ------------------------------------------------------------------------------------ */

  function goTo(row, column) {
    if (row < 0 || row >= rows.length || column < 0 || column >= rows[row].length) return false;
    if (row !== current) showBand(row);
    rows[row][column].focus();
    return true;
  }

  function afterGrid() {
    form.querySelector('[name="counting_rule"]:checked, [name="counting_rule"]').focus();
  }

  /* Down the column and on to the top of the next one; on a phone along the age band and on to the next. */
  function goOn(row, column, by) {
    const width = rows[row].length;
    const place = phone.matches ? row * width + column + by : column * rows.length + row + by;
    if (place >= inputs.length) afterGrid();
    else if (phone.matches) goTo(Math.floor(place / width), place % width);
    else goTo(place % rows.length, Math.floor(place / rows.length));
  }

  function isAtEdge(input, toTheRight) {
    const isAll = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    const edge = toTheRight ? input.value.length : 0;
    return isAll || (input.selectionStart === edge && input.selectionEnd === edge);
  }

  function move(event) {
    const row = rows.findIndex(function (some) { return some.includes(event.target); });
    if (row < 0 || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const column = rows[row].indexOf(event.target);
    let moved = true;
    if (event.key === "Enter") goOn(row, column, event.shiftKey ? -1 : 1);
    else if (event.shiftKey) return;
    else if (event.key === "ArrowDown") moved = goTo(row + 1, column);
    else if (event.key === "ArrowUp") moved = goTo(row - 1, column);
    else if (event.key === "ArrowRight" && isAtEdge(event.target, true)) moved = goTo(row, column + 1);
    else if (event.key === "ArrowLeft" && isAtEdge(event.target, false)) moved = goTo(row, column - 1);
    else return;
    if (moved) event.preventDefault();
  }

  /* --- A block from a spreadsheet ------------------------------------------------------------------------------------- */

  const pasted = form.querySelector("[data-pasted]");
  let valuesBefore = null;

  function blockOf(text) {
    return text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n")
      .map(function (line) { return line.split("\t").map(function (value) { return value.trim(); }); });
  }

  function fill(block, row, column) {
    let inside = 0, outside = 0;
    block.forEach(function (line, down) {
      line.forEach(function (value, right) {
        const input = rows[row + down] && rows[row + down][column + right];
        if (input) { input.value = value; showError(input); inside += 1; } else outside += 1;
      });
    });
    return { inside: inside, outside: outside };
  }

  function sayWhatWasPasted(count) {
    let text = count.inside === 1 ? "1 felt er sat ind." : count.inside + " felter er sat ind.";
    if (count.outside) text += " " + count.outside + " lå uden for skemaet og er ikke med.";
    pasted.querySelector("[data-pasted-text]").textContent = text;
    pasted.hidden = false;
    form.querySelector("[data-announce]").textContent = text;
  }

  function paste(event) {
    const row = rows.findIndex(function (some) { return some.includes(event.target); });
    const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (row < 0 || !/[\t\n\r]/.test(text)) return;
    event.preventDefault();
    valuesBefore = inputs.map(function (input) { return input.value; });
    const count = fill(blockOf(text), row, rows[row].indexOf(event.target));
    changed();
    window.clearTimeout(announcing);
    sayWhatWasPasted(count);
  }

  function undoPaste() {
    inputs.forEach(function (input, place) { input.value = valuesBefore[place]; showError(input); });
    pasted.hidden = true;
    changed();
    goTo(current, 0);
  }

  /* --- A draft in this tab, for a session that ends before the form is sent ------------------------------------------- */

  const restored = form.querySelector("[data-restored]");
  const version = form.elements.namedItem("version");
  const draftKey = "medspil " + window.location.pathname;

  function fields() {
    return Array.from(form.elements).filter(function (element) {
      return element.name && element.type !== "hidden" && element.type !== "submit";
    });
  }

  function isChoice(element) { return element.type === "radio" || element.type === "checkbox"; }

  function values() {
    return fields().map(function (element) {
      return [element.name, isChoice(element) ? element.value + "=" + element.checked : element.value];
    });
  }

  const unchanged = JSON.stringify(values());

  function store(draft) {
    try {
      if (draft) window.sessionStorage.setItem(draftKey, JSON.stringify(draft));
      else window.sessionStorage.removeItem(draftKey);
    } catch (error) { /* storage is full or forbidden: the form still works */ }
  }

  function storedDraft() {
    try { return JSON.parse(window.sessionStorage.getItem(draftKey)); } catch (error) { return null; }
  }

  function isDirty() { return "bound" in form.dataset || JSON.stringify(values()) !== unchanged; }

  function keepDraft(isSent) {
    store(isDirty() ? { version: version.value, sent: isSent === true, values: values() } : null);
  }

  /* A draft that was sent while another version now stands has been saved. Otherwise it comes back, with its version, so
     that the server sees when somebody else has saved meanwhile. */
  function restoreDraft() {
    const draft = "bound" in form.dataset ? null : storedDraft();
    if (!draft) return;
    const names = JSON.stringify(draft.values.map(function (pair) { return pair[0]; }));
    const isSame = names === JSON.stringify(values().map(function (pair) { return pair[0]; }));
    if (!isSame || (draft.sent && draft.version !== version.value) || JSON.stringify(draft.values) === unchanged) {
      store(null);
      return;
    }
    fields().forEach(function (element, place) {
      const value = draft.values[place][1];
      if (isChoice(element)) element.checked = value === element.value + "=true"; else element.value = value;
    });
    version.value = draft.version;
    inputs.forEach(showError);
    restored.hidden = false;
  }

  function discardDraft() {
    store(null);
    isLeaving = true;
    window.location.reload();
  }

  let isLeaving = false;

  /* --- Start -------------------------------------------------------------------------------------------------------- */

  grid.addEventListener("keydown", move);
  grid.addEventListener("paste", paste);
  grid.addEventListener("focusin", function (event) {
    if (!inputs.includes(event.target)) return;
    showBandOf(event.target);
    event.target.select();
  });
  grid.addEventListener("change", function (event) { if (inputs.includes(event.target)) showError(event.target); });
  form.addEventListener("input", changed);
  form.addEventListener("submit", function () { isLeaving = true; keepDraft(true); });
  steps.querySelector("[data-previous]").addEventListener("click", function () { step(-1); });
  steps.querySelector("[data-next]").addEventListener("click", function () { step(1); });
  pasted.querySelector("[data-undo]").addEventListener("click", undoPaste);
  restored.querySelector("[data-discard]").addEventListener("click", discardDraft);
  form.querySelectorAll("[data-leave]").forEach(function (link) {
    link.addEventListener("click", function () { isLeaving = true; store(null); });
  });
  /* Before the design system's error summary moves the focus: a field of a hidden band cannot take it. */
  document.addEventListener("click", function (event) {
    const link = event.target.closest('a[href^="#"]');
    if (link) showBandOf(document.getElementById(link.hash.slice(1)));
  }, true);
  window.addEventListener("beforeunload", function (event) { if (isDirty() && !isLeaving) event.preventDefault(); });

  restoreDraft();
  refresh();
  grid.classList.add("is-stepped");
  steps.hidden = false;
  showBand(Math.max(0, bands.findIndex(function (band) { return band.querySelector(".form-error, [data-saved]"); })));
  const conflict = form.querySelector("[data-conflict]");
  if (conflict) conflict.focus();
})();
