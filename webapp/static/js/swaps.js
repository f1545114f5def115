/* What happens to the keyboard and to the ear when a piece of the page is replaced: an answer that says nothing new changes nothing, the focus
   stays where it was or goes to the heading of what came, and a list that was narrowed says how many it found. */
"use strict";

const lastAnswers = new WeakMap();
let before = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, serverResponse } = event.detail;
  if (lastAnswers.get(target) === serverResponse) event.detail.shouldSwap = false;
  lastAnswers.set(target, serverResponse);
  before = event.detail.shouldSwap ? { held: document.activeElement, place: target.id } : null;
});

/* htmx itself gives the focus back to what has the same id; what is gone leaves it nowhere. */
document.addEventListener("htmx:afterSettle", () => {
  const place = before && !before.held.isConnected && document.getElementById(before.place);
  before = null;
  if (place && document.activeElement === document.body) stand(place.querySelector("h2, h3") || place);
  const said = document.querySelector("[data-found-said]");
  if (said) said.textContent = document.querySelector("[data-found]")?.textContent || "";
});

function stand(place) {
  if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
  place.focus();
}
