/* Two photographs one above the other with a line to move: dragged, or moved with the arrow keys. Without this script they stand side by side. */
"use strict";

for (const place of document.querySelectorAll("[data-compare]")) {
  const pictures = place.querySelectorAll("img");
  if (pictures.length === 2) offer(place, [...pictures]);
}

function offer(place, [before, after]) {
  const press = document.createElement("button");
  press.type = "button";
  press.className = "btn soft";
  press.textContent = "重叠对比";
  press.setAttribute("aria-pressed", "false");
  const layer = overlay(before, after);
  layer.hidden = true;
  place.after(layer);
  layer.after(press);
  press.addEventListener("click", () => {
    layer.hidden = !layer.hidden;
    place.hidden = !layer.hidden;
    press.textContent = layer.hidden ? "重叠对比" : "并排查看";
    press.setAttribute("aria-pressed", String(!layer.hidden));
    if (!layer.hidden) layer.querySelector("input").focus();
  });
}

function overlay(before, after) {
  const layer = document.createElement("div");
  const [under, over] = [before, after].map((picture) => picture.cloneNode());
  const slide = document.createElement("input");
  const words = document.createElement("p");
  layer.className = "overlay";
  over.className = "over";
  Object.assign(slide, { type: "range", min: 0, max: 100, value: 50, step: 5 });
  slide.setAttribute("aria-label", "左边是整改前，右边是整改后；用方向键移动分界线");
  words.className = "quiet";
  words.textContent = "左边是整改前，右边是整改后；拖动滑块，或用方向键移动分界线";
  const show = () => {
    over.style.clipPath = `inset(0 0 0 ${slide.value}%)`;
    slide.setAttribute("aria-valuetext", `整改前占 ${slide.value}%`);
  };
  slide.addEventListener("input", show);
  show();
  const stage = document.createElement("div");
  stage.className = "stage";
  stage.append(under, over);
  layer.append(stage, slide, words);
  return layer;
}
