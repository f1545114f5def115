/* Evidence goes up one file at a time as soon as it is chosen, dropped or pasted, with its progress.
   Without this script the same input is sent with the form. */
"use strict";

for (const drop of document.querySelectorAll("[data-upload]")) setUp(drop);

function setUp(drop) {
  const input = drop.querySelector("input[type=file]");
  drop.querySelector("[data-drop-hint]").hidden = false;
  input.addEventListener("change", () => {
    sendAll(drop, [...input.files]);
    input.value = "";
  });
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    sendAll(drop, [...event.dataTransfer.files]);
  });
  document.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    if (files.length) sendAll(drop, files);
  });
}

async function sendAll(drop, files) {
  for (const file of files) await send(drop, file);
}

function line(drop, file) {
  const row = document.createElement("li");
  const name = document.createElement("span");
  const state = document.createElement("span");
  name.textContent = file.name;
  row.append(name, state);
  drop.parentElement.querySelector(".uploads").append(row);
  return { row, say: (words, bad) => {
    state.textContent = words;
    state.className = bad ? "error" : "quiet";
  } };
}

function send(drop, file) {
  const { row, say } = line(drop, file);
  if (file.size > Number(drop.dataset.limit)) {
    say(`超过 ${drop.dataset.limitMb} MB，没有上传`, true);
    return Promise.resolve();
  }
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `${file.name} 上传进度`);
  row.append(bar);
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("csrf_token", drop.closest("form").elements.csrf_token.value);
    body.append("files", file);
    request.upload.addEventListener("progress", (event) => {
      bar.value = event.loaded / event.total;
      say(`${Math.floor((event.loaded / event.total) * 100)}%`);
    });
    request.addEventListener("load", () => finish(request, drop, row, say));
    request.addEventListener("error", () => say("网络中断，没有上传，请重试", true));
    request.addEventListener("loadend", () => {
      bar.remove();
      done();
    });
    request.open("POST", drop.dataset.upload);
    request.setRequestHeader("HX-Request", "true");
    request.send(body);
  });
}

function finish(request, drop, row, say) {
  if (request.status === 200) {
    drop.parentElement.querySelector("#evidence-list").innerHTML = request.responseText;
    row.remove();
    return;
  }
  const home = request.getResponseHeader("HX-Redirect");
  const sentence = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("p");
  say(home ? "登录已过期，请在新窗口登录后重试" : sentence ? sentence.textContent : "没有上传，请重试", true);
}
