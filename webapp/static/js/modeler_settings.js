/* What a box carries besides its shape: role, form, service, condition, time. Written as the check expects them. */
"use strict";

const WORDS = {
  role: "由谁办（角色）",
  form: "表单",
  decision: "决定叫什么",
  another_person: "须与哪个环节不是同一人（环节编号）",
  step: "步骤名称",
  service: "服务",
  gives: "消息带来的事实",
};
const ASKED = {
  "bpmn:Lane": ["role"],
  "bpmn:UserTask": ["form", "decision", "another_person", "step"],
  "bpmn:ServiceTask": ["service", "step"],
  "bpmn:IntermediateCatchEvent": ["form", "gives", "step"],
};

class Settings {
  constructor(modeler, panel) {
    this.modeler = modeler;
    this.panel = panel;
    const data = document.getElementById("modeler").dataset;
    this.roles = JSON.parse(data.roles);
    this.services = JSON.parse(data.services).map((key) => [key, key]);
    modeler.on("selection.changed", ({ newSelection }) => this.show(newSelection.length === 1 ? newSelection[0] : null));
  }

  show(element) {
    this.panel.replaceChildren();
    this.panel.hidden = !element || element.type === "label";
    if (this.panel.hidden) return;
    const thing = element.businessObject;
    this.element = element;
    const title = document.createElement("h3");
    title.textContent = `${thing.name || thing.id}（${thing.id}）`;
    this.panel.append(title);
    this.ask("名称", thing.name || "", (text) => this.modeler.get("modeling").updateProperties(element, { name: text }));
    const properties = this.properties(thing);
    const asked = ASKED[thing.$type] || [];
    for (const key of asked) this.ask(WORDS[key], properties.get(key) || "", (text) => this.set(key, text), this.options(key));
    if (thing.$type === "bpmn:SequenceFlow") this.condition(thing);
    for (const event of thing.eventDefinitions || []) this.event(event);
    if (asked.length) this.others(properties, asked);
    this.documentation(thing);
  }

  options(key) {
    const forms = [...document.querySelectorAll('textarea[name^="form:"]')].map((area) => area.name.slice(5));
    return { role: this.roles, service: this.services, form: forms.map((form) => [form, form]) }[key];
  }

  ask(words, value, change, options) {
    const field = document.createElement("div");
    const label = document.createElement("label");
    const input = document.createElement(options ? "select" : "input");
    field.className = "field";
    label.textContent = words;
    label.htmlFor = input.id = `setting-${this.panel.children.length}`;
    for (const [key, name] of options ? [["", "（没有）"], ...options] : []) input.add(new Option(name, key, false, key === value));
    if (options && value && !options.some(([key]) => key === value)) input.add(new Option(value, value, true, true));
    if (!options) input.value = value;
    input.addEventListener("change", () => change(input.value.trim()));
    field.append(label, input);
    this.panel.append(field);
  }

  area(words, value, change) {
    const field = document.createElement("div");
    const label = document.createElement("label");
    const input = document.createElement("textarea");
    field.className = "field wide";
    label.textContent = words;
    label.htmlFor = input.id = `setting-${this.panel.children.length}`;
    input.className = "line";
    input.value = value;
    input.addEventListener("change", () => change(input.value.trim()));
    field.append(label, input);
    this.panel.append(field);
  }

  condition(thing) {
    this.ask("条件（用事实的名称）", thing.conditionExpression ? thing.conditionExpression.body : "", (text) => {
      const conditionExpression = text ? this.make("bpmn:FormalExpression", { body: text }) : undefined;
      this.modeler.get("modeling").updateProperties(this.element, { conditionExpression });
    });
  }

  event(event) {
    if (event.$type === "bpmn:TimerEventDefinition") {
      const kind = event.timeDuration ? "timeDuration" : "timeDate";
      const words = kind === "timeDuration" ? "时长（如 \"P10D\"，带英文引号）" : "时刻（事实的名称）";
      this.ask(words, event[kind] ? event[kind].body : "", (text) => this.update(event, { [kind]: this.make("bpmn:FormalExpression", { body: text }) }));
    }
    if (event.$type === "bpmn:MessageEventDefinition" && event.messageRef) {
      this.ask("消息的名称", event.messageRef.name || "", (text) => this.update(event.messageRef, { name: text }));
    }
  }

  others(properties, asked) {
    const rest = [...properties].filter(([key]) => !asked.includes(key));
    const text = rest.map(([key, value]) => `${key}=${value}`).join("\n");
    this.area("其他参数（每行一个，写成 名称=值）", text, (lines) => {
      const kept = asked.filter((key) => properties.has(key)).map((key) => [key, properties.get(key)]);
      const told = lines.split("\n").filter((line) => line.includes("=")).map((line) => [line.slice(0, line.indexOf("=")).trim(), line.slice(line.indexOf("=") + 1).trim()]);
      this.write([...kept, ...told]);
    });
  }

  documentation(thing) {
    const text = (thing.documentation || []).map((one) => one.text).join("\n");
    this.area("说明（办理人在表单上方看到）", text, (said) => this.update(thing, { documentation: said ? [this.make("bpmn:Documentation", { text: said })] : [] }));
  }

  properties(thing) {
    const found = this.holder(thing);
    return new Map((found ? found.values || [] : []).map((one) => [one.name, one.value]));
  }

  holder(thing) {
    const values = thing.extensionElements ? thing.extensionElements.values || [] : [];
    return values.find((one) => one.$type.toLowerCase() === "spiffworkflow:properties");
  }

  set(key, value) {
    const properties = this.properties(this.element.businessObject);
    if (value) properties.set(key, value);
    else properties.delete(key);
    this.write([...properties]);
  }

  write(pairs) {
    const thing = this.element.businessObject;
    const others = (thing.extensionElements ? thing.extensionElements.values || [] : []).filter((one) => one !== this.holder(thing));
    const values = pairs.map(([name, value]) => this.make("spiffworkflow:Property", { name, value }));
    const holder = this.make("spiffworkflow:Properties", { values });
    const extensionElements = this.make("bpmn:ExtensionElements", { values: [...others, holder] });
    this.modeler.get("modeling").updateProperties(this.element, { extensionElements });
    this.show(this.element);
  }

  update(thing, changes) {
    this.modeler.get("modeling").updateModdleProperties(this.element, thing, changes);
  }

  make(type, attributes) {
    return this.modeler.get("bpmnFactory").create(type, attributes);
  }
}
