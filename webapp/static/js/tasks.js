/* Arrow keys move from one line of a list to the next, once the focus is in the list; the page works without them. */
"use strict";

for (const list of document.querySelectorAll("[data-rove]")) {
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const lines = [...list.querySelectorAll(list.dataset.rove)];
    const row = event.target.closest("tr");
    if (!step || !row || event.altKey || event.ctrlKey || event.metaKey) return;
    const here = lines.findIndex((each) => row.contains(each));
    const next = lines[here + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}
