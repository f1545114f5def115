/* Names behind @ are suggested while they are typed: arrow keys choose, Enter or Tab takes, Escape closes. Without this script a name is typed in full. */
"use strict";

for (const place of document.querySelectorAll("[data-readers]")) suggestTo(place);

function suggestTo(place) {
  const area = place.querySelector("textarea");
  const list = document.createElement("ul");
  Object.assign(list, { id: `${area.id}-names`, className: "names", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "可以提到的人");
  place.append(list);
  const state = { area, list, chosen: 0, found: [], asked: 0, address: place.dataset.readers };
  area.setAttribute("aria-controls", list.id);
  area.setAttribute("aria-autocomplete", "list");
  area.addEventListener("input", () => askNames(state));
  area.addEventListener("keydown", (event) => pressInNames(state, event));
  area.addEventListener("blur", () => setTimeout(() => closeNames(state), 150));
}

/* What stands between the last @ and the cursor; null where no name is being typed. */
function typedName(area) {
  const before = area.value.slice(0, area.selectionStart);
  const found = /(?:^|[^0-9A-Za-z._%+-])[@＠]([^\s@＠，。；：、,.;:]{0,8})$/.exec(before);
  return found ? found[1] : null;
}

async function askNames(state) {
  const text = typedName(state.area);
  const number = (state.asked += 1);
  if (text === null) return closeNames(state);
  const answer = await fetch(`${state.address}?typed=${encodeURIComponent(text)}`).catch(() => null);
  if (!answer?.ok || number !== state.asked) return undefined;
  state.found = await answer.json();
  state.chosen = 0;
  return showNames(state);
}

function showNames(state) {
  if (!state.found.length) return closeNames(state);
  state.list.replaceChildren(...state.found.map((each, index) => nameOption(state, each, index)));
  state.list.hidden = false;
  state.area.setAttribute("aria-activedescendant", `${state.list.id}-${state.chosen}`);
  return undefined;
}

function nameOption(state, each, index) {
  const line = document.createElement("li");
  const place = document.createElement("span");
  line.id = `${state.list.id}-${index}`;
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", String(index === state.chosen));
  line.textContent = each.name;
  place.className = "quiet";
  place.textContent = ` ${each.place}`;
  line.append(place);
  line.addEventListener("mousedown", (event) => {
    event.preventDefault();
    takeName(state, index);
  });
  return line;
}

function pressInNames(state, event) {
  if (state.list.hidden || event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) state.chosen = (state.chosen + step + state.found.length) % state.found.length;
  else if (event.key === "Enter" || event.key === "Tab") takeName(state, state.chosen);
  else if (event.key === "Escape") closeNames(state);
  else return;
  event.preventDefault();
  if (step) showNames(state);
}

function takeName(state, index) {
  const { area } = state;
  const end = area.selectionStart;
  const start = end - typedName(area).length;
  area.setRangeText(`${state.found[index].name} `, start, end, "end");
  closeNames(state);
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function closeNames(state) {
  state.asked += 1;
  state.found = [];
  state.list.hidden = true;
  state.area.removeAttribute("aria-activedescendant");
}
