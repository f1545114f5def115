/* One file on its way up, by the tus protocol 1.0.0: announced, sent in pieces, continued where it stood after a lost connection,
   a sign-in that ran out, or a page that was closed. Says how it goes through `tell(state, words)`; states: going, waiting, stopped, done. */
"use strict";

const PIECE = 2 * 1024 * 1024;
const HASHED = 64 * 1024 * 1024;  // larger files are not read twice on a telephone
const PATIENCE = 30;              // tries without a single byte of progress
const REMEMBERED = "xiaohao-upload:";

class Upload {
  constructor(file, where, list, tell) {
    Object.assign(this, { file, where, list, tell, address: null, offset: 0, tries: 0, asked: null, over: false, stale: false });
    this.key = `${REMEMBERED}${where}:${file.name}:${file.size}:${file.lastModified}`;
  }

  /* Resolves when the file is kept, cancelled, or stopped until `go` is called again. Never rejects. */
  async go() {
    this.tries = 0;
    while (!this.over) {
      try {
        if (this.stale) await this.catchUp();
        if (!this.address) await this.begin();
        while (this.offset < this.file.size) await this.piece();
        return this.end("done", "已上传");
      } catch (problem) {
        if (this.over) return undefined;
        if (!(await this.mend(problem))) return undefined;
      }
    }
    return undefined;
  }

  async begin() {
    const known = localStorage.getItem(this.key);
    if (known && (await this.stands(known))) return;
    const told = [`filename ${base64(this.file.name)}`];
    const digest = await digestOf(this.file);
    if (digest) told.push(`sha256 ${base64(digest)}`);
    const answer = await this.ask("POST", this.where, { "Upload-Length": this.file.size, "Upload-Metadata": told.join(",") });
    this.address = answer.getResponseHeader("Location");
    this.offset = 0;
    localStorage.setItem(this.key, this.address);
  }

  /* Whether the server still has a part of it; then we go on from there. */
  async stands(address) {
    const answer = await this.ask("HEAD", address, {}, null, [404]);
    if (answer.status === 404) {
      this.forget();
      return false;
    }
    this.address = address;
    this.offset = Number(answer.getResponseHeader("Upload-Offset"));
    return true;
  }

  async piece() {
    const end = Math.min(this.offset + PIECE, this.file.size);
    const headers = { "Upload-Offset": this.offset, "Content-Type": "application/offset+octet-stream" };
    const answer = await this.ask("PATCH", this.address, headers, this.file.slice(this.offset, end), [409]);
    const offset = answer.getResponseHeader("Upload-Offset");
    if (offset === null) throw answer;  // a refusal of ours, not another place in the file
    if (Number(offset) > this.offset) this.tries = 0;
    this.offset = Number(offset);
    this.progress(0);
  }

  /* Whether to go on after something went wrong. */
  async mend(problem) {
    const status = problem.status || 0;
    this.stale = true;
    if (problem instanceof XMLHttpRequest && problem.getResponseHeader("HX-Redirect")) {
      this.tell("stopped", "登录已过期。请在新窗口重新登录，然后点“继续”");
      return false;
    }
    if (status !== 0 && status !== 423 && status < 500 && !(status === 400 && this.tries === 0)) {
      this.forget();
      this.end("refused", sentenceOf(problem));
      return false;
    }
    this.tries += 1;
    if (this.tries > PATIENCE) {
      this.tell("stopped", "网络一直不通。恢复后点“继续”，从断开的地方接着传");
      return false;
    }
    this.tell("waiting", "网络中断，恢复后自动续传");
    await pause(Math.min(1000 * this.tries, 10000));
    return !this.over;
  }

  /* After anything went wrong: the form token of whoever is signed in now, and how far the file has come. */
  async catchUp() {
    const answer = await this.ask("GET", this.list, {});
    const token = answer.getResponseHeader("X-Form-Token");
    if (token) for (const each of document.querySelectorAll("input[name=csrf_token]")) each.value = token;
    if (this.address) await this.stands(this.address);
    this.stale = false;
  }

  cancel() {
    this.over = true;
    if (this.asked) this.asked.abort();
    if (this.address) this.ask("DELETE", this.address, {}, null, [404]).catch(() => undefined);
    this.forget();
  }

  forget() {
    localStorage.removeItem(this.key);
    this.address = null;
    this.offset = 0;
  }

  end(state, words) {
    this.over = true;
    localStorage.removeItem(this.key);
    this.tell(state, words);
  }

  progress(loaded) {
    const part = Math.min(1, (this.offset + loaded) / this.file.size);
    this.tell("going", `${Math.floor(part * 100)}%`, part);
  }

  ask(method, address, headers, body = null, also = []) {
    return new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      this.asked = request;
      request.open(method, address);
      request.timeout = 120000;
      const all = { "Tus-Resumable": "1.0.0", "X-CSRFToken": document.querySelector("input[name=csrf_token]").value, "HX-Request": "true", ...headers };
      for (const [name, value] of Object.entries(all)) request.setRequestHeader(name, value);
      if (body) request.upload.addEventListener("progress", (event) => this.progress(event.loaded));
      request.addEventListener("load", () => {
        const fine = (request.status >= 200 && request.status < 300) || also.includes(request.status);
        (fine ? done : failed)(request);
      });
      for (const name of ["error", "timeout", "abort"]) request.addEventListener(name, () => failed(new Error(name)));
      request.send(body);
    });
  }
}

function base64(text) {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
}

async function digestOf(file) {
  if (!window.crypto?.subtle || file.size > HASHED) return "";
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
}

/* Ends early when the browser says that the network is back. */
function pause(milliseconds) {
  return new Promise((done) => {
    setTimeout(done, milliseconds);
    addEventListener("online", done, { once: true });
  });
}

function sentenceOf(answer) {
  const page = new DOMParser().parseFromString(answer.responseText || "", "text/html");
  return page.querySelector(".message p, p")?.textContent || "没有上传，请重试";
}
