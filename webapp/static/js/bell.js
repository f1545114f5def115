/* The count of unread messages, asked for every half minute while the page is looked at. An answer that nothing has changed has no body; asking does
   not count as doing something, so whoever has left is signed out all the same. Without a script the count is right whenever a page is opened. */
"use strict";

const bell = document.querySelector("[data-bell]");
const EVERY = 30_000;
const HUSH = 401;

if (bell) {
  const shown = bell.querySelector("[data-bell-count]");
  const said = document.querySelector("[data-bell-said]");
  let tag = `"${bell.dataset.tag}"`;
  let asked = Date.now();
  let timer = 0;

  const show = (unread) => {
    const before = Number(shown.dataset.bellCount);
    shown.dataset.bellCount = unread;
    shown.hidden = unread === 0;
    shown.firstElementChild.textContent = unread > 99 ? "99+" : unread;
    if (unread > before) said.textContent = `有新消息，共 ${unread} 条未读`;
  };

  const later = () => {
    clearTimeout(timer);
    timer = document.hidden ? 0 : setTimeout(ask, Math.max(0, asked + EVERY - Date.now()));
  };

  async function ask() {
    asked = Date.now();
    try {
      const answer = await fetch(bell.dataset.bell, { headers: { "If-None-Match": tag }, cache: "no-store" });
      if (answer.status === HUSH) {
        said.textContent = "登录已结束，未读消息不再更新";
        return;
      }
      if (answer.ok) {
        tag = answer.headers.get("ETag");
        show((await answer.json()).unread);
      }
    } catch {
      /* No network at the moment: the next question will tell. */
    }
    later();
  }

  document.addEventListener("visibilitychange", later);
  later();
}
