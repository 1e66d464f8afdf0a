// A conversation: messages grouped by author and day, kept up to date without disturbing the reader.
import { act } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { ago, dayName, full, hour, sameDay } from "./dates.js";
import { h, reconcile, uid } from "./dom.js";
import { icon } from "./icons.js";
import { notify, openMenu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { avatar } from "./people.js";
import { announce, state } from "./state.js";
import { Surface } from "./surface.js";

const GROUP_FOR = 5 * 60;
const surfaces = new Map(); // what was chosen inside messages, by channel and ts

function surfaceOf(channel, message) {
  const key = `${state.me}/${channel}/${message.ts}`;
  if (!surfaces.has(key)) surfaces.set(key, new Surface({ channel, ts: message.ts }));
  return surfaces.get(key);
}

const author = (message) => {
  const user = state.users.get(message.user) ?? { id: message.user ?? "?", real_name: message.username ?? "Aplicación", is_bot: true };
  return message.username ? { ...user, real_name: message.username, initials: null } : user;
};

const continues = (message, before) =>
  before &&
  before.user === message.user &&
  before.username === message.username &&
  !before.ephemeral &&
  !message.ephemeral &&
  sameDay(before.ts, message.ts) &&
  message.ts - before.ts < GROUP_FOR;

function sayings(message, surface) {
  if (!message.blocks?.length) return h("div", { class: "text" }, mrkdwn(message.text), message.edited && h("span", { class: "edited" }, " (editado)"));
  return drawBlocks(h("div", { class: "blocks" }), message.blocks, surface);
}

function attachment(file) {
  const address = file.url_private_download ?? file.url_private ?? file.permalink;
  const label = [icon("file", 22), h("span", {}, file.title || file.name)];
  return address ? h("a", { class: "file", href: address, download: file.name }, label) : h("span", { class: "file" }, label);
}

function repliesLink(message) {
  if (!message.reply_count) return null;
  const count = message.reply_count === 1 ? "1 respuesta" : `${message.reply_count} respuestas`;
  return h(
    "button",
    { type: "button", class: "replies", onclick: () => announce("open-thread", message.ts) },
    (message.reply_users ?? []).slice(0, 3).map((id) => state.users.has(id) && avatar(state.users.get(id), "tiny")),
    h("strong", {}, count),
    message.latest_reply && h("span", { class: "muted" }, `Última, ${ago(message.latest_reply)}`),
  );
}

function moreActions(anchor, channel, message, inThread) {
  const items = state.shortcuts
    .filter(({ type }) => type === "message")
    .map((shortcut) => ({
      label: shortcut.name,
      detail: shortcut.description,
      picture: icon("bolt"),
      run: () => act("message_shortcut", { channel, ts: message.ts, callback_id: shortcut.callback_id }).catch((refusal) => notify(refusal.message, "error")),
    }));
  if (!inThread) items.push({ label: "Responder en un hilo", picture: icon("thread"), run: () => announce("open-thread", message.ts) });
  if (items.length) openMenu(anchor, items, { label: "Acciones del mensaje", align: "end" });
}

function toolbar(channel, message, inThread) {
  const more = h("button", { type: "button", class: "icon-btn", "aria-label": "Más acciones", title: "Más acciones", "aria-haspopup": "menu", "aria-expanded": "false" }, icon("dots"));
  more.addEventListener("click", () => moreActions(more, channel, message, inThread));
  return h(
    "div",
    { class: "toolbar", role: "toolbar", "aria-label": "Acciones del mensaje" },
    !inThread && h("button", { type: "button", class: "icon-btn thread-btn", "aria-label": "Responder en un hilo", title: "Responder en un hilo", onclick: () => announce("open-thread", message.ts) }, icon("thread")),
    more,
  );
}

function draw(channel, message, { grouped, inThread }) {
  const user = author(message);
  const name = uid("author");
  const time = h("time", { title: full(message.ts), class: "time" }, hour(message.ts));
  return h(
    "article",
    { class: `message${grouped ? " grouped" : ""}${message.ephemeral ? " ephemeral" : ""}`, "aria-labelledby": name, tabindex: "-1", data: { ts: message.ts } },
    message.ephemeral && h("div", { class: "only-you" }, icon("eye", 14), "Solo visible para ti"),
    h("div", { class: "side" }, grouped ? time : avatar(user)),
    h(
      "div",
      { class: "main" },
      h(
        "div",
        { class: grouped ? "hidden" : "byline", id: name },
        h("strong", { class: "author" }, user.real_name || user.name),
        user.is_bot && h("span", { class: "badge" }, "APP"),
        user.guest && h("span", { class: "badge" }, "Invitado"),
        user.status_emoji && h("span", { title: user.status_text }, mrkdwn(user.status_emoji)),
        grouped ? ` ${hour(message.ts)}` : time,
      ),
      sayings(message, surfaceOf(channel, message)),
      message.files?.length && h("div", { class: "files" }, message.files.map(attachment)),
      !inThread && repliesLink(message),
    ),
    message.ephemeral ? null : toolbar(channel, message, inThread),
  );
}

/** One list of messages inside `box` (which scrolls); answers what keeps it current. */
export function conversation(box, { inThread = false } = {}) {
  const list = h("div", { class: "list", role: "log", "aria-live": "polite", "aria-label": "Mensajes" });
  const newer = h("button", { type: "button", class: "newer", hidden: true, onclick: () => bottom("smooth") }, "Hay mensajes nuevos ↓");
  box.append(list, newer);
  let current = null;
  let last = null;

  const atBottom = () => box.scrollHeight - box.scrollTop - box.clientHeight < 60;
  function bottom(behavior = "instant") {
    box.scrollTo({ top: box.scrollHeight, behavior });
    newer.hidden = true;
  }

  /** `fresh` is the first unread ts, above which a line is drawn. */
  function show(where, messages, { fresh = null, opening = false } = {}) {
    const stick = opening || where !== current || atBottom();
    if (where !== current) list.replaceChildren();
    current = where;
    const items = [];
    messages.forEach((message, at) => {
      const before = messages[at - 1];
      if (!inThread && (!before || !sameDay(before.ts, message.ts))) {
        const day = dayName(message.ts);
        items.push({ key: `day ${message.ts}`, sig: day, make: () => h("div", { class: "day-line", role: "separator" }, h("span", {}, day)) });
      }
      if (fresh && message.ts === fresh) items.push({ key: "fresh", sig: fresh, make: () => h("div", { class: "fresh-line", role: "separator" }, h("span", {}, "Nuevos")) });
      const grouped = Boolean(continues(message, before)) && message.ts !== fresh && !(inThread && at === 1);
      items.push({ key: message.ts, sig: `${grouped} ${message.latest_reply ? ago(message.latest_reply) : ""} ${JSON.stringify(message)}`, make: () => draw(where.split("/")[0], message, { grouped, inThread }) });
      if (inThread && at === 0 && messages.length > 1) {
        const count = messages.length === 2 ? "1 respuesta" : `${messages.length - 1} respuestas`;
        items.push({ key: "count", sig: count, make: () => h("div", { class: "count-line", role: "separator" }, h("span", {}, count)) });
      }
    });
    if (!items.length) items.push({ key: "none", sig: where, make: () => h("p", { class: "empty-page" }, "Todavía no hay mensajes aquí.") });
    reconcile(list, items);
    rove();
    const latest = messages.at(-1)?.ts ?? null;
    const arrived = latest !== last && messages.at(-1);
    last = latest;
    const article = list.querySelector("article:last-of-type");
    // A long answer is read from its beginning.
    if (stick && arrived && (!opening || fresh) && article.offsetHeight > box.clientHeight) box.scrollTop = article.offsetTop - box.offsetTop;
    else if (stick || (arrived && arrived.user === state.me)) bottom();
    else if (arrived) newer.hidden = false;
  }

  // One tab stop for the whole list; the arrows go from message to message.
  function rove(to = list.querySelector("article[tabindex='0']") ?? list.querySelector("article:last-of-type")) {
    for (const one of list.querySelectorAll("article[tabindex='0']")) one.tabIndex = -1;
    if (to) to.tabIndex = 0;
  }
  list.addEventListener("keydown", (event) => {
    if (!event.target.matches("article")) return;
    const articles = [...list.querySelectorAll("article")];
    const at = articles.indexOf(event.target);
    const to = { ArrowDown: articles[at + 1], ArrowUp: articles[at - 1], Home: articles[0], End: articles.at(-1) }[event.key];
    if (!to) return;
    event.preventDefault();
    rove(to);
    to.focus();
  });
  box.addEventListener("scroll", () => {
    if (atBottom()) newer.hidden = true;
  });
  // Pictures and fonts that arrive late, or a smaller window, must not push the last message out of sight.
  let pinned = true;
  box.addEventListener("scroll", () => { pinned = atBottom(); });
  new ResizeObserver(() => pinned && bottom()).observe(list);
  new ResizeObserver(() => pinned && bottom()).observe(box);

  return { show, bottom };
}
