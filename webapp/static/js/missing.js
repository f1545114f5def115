/* What still has to be filled in, told while it is being filled in; without this script the list stands as it was when the page came. */
"use strict";

for (const list of document.querySelectorAll("[data-missing-list]")) {
  const form = list.closest("form");
  const follow = () => {
    let open = 0;
    for (const line of list.querySelectorAll("[data-missing]")) {
      line.hidden = isFilled(form, line.dataset.missing);
      open += line.hidden ? 0 : 1;
    }
    list.hidden = open === 0;
  };
  form.addEventListener("input", follow);
  form.addEventListener("change", follow);
  follow();
}

/* One field, or a list of rows in each of which something must be chosen. */
function isFilled(form, name) {
  const own = [...form.elements].filter((each) => each.name === name || each.name.startsWith(`${name}-`));
  const choices = own.filter((each) => each.type === "radio");
  if (choices.length) {
    const names = new Set(choices.map((each) => each.name));
    return [...names].every((each) => choices.some((choice) => choice.name === each && choice.checked));
  }
  const typed = own.filter((each) => !["hidden", "submit", "file"].includes(each.type));
  return typed.some((each) => (each.type === "checkbox" ? each.checked : each.value.trim()));
}
