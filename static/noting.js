/* What is chosen while a flag or a stroke is on its way stays chosen: the question comes
   back with what was entered before. */
(() => {
  let entered = null; // in the form that is being replaced
  const isNote = (fields) => ["flag", "rule_out", "rule_in"].some((name) => fields.has(name));
  const set = (field, values) => {
    const property = /radio|checkbox/.test(field.type) ? "checked" : "value";
    const value = property === "checked" ? values.includes(field.value) : values[0];
    if (field[property] === value) return;
    field[property] = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  document.addEventListener("htmx:beforeSwap", ({ detail: { requestConfig: { elt, formData } } }) => {
    const isAnswer = elt.matches("form[id]") && formData && isNote(formData);
    entered = isAnswer ? { id: elt.id, fields: new FormData(elt) } : null;
  });
  document.addEventListener("htmx:afterSettle", () => {
    const form = document.getElementById(entered?.id);
    if (!form) return;
    const { fields } = entered;
    entered = null;
    for (const field of form.querySelectorAll("[name^=answer], [name=confidence]")) set(field, fields.getAll(field.name));
  });
})();
