/* What is being written is kept in this browser until it is sent, so that an idle sign-out or a lost connection costs nothing.
   It stays on this machine, under the name of the signed-in person, and is thrown away when the form has been accepted. */
"use strict";

const KEPT = "xiaohao-draft:";
const form = document.querySelector("form[data-draft]");
if (form) keep(form, KEPT + form.dataset.draft);
document.querySelector("form.who")?.addEventListener("submit", forgetAll);
for (const sent of document.querySelectorAll("[data-forget]")) localStorage.removeItem(KEPT + sent.dataset.forget);

function keep(form, key) {
  const note = form.querySelector("[data-draft-note]");
  if (!form.dataset.refused) restore(form, key, note);
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => save(form, key, note), 800);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}

/* Whoever signs out by hand may leave the machine to somebody else. */
function forgetAll() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(KEPT)) localStorage.removeItem(key);
}

function fieldsOf(form) {
  return [...form.elements].filter((each) => each.name && !["hidden", "file", "submit"].includes(each.type));
}

function save(form, key, note) {
  const values = fieldsOf(form)
    .filter((each) => (["radio", "checkbox"].includes(each.type) ? each.checked : each.value))
    .map((each) => [each.name, each.value]);
  try {
    localStorage.setItem(key, JSON.stringify(values));
    say(note, `草稿已于 ${new Date().toTimeString().slice(0, 5)} 存在本机`);
  } catch {
    say(note, "本机存不下草稿，请尽快提交");
  }
}

function restore(form, key, note) {
  const kept = JSON.parse(localStorage.getItem(key) || "null");
  if (!kept) return;
  for (const [name, value] of kept) put(form, name, value);
  say(note, "已取回上次存在本机的草稿");
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

function put(form, name, value) {
  const row = /^(.+)-\d+-/.exec(name);
  const more = row && form.querySelector(`[data-add-row="${row[1]}"]`);
  for (let added = 0; more && !form.elements[name] && added < 200; added += 1) addRow(more);
  for (const each of fieldsOf(form)) {
    if (each.name !== name) continue;
    if (!["radio", "checkbox"].includes(each.type)) each.value = value;
    else if (each.value === value) each.checked = true;
  }
}

function say(note, words) {
  if (note) note.textContent = words;
}
