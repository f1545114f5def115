/* The same diagram, drawn by bpmn-js so that it can be moved and zoomed; the live box is lit by a marker. The drawing from the
   server stays when anything fails. */
"use strict";

for (const place of document.querySelectorAll("[data-diagram]")) show(place);

async function show(place) {
  const answer = await fetch(place.dataset.diagram);
  if (!answer.ok) return;
  const live = document.createElement("div");
  live.className = "diagram-live";
  place.before(live);
  const viewer = new BpmnJS({ container: live });
  try {
    await viewer.importXML(renamed(await answer.text(), JSON.parse(place.dataset.words || "{}")));
  } catch {
    live.remove();
    return;
  }
  place.hidden = true;
  live.setAttribute("role", "region");
  live.setAttribute("aria-label", "流程图，可拖动和缩放；文字版见页面上方的办理步骤");
  const canvas = viewer.get("canvas");
  const known = viewer.get("elementRegistry");
  const light = (ids, marker) => {
    for (const id of ids.split(" ")) if (id && known.get(id)) canvas.addMarker(id, marker);
  };
  light(place.dataset.done, "is-done");
  light(place.dataset.current, "is-live");
  canvas.zoom("fit-viewport", "auto");
  closeUp(canvas, known.get(place.dataset.current.split(" ")[0]));
}

/* The file stays as it was deployed; what a page in another language shows of it are other names. */
function renamed(source, words) {
  if (!Object.keys(words).length) return source;
  const file = new DOMParser().parseFromString(source, "application/xml");
  for (const each of file.querySelectorAll("[name]")) {
    const word = words[each.getAttribute("name")];
    if (word) each.setAttribute("name", word);
  }
  for (const note of file.getElementsByTagNameNS("*", "text")) note.textContent = words[note.textContent.trim()] || note.textContent;
  for (const label of file.getElementsByTagNameNS("*", "BPMNLabel")) widen(label, file);
  return new XMLSerializer().serializeToString(file);
}

/* Room was left for a name of two ideographs; a word is not broken, so its label grows to both sides. */
function widen(label, file) {
  const named = file.getElementById(label.parentElement.getAttribute("bpmnElement"));
  const bounds = label.getElementsByTagNameNS("*", "Bounds")[0];
  const name = named && named.getAttribute("name");
  if (!bounds || !name) return;
  const longest = Math.max(...name.split(/[\s-]/).map((word) => word.length));
  const more = Math.max(0, longest * 6.5 + 6 - Number(bounds.getAttribute("width")));
  bounds.setAttribute("x", Number(bounds.getAttribute("x")) - more / 2);
  bounds.setAttribute("width", Number(bounds.getAttribute("width")) + more);
}

/* A wide diagram fitted into a narrow window is unreadable: then show the live box at a size that can be read. */
function closeUp(canvas, box) {
  if (!box || canvas.zoom() >= 0.6) return;
  const view = canvas.viewbox();
  const width = view.outer.width / 0.8;
  const height = view.outer.height / 0.8;
  const x = within(box.x + box.width / 2 - width / 2, view.inner.x, view.inner.width - width);
  const y = within(box.y + box.height / 2 - height / 2, view.inner.y, view.inner.height - height);
  canvas.viewbox({ x, y, width, height });
}

/* Kept inside the drawing, so that no half of the window is empty; near its start from the start, where the lanes have their names. */
function within(wanted, start, room) {
  if (wanted - start < 120) return start;
  return Math.max(start, Math.min(wanted, start + Math.max(room, 0)));
}
