/* What is chosen stays on the page until the site has it. In a test htmx saves each choice;
   this says what is not saved, tries again, and asks before such a page is left. Elsewhere it
   says what was not sent. A save whose reply was lost may have been stored, so the very same
   is sent again, which is the same success, before what was chosen since then. */
(() => {
  const PAUSES = [2, 4, 8, 16, 30]; // seconds before the next try; the last one stays
  const NO_LOSS = ["saved", "blank", "over", "closed"]; // of what a reply says
  let isUnsaved = false; // what is entered may not be stored,
  let isUnderWay = false; // and it is about to be seen whether it is
  let unconfirmed = null, lastSent; // the fields that were sent and never answered; their choice
  let goOn = null, tries = 0, timer; // a link or button that waits for a save; the next try

  const saver = () => document.querySelector(".sending[data-action]");
  const form = () => document.getElementById(saver().dataset.form);
  const isNote = (fields) => /flag|rule_/.test([...fields.keys()]); // beside the answer
  const isWord = (status) => status < 400 || [401, 409, 422].includes(status); // of a view
  const isOurs = ({ verb, path, elt }) => verb === "post" && path === saver()?.dataset.action
    && !elt.matches("form:not([id])"); // which sends another answer than the one entered
  const isChoice = ([name, value]) => value && /^(answer|confidence)/.test(name);
  const choiceIn = (fields) => new URLSearchParams([...fields].filter(isChoice)).toString();
  const chosen = () => choiceIn(new FormData(form()));
  const save = () => { clearTimeout(timer); htmx.trigger(saver(), "save"); };
  const say = (place, textContent, className, beside = []) =>
    place.replaceChildren(...beside, Object.assign(document.createElement("p"), { className, textContent }));
  const warn = (place, words) => {
    say(place, words, "status warn");
    document.getElementById("announce").textContent = words;
  };
  const offerNewPage = () => { // it is shown with the choice, and sends nothing by itself
    const { action, stale, again: textContent } = saver().dataset;
    const href = `${action}?${chosen()}&version=${form().elements.version.value}`;
    warn(saver(), stale);
    saver().firstChild.append(Object.assign(document.createElement("a"), { href, textContent }));
  };
  const waitWith = (pressed, event) => {
    event.preventDefault();
    goOn = pressed;
    save();
  };
  const proceed = (isSaved) => {
    const next = goOn;
    goOn = null;
    if (isSaved || next?.matches("a")) next?.click();
  };
  const enter = ({ target }) => {
    if (!saver() || target.form !== form() || (!isUnderWay && chosen() === lastSent)) return;
    isUnsaved = isUnderWay = true;
    if (!tries) say(saver(), saver().dataset.saving, "said", saver().querySelectorAll("[name=said]"));
  };
  ["input", "change"].forEach((name) => document.addEventListener(name, enter));
  document.addEventListener("htmx:configRequest", (event) => {
    const { elt, formData, triggeringEvent } = event.detail;
    if (!isOurs(event.detail)) return;
    if (unconfirmed && elt !== saver()) return waitWith(triggeringEvent.submitter, event);
    if (unconfirmed) {
      [...formData.keys()].forEach((name) => formData.delete(name));
      unconfirmed.forEach(([name, value]) => formData.append(name, value));
    } else if (elt === saver() && !isUnderWay && chosen() === lastSent) return event.preventDefault();
    if (isNote(formData)) return;
    unconfirmed = [...formData].filter(([name]) => name !== "draft").concat([["draft", "yes"]]);
    lastSent = choiceIn(formData);
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (!isOurs(requestConfig) || !xhr.getResponseHeader("HX-Redirect")) return;
    if (!(isUnsaved = chosen() !== choiceIn(requestConfig.formData))) return;
    waitWith(requestConfig.triggeringEvent.submitter, event); // chosen after it was pressed
  });
  document.addEventListener("htmx:beforeSwap", ({ detail: { xhr, requestConfig }, detail }) => {
    // The words of an error page would take the reader away to the top.
    if (isOurs(requestConfig) && !isNote(requestConfig.formData)) detail.shouldSwap &&= isWord(xhr.status);
  });
  document.addEventListener("htmx:afterRequest", ({ detail: { xhr, requestConfig } }) => {
    const { elt, verb, formData } = requestConfig;
    const place = verb === "post" && elt.closest(".question-card")?.querySelector(".sending");
    if (!isOurs(requestConfig) || isNote(formData)) {
      if (place && xhr.status === 0) warn(place, place.dataset.unsent);
    } else if (xhr.status === 0 || xhr.status === 429 || xhr.status >= 500) {
      [isUnsaved, isUnderWay] = [true, false];
      unconfirmed = unconfirmed.filter(([name]) => name !== "said"); // so that "Saved" is news
      if (!tries) warn(saver(), saver().dataset.unsaved);
      timer = setTimeout(save, 1000 * PAUSES[Math.min(tries++, PAUSES.length - 1)]);
      proceed(false);
    } else if (!xhr.getResponseHeader("HX-Redirect")) {
      [unconfirmed, tries] = [null, 0];
      if (formData.has("draft") && chosen() !== lastSent) return save();
      if (!isWord(xhr.status)) offerNewPage();
      const said = saver().querySelector("[name=said]")?.value;
      isUnderWay = false;
      isUnsaved = formData.has("draft") ? !NO_LOSS.includes(said) : isUnsaved && xhr.status !== 409;
      if (!formData.has("draft")) lastSent = undefined; // the form is another one
      proceed(said === "saved");
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !saver() || link.hash || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (saver().contains(link)) isUnsaved = false; // it takes the choice along, or leaves it
    else if (isUnderWay) waitWith(link, event);
  });
  window.addEventListener("online", () => tries && save());
  window.addEventListener("beforeunload", (event) => isUnsaved && saver() && event.preventDefault());
})();
