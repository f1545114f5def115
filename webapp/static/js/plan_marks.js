/* Marking a passage of the original: click and Shift+click, or arrows and Shift+arrows. What is marked is written into the two fields for line
   numbers, which are all the page needs; without this script they are typed. */
"use strict";

const passage = document.querySelector("[data-passage]");

function beginMarks(form) {
  const source = form.closest(".original").querySelector(".source");
  const marks = { form, source, lines: [...source.querySelectorAll("[data-line]")], from: null, to: null };
  form.querySelector("[data-passage-hint]").hidden = false;
  source.addEventListener("click", (event) => {
    const line = event.target.closest("[data-line]");
    if (!line || event.target.closest("a") || String(getSelection())) return;
    mark(marks, event.shiftKey && marks.from !== null ? marks.from : numberOf(line), numberOf(line));
  });
  source.addEventListener("mousedown", (event) => {
    if (event.shiftKey && event.target.closest("[data-line]")) event.preventDefault(); // else the browser selects the text between
  });
  source.addEventListener("keydown", (event) => walkLines(marks, event));
  form.addEventListener("input", (event) => {
    if (event.target.matches("#passage-first, #passage-last")) readTyped(marks);
  });
  document.addEventListener("keydown", (event) => goToLines(marks, event));
  readTyped(marks);
}

function numberOf(line) {
  return Number(line.dataset.line);
}

function mark(marks, from, to) {
  marks.from = from;
  marks.to = to;
  const fields = marks.form.elements;
  fields.first.value = from === null ? "" : Math.min(from, to);
  fields.last.value = from === null ? "" : Math.max(from, to);
  if (from !== null) marks.form.querySelector("[data-passage-box]").open = true;
  show(marks);
}

function readTyped(marks) {
  const [first, last] = ["first", "last"].map((name) => Number.parseInt(marks.form.elements[name].value, 10));
  marks.from = Number.isNaN(first) ? null : first;
  marks.to = Number.isNaN(last) ? marks.from : last;
  show(marks);
}

/* Which lines are marked, and what can be done with them: a line of a problem is not given away, and a problem is split at its own line. */
function show(marks) {
  const chosen = marks.from === null ? [] : [Math.min(marks.from, marks.to), Math.max(marks.from, marks.to)];
  const within = marks.lines.filter((line) => chosen.length && numberOf(line) >= chosen[0] && numberOf(line) <= chosen[1]);
  for (const line of marks.lines) line.classList.toggle("marked", within.includes(line));
  const taken = within.find((line) => "own" in line.dataset || line.dataset.owner);
  for (const button of marks.form.querySelectorAll("[data-free]")) button.disabled = Boolean(taken);
  const split = marks.form.querySelector("[data-split]");
  const splits = (marks.form.dataset.splits || "").split(" ");
  if (split) {
    split.hidden = !splits.includes(String(chosen[0]));
    marks.form.querySelector("[data-from]").value = chosen[0] ?? "";
  }
  say(marks, within, taken, Boolean(split && !split.hidden));
}

function say(marks, within, taken, splits) {
  const place = marks.form.querySelector("[data-passage-said]");
  if (!within.length) {
    place.textContent = "";
    return;
  }
  const words = within.length === 1 ? `已标第 ${numberOf(within[0])} 行。` : `已标第 ${numberOf(within[0])} 至 ${numberOf(within.at(-1))} 行。`;
  const own = splits ? "其中有这个问题的内容，可以从标的第一行起拆开。" : "其中有这个问题的内容，不能再用；要拆开请从它的第二行起标。";
  const others = taken?.dataset.owner ? `其中有问题 ${taken.dataset.owner} 的内容，请先拆分那个问题。` : own;
  place.textContent = taken ? words + others : words;
}

/* In the pane: arrows go from line to line once a line is in hand, with Shift they mark on; Enter goes to what can be done with them. */
function walkLines(marks, event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const here = event.target.closest("[data-line]");
  if (event.key === "Escape" && marks.from !== null) {
    event.stopPropagation();
    mark(marks, null, null);
  } else if (event.key === "Enter" && here && marks.from !== null) {
    event.preventDefault();
    const ready = (button) => !button.hidden && !button.disabled;
    [...marks.form.querySelectorAll("button")].find(ready)?.focus();
  } else if (by && (here || event.shiftKey)) {
    event.preventDefault();
    const next = here ? marks.lines[marks.lines.indexOf(here) + by] : inView(marks);
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    mark(marks, event.shiftKey ? (marks.from ?? numberOf(here || next)) : numberOf(next), numberOf(next));
  }
}

function inView(marks) {
  const top = marks.source.getBoundingClientRect().top;
  return marks.lines.find((line) => line.getBoundingClientRect().top >= top) || marks.lines[0];
}

function goToLines(marks, event) {
  if (event.key !== "o" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]") || !document.querySelector("[data-keys-on]")?.checked) return;
  const line = marks.source.querySelector(".marked, .lit, .own") || inView(marks);
  if (!line) return;
  event.preventDefault();
  line.focus({ preventScroll: true });
  line.scrollIntoView({ block: "nearest" });
  mark(marks, numberOf(line), numberOf(line));
}

if (passage) beginMarks(passage);
