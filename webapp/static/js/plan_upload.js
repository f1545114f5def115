/* A plan's file can be dropped onto the field; one that is too large is refused before it is sent. */
"use strict";

for (const form of document.querySelectorAll("[data-plan-upload]")) {
  const drop = form.querySelector("[data-drop]");
  const input = drop.querySelector("input[type=file]");
  const error = form.querySelector("[data-file-error]");
  const check = () => {
    const [file] = input.files;
    const large = file && file.size > Number(form.dataset.limit);
    error.hidden = !large;
    if (large) {
      error.textContent = `“${file.name}”有 ${Math.ceil(file.size / 1048576)} MB，超过 ${form.dataset.limitMb} MB 的上限，没有上传。请只保留整改清单，或拆成几份。`;
      input.value = "";
      input.focus();
    }
    return !large;
  };
  drop.querySelector("[data-drop-hint]").hidden = false;
  input.addEventListener("change", check);
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    check();
  });
}
