/* A sentence about a box lights the box on the drawing, whichever drawing is shown. */
"use strict";

document.addEventListener("click", (press) => {
  const about = press.target.closest("[data-box-of]");
  if (!about) return;
  for (const lit of document.querySelectorAll(".is-found")) lit.classList.remove("is-found");
  const id = CSS.escape(about.dataset.boxOf);
  const drawn = [...document.querySelectorAll(`[data-box="${id}"], .djs-element[data-element-id="${id}"]`)];
  for (const shape of drawn) shape.classList.add("is-found");
  document.dispatchEvent(new CustomEvent("box-lit", { detail: about.dataset.boxOf }));
  const seen = drawn.find((shape) => shape.getClientRects().length > 0);
  if (seen) seen.scrollIntoView({ block: "center", inline: "center" });
});
