/* Small comforts that every page has; everything also works without them. */
"use strict";

/* The summary of errors takes the focus, so that a reader hears it first. */
const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();

/* One tick for all papers of a page; without a script, "全部" does the same. */
for (const all of document.querySelectorAll("[data-tick-all]")) {
  const each = document.querySelectorAll(`input[name="${all.dataset.tickAll}"]`);
  all.hidden = false;
  all.addEventListener("change", () => { for (const tick of each) tick.checked = all.checked; });
}

/* "已写 46 字" under long fields. Characters are counted as people see them, not as UTF-16 units. */
const countCharacters = (text) => Array.from(text.trim()).length;
for (const area of document.querySelectorAll("textarea[data-max]")) {
  const counter = document.createElement("p");
  const limit = Number(area.dataset.max);
  counter.className = "counter";
  const tell = () => {
    const written = countCharacters(area.value);
    const left = limit - written;
    counter.textContent = left < 0 ? `已写 ${written} 字，超出 ${-left} 字` : `已写 ${written} 字`;
    counter.classList.toggle("over", left < 0);
  };
  area.after(counter);
  area.addEventListener("input", tell);
  tell();
}

/* A field that only one decision needs appears with that decision; hidden ones are not sent. */
function followDecisions() {
  for (const field of document.querySelectorAll("[data-when]")) {
    const chosen = document.querySelector(`input[name="${field.dataset.when}"]:checked`);
    const needed = Boolean(chosen) && field.dataset.whenValues.split(" ").includes(chosen.value);
    field.hidden = !needed;
    for (const input of field.querySelectorAll("input, textarea, select")) input.disabled = !needed;
  }
}
if (document.querySelector("[data-when]")) {
  document.addEventListener("change", followDecisions);
  followDecisions();
}

/* Another row for a measure, cloned from the last one, without a round trip. */
function addRow(button) {
  const rows = document.querySelector(`[data-rows="${button.dataset.addRow}"]`);
  const all = rows.querySelectorAll("[data-row]");
  const row = all[all.length - 1].cloneNode(true);
  const number = all.length;
  const renumber = (text) => text.replace(/-\d+-/, `-${number}-`);
  for (const error of row.querySelectorAll(".error")) error.remove();
  for (const part of row.querySelectorAll("[id], [for], [name]")) {
    for (const name of ["id", "for", "name"]) {
      if (part.hasAttribute(name)) part.setAttribute(name, renumber(part.getAttribute(name)));
    }
    if ("value" in part) part.value = "";
    part.removeAttribute("aria-invalid");
    part.removeAttribute("aria-describedby");
  }
  row.setAttribute("aria-label", `第 ${number + 1} 项`);
  rows.append(row);
  return row;
}

/* The uploads of `upload.js` make the button for uploading without a script needless. */
for (const block of document.querySelectorAll(".no-script")) block.hidden = true;

document.addEventListener("click", (event) => {
  const more = event.target.closest("[data-add-row]");
  if (more) {
    event.preventDefault();
    addRow(more).querySelector("textarea, input").focus();
  }
});

/* "/" goes to the search box from wherever nothing is being written. */
document.addEventListener("keydown", (event) => {
  const box = document.querySelector("[data-find]");
  const writing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writing || !box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

/* A second press of the same button does nothing while the first is under way. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-disabled", "true");
});

/* A page brought back by the browser's back button is ready to be sent again. */
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
});

/* After a task the focus stands on the next one: one key goes on. */
const nextTask = document.querySelector("[data-next]");
if (nextTask) {
  nextTask.focus();
  document.querySelector("[data-next-hint]").hidden = false;
}
