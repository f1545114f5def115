/* The diagram under one's hands: bpmn-js draws and changes it, the text area keeps it. Everything works with the text area alone;
   what the Modeler writes goes through the same check and the same deployment. */
"use strict";

const SPIFF = {
  name: "spiffworkflow",
  uri: "http://spiffworkflow.org/bpmn/schema/1.0/core",
  prefix: "spiffworkflow",
  xml: { tagAlias: "lowerCase" },
  types: [
    { name: "Properties", superClass: ["Element"], properties: [{ name: "values", type: "Property", isMany: true }] },
    {
      name: "Property",
      superClass: ["Element"],
      properties: [
        { name: "name", isAttr: true, type: "String" },
        { name: "value", isAttr: true, type: "String" },
      ],
    },
  ],
};
const place = document.getElementById("modeler");
const source = document.getElementById("source");
const picture = document.getElementById("picture");
/* The one menu whose icons are drawn with style attributes, which our content policy refuses, is left out: lining up several boxes
   at once is done by dragging, with bpmn-js's guides. */
const WITHOUT_LINING_UP = { alignElementsContextPadProvider: ["value", null] };
const modeler = new BpmnJS({
  container: place,
  moddleExtensions: { spiffworkflow: SPIFF },
  additionalModules: [WITHOUT_LINING_UP],
});
let ours = "";

read().then((shown) => {
  if (!shown) return;
  modeler.on("commandStack.changed", write);
  new Settings(modeler, document.getElementById("settings"));
  source.addEventListener("change", () => source.value !== ours && read());
});

/* Draws what the text area holds; whether that worked. A file that cannot be drawn keeps its picture and its findings. */
async function read() {
  place.hidden = false;
  try {
    await modeler.importXML(source.value);
  } catch {
    place.hidden = true;
    picture.hidden = false;
    return false;
  }
  picture.hidden = true;
  ours = source.value;
  look(modeler.get("canvas"));
  return true;
}

/* A wide diagram fitted into the window is unreadable: then its beginning at a size that can be read, beside the palette. */
function look(canvas) {
  if (canvas.zoom("fit-viewport") >= 0.6) return;
  const { inner, outer } = canvas.viewbox();
  const scale = 0.75;
  const palette = Math.min(120, outer.width / 3) / scale;
  canvas.viewbox({ x: inner.x - palette, y: inner.y - 20, width: outer.width / scale, height: outer.height / scale });
}

async function write() {
  const { xml } = await modeler.saveXML({ format: true });
  ours = source.value = xml;
  source.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("box-lit", (lit) => {
  const element = modeler.get("elementRegistry").get(lit.detail);
  if (!element || place.hidden) return;
  modeler.get("canvas").scrollToElement(element, 120);
  modeler.get("selection").select(element);
});
