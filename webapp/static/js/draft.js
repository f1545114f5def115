/* What is being written is kept until it is sent: at once in this browser, and a little later on the server, so that an idle sign-out, a lost
   connection or another machine costs nothing. Here it lies under the name of the signed-in person; it is thrown away when the form was accepted. */
"use strict";

const KEPT = "xiaohao-draft:";
const form = document.querySelector("form[data-draft]");
if (form) keep(form, KEPT + form.dataset.draft);
document.querySelector("form.who")?.addEventListener("submit", forgetAll);
document.querySelector("form[data-discard]")?.addEventListener("submit", () => localStorage.removeItem(KEPT + form?.dataset.draft));
for (const sent of document.querySelectorAll("[data-forget]")) localStorage.removeItem(KEPT + sent.dataset.forget);

function keep(form, key) {
  const note = form.querySelector("[data-draft-note]");
  const ahead = form.dataset.now ? Date.now() - Date.parse(form.dataset.now) : 0;  // how far this machine's clock is from the server's
  if (!form.dataset.refused) restore(form, key, note);
  let soon, later;
  form.addEventListener("input", () => {
    clearTimeout(soon);
    clearTimeout(later);
    soon = setTimeout(() => save(form, key, note, ahead), 800);
    if (form.dataset.draftUrl) later = setTimeout(() => send(form, note), 2500);
  });
  form.addEventListener("submit", () => {
    clearTimeout(soon);
    clearTimeout(later);
    save(form, key, note, ahead);
  });
}

/* Whoever signs out by hand may leave the machine to somebody else. */
function forgetAll() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(KEPT)) localStorage.removeItem(key);
}

function fieldsOf(form) {
  return [...form.elements].filter((each) => each.name && !["hidden", "file", "submit"].includes(each.type));
}

function save(form, key, note, ahead) {
  const values = fieldsOf(form)
    .filter((each) => (["radio", "checkbox"].includes(each.type) ? each.checked : each.value))
    .map((each) => [each.name, each.value]);
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now() - ahead, values }));
    say(note, `草稿已于 ${new Date().toTimeString().slice(0, 5)} 存在本机`);
  } catch {
    say(note, "本机存不下草稿，请尽快提交");
  }
}

async function send(form, note) {
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  body.set("draft_path", location.pathname);
  const answer = await fetch(form.dataset.draftUrl, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
  if (answer?.ok) say(note, `草稿已于 ${new Date().toTimeString().slice(0, 5)} 保存`);
  else if (answer?.headers.get("HX-Redirect")) say(note, "登录已过期，草稿存在本机；提交时会请您重新登录，内容不会丢");
  else if (!answer) say(note, "网络不通，草稿存在本机");
}

/* What lies here wins over what the server kept only where it is newer. */
function restore(form, key, note) {
  const kept = JSON.parse(localStorage.getItem(key) || "null");
  const values = Array.isArray(kept) ? kept : kept?.values;
  if (!values || (form.dataset.draftAt && Date.parse(form.dataset.draftAt) >= (kept.at || 0))) return;
  for (const each of fieldsOf(form)) if (["radio", "checkbox"].includes(each.type)) each.checked = false;
  for (const [name, value] of values) put(form, name, value);
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
