/* Long lists of names to choose from: typing narrows them, and what is chosen is said in one line. Without a script they are plain lists. */
"use strict";

for (const pick of document.querySelectorAll("[data-pick]")) follow(pick);

function follow(pick) {
  const box = pick.querySelector(".pick-filter");
  if (box) {
    const input = box.querySelector("input");
    box.hidden = false;
    input.addEventListener("input", () => narrow(pick, input.value, box.querySelector("span")));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
      if (event.key === "Escape" && input.value) {
        event.preventDefault();
        input.value = "";
        narrow(pick, "", box.querySelector("span"));
      }
    });
  }
  const tell = () => tellChosen(pick);
  pick.closest("form").addEventListener("change", tell);
  tell();
}

/* What is chosen stays in sight, whatever is typed. */
function narrow(pick, typed, note) {
  const terms = typed.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const group of pick.querySelectorAll(".ticks-group")) {
    let shown = 0;
    for (const tick of group.querySelectorAll(".tick")) {
      const fits = terms.every((term) => tick.textContent.toLowerCase().includes(term));
      tick.hidden = !fits && !tick.querySelector("input").checked;
      found += fits ? 1 : 0;
      shown += tick.hidden ? 0 : 1;
    }
    group.hidden = shown === 0;
  }
  note.textContent = terms.length === 0 ? "" : found ? `找到 ${found} 个` : `没有名称含“${typed.trim()}”的`;
}

function tellChosen(pick) {
  const names = [...pick.querySelectorAll("input:checked")].map((each) => each.parentElement.textContent.trim());
  const line = pick.querySelector(".pick-chosen");
  line.hidden = names.length === 0;
  line.textContent = names.length > 0 ? `已选 ${names.length} 个：${names.join("、")}` : "";
}
