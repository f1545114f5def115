/* Evidence goes up as soon as it is chosen, photographed, dropped or pasted: two files at once, each with its progress, to be cancelled or
   continued. Without this script the same inputs are sent with the form. */
"use strict";

const AT_ONCE = 2;
const queue = { waiting: [], running: 0, done: 0, total: 0 };

for (const drop of document.querySelectorAll("[data-upload]")) setUp(drop);

function setUp(drop) {
  const form = drop.closest("form");
  drop.querySelector("[data-drop-hint]").hidden = false;
  for (const input of drop.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      take(drop, [...input.files]);
      input.value = "";
    });
  }
  for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();  // a file dropped beside the field must not replace the page
      drop.classList.toggle("over", name === "dragenter" || name === "dragover");
    });
  }
  document.addEventListener("drop", (event) => take(drop, [...(event.dataTransfer?.files || [])]));
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files || [])];
    if (!files.length) return;
    event.preventDefault();
    take(drop, files.map(named));
  });
  form.addEventListener("submit", (event) => {
    if (!underway()) return;
    event.preventDefault();
    event.stopPropagation();
    announce(`还有 ${underway()} 个文件没有传完，传完或取消后再提交`);
    drop.parentElement.querySelector(".uploads").focus();
  });
  addEventListener("beforeunload", (event) => { if (queue.running) event.preventDefault(); });
}

/* A picture from the clipboard is called image.png by every browser; the moment tells one from another. */
function named(file) {
  if (!/^image\.\w+$/.test(file.name)) return file;
  const moment = new Date();
  const two = (number) => String(number).padStart(2, "0");
  const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  const time = `${two(moment.getHours())}.${two(moment.getMinutes())}.${two(moment.getSeconds())}`;
  return new File([file], `粘贴的图片 ${day} ${time}.${file.name.split(".").pop()}`, { type: file.type, lastModified: file.lastModified });
}

function take(drop, files) {
  for (const file of files) {
    const row = rowOf(drop, file);
    if (file.size > Number(drop.dataset.limit)) {
      row.say("refused", `超过 ${drop.dataset.limitMb} MB，没有上传`);
    } else if (!file.size) {
      row.say("refused", "文件是空的，没有上传");
    } else {
      const upload = new Upload(file, drop.dataset.upload, drop.dataset.list, (state, words, part) => row.say(state, words, part));
      row.upload = upload;
      queue.total += 1;
      queue.waiting.push({ drop, row, upload });
      row.say("queued", "排队等候");
    }
  }
  next();
}

function underway() {
  return queue.running + queue.waiting.length + document.querySelectorAll(".uploads [data-state=stopped]").length;
}

async function next() {
  if (queue.running >= AT_ONCE) return;
  const job = queue.waiting.shift();
  if (!job) return;
  queue.running += 1;
  next();
  await job.upload.go();
  queue.running -= 1;
  if (job.row.state === "done") await finish(job);
  next();
}

async function finish({ drop, row }) {
  queue.done += 1;
  const answer = await fetch(drop.dataset.list, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (answer?.ok) {
    const list = drop.parentElement.querySelector("#evidence-list");
    const held = list.contains(document.activeElement) && document.activeElement.getAttribute("href");
    list.innerHTML = await answer.text();
    if (held) (list.querySelector(`[href="${held}"]`) || row.line.parentElement).focus();
    away(row.line);
  }
  announce(underway() ? `已上传 ${queue.done} 个文件，还有 ${underway()} 个` : `已上传 ${queue.done} 个文件`);
}

function announce(words) {
  document.querySelector("[data-upload-status]").textContent = words;
}

/* The line of one file: name, how far, and what can be done about it. */
function rowOf(drop, file) {
  const line = document.createElement("li");
  const [name, state, bar, press] = ["span", "span", "progress", "span"].map((tag) => document.createElement(tag));
  name.textContent = file.name;
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `${file.name} 上传进度`);
  line.append(name, state, bar, press);
  drop.parentElement.querySelector(".uploads").append(line);
  const row = { line, state: "", upload: null };
  row.say = (now, words, part) => {
    state.textContent = words;
    state.className = ["refused", "stopped"].includes(now) ? "error" : "quiet";
    if (part !== undefined) bar.value = part;
    bar.hidden = now === "refused";
    if (now === row.state) return;
    row.state = line.dataset.state = now;
    if (["refused", "stopped", "waiting"].includes(now)) announce(`${file.name}：${words}`);
    const held = press.contains(document.activeElement);
    press.replaceChildren(...buttons(row, drop, file));
    if (held) (press.firstElementChild || line.parentElement).focus();
  };
  return row;
}

function buttons(row, drop, file) {
  const found = [];
  if (row.state === "stopped") found.push(button("继续", `继续上传 ${file.name}`, () => again(row, drop)));
  if (["queued", "going", "waiting", "stopped"].includes(row.state)) found.push(button("取消", `取消上传 ${file.name}`, () => drops(row)));
  if (row.state === "refused") found.push(button("知道了", `关闭 ${file.name} 的提示`, () => away(row.line)));
  return found;
}

function button(words, label, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn-link";
  made.textContent = words;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", press);
  return made;
}

/* Whoever stood on a button of the line stands on the list of files then, and not nowhere. */
function away(line) {
  const list = line.parentElement;
  const held = line.contains(document.activeElement);
  line.remove();
  if (held) list.focus();
}

function again(row, drop) {
  queue.waiting.push({ drop, row, upload: row.upload });
  row.say("queued", "排队等候");
  next();
}

function drops(row) {
  queue.waiting = queue.waiting.filter((job) => job.row !== row);
  row.upload.cancel();
  row.state = "cancelled";
  away(row.line);
  announce("已取消");
}
