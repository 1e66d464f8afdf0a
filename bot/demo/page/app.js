// Starting up, who is sitting there, which conversation is open, and what the workspace announces.
import { act, ask, follow } from "./api.js";
import { composer } from "./composer.js";
import { setNow } from "./dates.js";
import { h } from "./dom.js";
import { atHome, openTab } from "./home.js";
import { icon } from "./icons.js";
import { notify, openMenu, trouble } from "./menu.js";
import { conversation } from "./messages.js";
import { avatar, role } from "./people.js";
import { drawer } from "./sidebar.js";
import { announce, channelName, channelOf, channelTitle, isApp, me, on, state } from "./state.js";
import { dropped, followed } from "./thread.js";
import { tip } from "./tip.js";
import "./clock.js";
import "./mailbox.js";
import "./modal.js";

const byId = (id) => document.getElementById(id);
const meButton = byId("me");
const list = conversation(byId("messages"));
const label = () => {
  const channel = channelOf(state.channel);
  return channel ? `Mensaje para ${channelTitle(channel)}` : "Mensaje";
};
const writer = composer(byId("composer"), () => ({ channel: state.channel, thread: null, label: label() }));
tip(byId("tip"), writer);
let fresh = null; // ts of the first unread message when the conversation was opened

byId("menu-icon").append(icon("menu"));
byId("find-icon").append(icon("search", 16));

// Who is sitting there

function drawMe() {
  const user = me();
  meButton.replaceChildren(
    avatar(user, "small"),
    h("span", { class: "me-words" }, h("span", {}, h("span", { class: "me-prefix" }, "Estás como "), h("strong", {}, user.real_name)), h("span", { class: "me-role" }, role(user))),
    icon("chevron", 16),
  );
}

meButton.addEventListener("click", () =>
  openMenu(
    meButton,
    [...state.users.values()]
      .filter((user) => !user.is_bot && !user.deleted)
      .map((user) => ({ label: user.real_name, detail: role(user), picture: avatar(user, "small"), checked: user.id === state.me, run: () => user.id !== state.me && sit(user.id) })),
    { label: "Cambiar de persona", align: "end" },
  ),
);

const keepsake = (user) => `channel-of-${user}`;

async function sit(user, wanted) {
  state.me = user;
  state.channel = null;
  state.thread = null;
  const { channels, views, home } = await ask("state");
  Object.assign(state, { channels, views: views ?? [], home: home ?? null });
  drawMe();
  follow(user, { happened, resync, connected: (ok) => (byId("broken").hidden = ok) });
  const candidates = [wanted, localStorage.getItem(keepsake(user)), state.channels.find(({ name }) => name?.startsWith("incidente"))?.id, state.channels[0]?.id];
  await open(candidates.find((id) => channelOf(id)));
  announce("views");
}

/** After a broken connection: everything that may have been missed. */
async function resync() {
  const { channels, views, home } = await ask("state");
  Object.assign(state, { channels, views: views ?? [], home: home ?? null });
  announce("channels");
  announce("views");
  announce("home");
  announce("resync");
  await load();
}

// The open conversation

async function open(id) {
  const channel = channelOf(id);
  if (!channel || id === state.channel) return;
  const unread = channel.unread;
  state.channel = id;
  state.messages = [];
  state.tab = isApp(channel) && !unread ? "home" : "messages";
  localStorage.setItem(keepsake(state.me), id);
  const address = `#/${state.me}/${id}`;
  if (location.hash !== address) history.pushState(null, "", address);
  drawHead(channel);
  announce("channel");
  writer.turn();
  drawer(false);
  await load({ opening: true, unread });
  if (isApp(channel) && state.tab === "home") openTab("home", false);
  else if (!matchMedia("(hover: none)").matches && !document.querySelector("dialog[open]")) writer.focus();
}

function drawHead(channel) {
  byId("channel-title").replaceChildren(channel.kind === "im" ? avatar(state.users.get(channel.with), "small") : icon(channel.kind === "private" ? "private" : "channel", 20), channelName(channel));
  byId("channel-topic").textContent = channel.topic ?? "";
  byId("channel-topic").title = channel.topic ?? "";
  const count = Array.isArray(channel.members) ? channel.members.length : channel.members;
  byId("channel-people").replaceChildren(...(channel.kind === "im" || !count ? [] : [icon("people", 16), h("span", {}, String(count), h("span", { class: "hidden" }, " personas"))]));
}

async function load({ opening = false, unread = 0 } = {}) {
  const id = state.channel;
  if (!id) return; // The mailbox is open instead.
  const { messages } = await ask("messages", { channel: id });
  if (id !== state.channel) return; // Somebody clicked on.
  state.messages = messages;
  if (opening) fresh = unread ? (messages.filter((message) => !message.ephemeral).at(-unread)?.ts ?? null) : null;
  show(opening);
  seen();
}

function show(opening = false) {
  list.show(state.channel, state.messages, { fresh, opening });
}

/** Tells the workspace that the open conversation has been looked at. */
function seen() {
  const channel = channelOf(state.channel);
  if (!channel || document.hidden || atHome() || !channel.unread) return;
  channel.unread = 0;
  announce("channels");
  // Only a mark; the next look sets it again.
  act("read", { channel: channel.id }).catch(() => {});
}

document.addEventListener("visibilitychange", seen);
on("tab", () => {
  seen();
  if (!atHome()) list.bottom();
});

// What the workspace announces

function put(message) {
  const at = state.messages.findIndex(({ ts }) => ts === message.ts);
  if (at >= 0) state.messages[at] = message;
  else {
    state.messages.push(message);
    // As text: a number cannot hold all the digits of a ts.
    state.messages.sort((a, b) => (a.ts < b.ts ? -1 : 1));
  }
  show();
}

const inThread = (message) => message.thread_ts && message.thread_ts !== message.ts && message.subtype !== "thread_broadcast";

function arrived({ channel: id, message }, counts) {
  const channel = channelOf(id);
  if (counts && channel && message.user !== state.me && !inThread(message)) {
    channel.unread += 1;
    announce("channels");
  }
  if (id !== state.channel) return;
  followed(message);
  if (!inThread(message)) put(message);
  seen();
}

const EVENTS = {
  message: (event) => arrived(event, true),
  ephemeral: (event) => arrived(event, false),
  message_changed: (event) => arrived(event, false),
  message_deleted: ({ channel, ts }) => {
    if (channel !== state.channel) return;
    state.messages = state.messages.filter((message) => message.ts !== ts);
    show();
    dropped(ts);
  },
  views: ({ views }) => {
    state.views = views;
    announce("views");
  },
  home: ({ home }) => {
    state.home = home;
    announce("home");
  },
  unread: ({ channel, unread }) => {
    const found = channelOf(channel);
    if (found) found.unread = unread;
    announce("channels");
  },
  clock: ({ now }) => {
    setNow(now);
    announce("clock");
    show();
  },
  channels: async ({ channels }) => {
    state.channels = channels ?? (await ask("state")).channels;
    announce("channels");
  },
  mail: () => announce("mail"),
  timeout: ({ message }) => trouble(message),
};

function happened(event) {
  EVENTS[event.type]?.(event);
}

// Moving around

function route() {
  const [, user, channel] = location.hash.split("/");
  if (!state.users.has(user)) return;
  const moving = user === state.me ? open(channel) : sit(user, channel);
  moving.catch((refusal) => notify(refusal.message, "error"));
}

addEventListener("popstate", route);
on("go", (id) => open(id));
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  writer.focus();
});

async function boot() {
  const told = await ask("boot");
  Object.assign(state, {
    team: told.team,
    users: new Map(told.users.map((user) => [user.id, user])),
    commands: told.commands ?? [],
    shortcuts: told.shortcuts ?? [],
    jumps: told.clock?.jumps ?? [],
  });
  setNow(told.now);
  byId("team").textContent = told.team.name;
  const [, user, channel] = location.hash.split("/");
  await sit(state.users.has(user) ? user : told.me_default, channel);
  announce("boot");
}

boot().catch((refusal) => {
  byId("broken").hidden = false;
  byId("broken").textContent = refusal.message;
});
