/* Looking a plan through: a field lights its lines in the original, the keyboard goes from doubt to doubt, what is typed is saved on the
   way, and others see who works on what. Without this script every link and form does the same, one page at a time. */
"use strict";

const review = document.querySelector("[data-review]");

function begin(review) {
  const source = review.querySelector(".source");
  const first = source.querySelector(".lit") || source.querySelector(".own");
  if (first) bring(source, first, "auto");
  followLights(review, source);
  followEdits(review);
  followKeys(review);
  followOthers(review);
  const target = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  if (target && review.contains(target) && !target.closest(".source")) target.focus({ preventScroll: true });
}

/* Only the pane of the original moves, so that the field in hand stays where it is; on a narrow page the page itself goes there. */
function bring(source, line, behavior) {
  const inside = source.scrollHeight > source.clientHeight;
  if (inside) {
    const top = line.getBoundingClientRect().top - source.getBoundingClientRect().top + source.scrollTop;
    source.scrollTo({ top: top - source.clientHeight / 3, behavior: calm() ? "auto" : behavior });
  }
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function light(source, numbers) {
  const lines = numbers.map((number) => source.querySelector(`#l${Number(number)}`)).filter(Boolean);
  if (!lines.length) return;
  for (const old of source.querySelectorAll(".lit")) old.classList.remove("lit");
  for (const line of lines) line.classList.add("lit");
  bring(source, lines[0], "smooth");
}

function followLights(review, source) {
  const numbersOf = (text) => (text || "").split(" ").filter(Boolean);
  review.addEventListener("click", (event) => {
    const link = event.target.closest("[data-light]");
    if (!link || !source.querySelector(`#l${Number(numbersOf(link.dataset.light)[0])}`)) return;
    event.preventDefault();
    light(source, numbersOf(link.dataset.light));
    if (getComputedStyle(source.closest(".original")).position !== "sticky") {
      source.querySelector(".lit").scrollIntoView({ block: "center" });
    }
  });
  review.addEventListener("focusin", (event) => {
    const field = event.target.closest("[data-lines]");
    if (field) light(source, numbersOf(field.dataset.lines));
  });
}

/* ---------- forms: opened, held, saved on the way ---------- */

function dirty() {
  return review.querySelector("form[data-dirty]");
}

function followEdits(review) {
  for (const edit of review.querySelectorAll("details[data-edit]")) {
    edit.addEventListener("toggle", () => {
      if (!edit.open) return;
      hold(review);
      edit.querySelector("input:not([type=hidden]), textarea, select").focus();
    });
    edit.addEventListener("input", () => { edit.querySelector("form").dataset.dirty = "yes"; });
  }
  setInterval(() => { if (review.querySelector("details[data-edit][open]")) hold(review); }, 60000);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-goes]");
    if (link && !event.ctrlKey && !event.metaKey && saveAndGo(link)) event.preventDefault();
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty() && !dirty().dataset.sent) event.preventDefault();
  });
}

function hold(review) {
  const body = new FormData();
  body.append("csrf_token", document.querySelector("input[name=csrf_token]").value);
  body.append("problem", review.dataset.problem || "");
  fetch(review.dataset.locks, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => {});
}

/* What is typed in an open form is saved before the next doubt or problem is shown. */
function saveAndGo(link) {
  const form = dirty();
  if (!form) return false;
  for (const name of ["next_doubt", "next_problem"]) {
    if (!link.dataset[name === "next_doubt" ? "doubt" : "problem"]) continue;
    const next = document.createElement("input");
    next.type = "hidden";
    next.name = name;
    next.value = link.dataset.doubt || link.dataset.problem;
    form.append(next);
  }
  form.requestSubmit();
  return true;
}

/* ---------- keys ---------- */

const KEYS_OFF = "xiaohao-plan-keys-off";

function followKeys(review) {
  const help = document.querySelector("[data-keys]");
  const on = help.querySelector("[data-keys-on]");
  help.hidden = false;
  on.checked = localStorage.getItem(KEYS_OFF) === null;
  on.addEventListener("change", () => {
    if (on.checked) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "yes");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return closeEdit(event);
    if (!on.checked || event.ctrlKey || event.metaKey || event.altKey) return undefined;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return undefined;
    return press(review, event);
  });
}

function press(review, event) {
  const link = event.key.length === 1 && document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (link) {
    event.preventDefault();
    link.click();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    step(review, event, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && event.target.matches("[data-field]")) {
    event.preventDefault();
    event.target.querySelector("details[data-edit]").open = true;
  }
}

/* From field to field; in the pane of the original the arrows scroll, as everywhere. */
function step(review, event, by) {
  if (event.target.closest(".source")) return;
  const fields = [...review.querySelectorAll("[data-field]")];
  const here = fields.indexOf(event.target.closest("[data-field]"));
  const next = fields[here < 0 ? (by > 0 ? 0 : fields.length - 1) : here + by];
  if (!next) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function closeEdit(event) {
  const edit = event.target.closest("details[data-edit][open]");
  if (!edit) return;
  edit.open = false;
  edit.closest("[data-field]").focus();
}

/* ---------- what others do meanwhile ---------- */

function followOthers(review) {
  const place = document.querySelector("#review-others");
  setInterval(async () => {
    if (document.hidden) return;
    const answer = await fetch(review.dataset.now, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.status !== 200) return;
    const text = (await answer.text()).trim();
    if (text !== place.textContent.trim()) place.textContent = text;
  }, 15000);
}

if (review) begin(review);
