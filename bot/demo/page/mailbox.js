// The client's mailbox: what left by e-mail, as its reader sees it. It takes the place of a conversation.
import { ask } from "./api.js";
import { dayName, full, hour } from "./dates.js";
import { h, reconcile } from "./dom.js";
import { icon } from "./icons.js";
import { notify } from "./menu.js";
import { announce, on, state } from "./state.js";

const NAME = "Buzón del cliente";
const READ = "mails-read";
const entry = document.getElementById("mail-entry");
const page = document.getElementById("mailbox");
const title = h("h1", { tabindex: "-1", id: "mailbox-title" }, icon("mail", 20), NAME);
const list = h("ul", { class: "mails" });
const reading = h("article", { class: "mail" });
page.append(h("header", { class: "mailbox-head" }, title), h("div", { class: "mailbox-body" }, list, reading));

let mails = null; // newest first; null while the workspace has no mailbox
let opened = null; // id of the mail being read
const kept = localStorage.getItem(READ);
let read = new Set(kept ? JSON.parse(kept) : []);

// Another workspace at the same address counts its mails from one again.
const mark = (mail) => `${mail.id} ${mail.at}`;
const unread = (mail) => !read.has(mark(mail));
const ts = (mail) => Date.parse(mail.at) / 1000;
const who = (person) => (person ? person.name || person.address : "");
const address = (id) => `#/${state.me}/buzon${id ? `/${id}` : ""}`;

/** What the address says is to be shown: "" is the list, null is not the mailbox. */
function asked(hash = location.hash) {
  const [, , place, id] = hash.split("/");
  return place === "buzon" ? (id ?? "") : null;
}

function drawEntry() {
  entry.hidden = mails === null;
  if (!mails) return;
  const count = mails.filter(unread).length;
  entry.replaceChildren(
    h("h2", {}, "Correo"),
    h(
      "a",
      { href: address(), class: `row${count ? " unread" : ""}`, "aria-current": page.hidden ? null : "page" },
      icon("mail", 17),
      h("span", { class: "row-name" }, NAME),
      count > 0 && h("span", { class: "count" }, String(count), h("span", { class: "hidden" }, count === 1 ? " correo sin leer" : " correos sin leer")),
    ),
  );
}

function row(mail) {
  return h(
    "li",
    {},
    h(
      "a",
      { href: address(mail.id), class: `mail-row${unread(mail) ? " unread" : ""}`, "aria-current": mail.id === opened ? "true" : null },
      h("span", { class: "mail-from" }, who(mail.from), unread(mail) && h("span", { class: "hidden" }, " (sin leer)")),
      h("time", { class: "time", datetime: mail.at, title: full(ts(mail)) }, `${dayName(ts(mail))}, ${hour(ts(mail))}`),
      h("span", { class: "mail-subject" }, mail.subject || "(sin asunto)"),
      h("span", { class: "mail-start" }, `Para ${who(mail.to)} · ${mail.text.slice(0, 160)}`),
    ),
  );
}

const line = (label, person) => person && [h("dt", {}, label), h("dd", {}, person.name, " ", h("span", { class: "muted" }, person.name ? `<${person.address}>` : person.address))];

function drawReading() {
  const mail = mails.find(({ id }) => id === opened);
  page.classList.toggle("reading", Boolean(mail));
  if (!mail) {
    reading.replaceChildren(h("p", { class: "empty-page" }, "Elige un correo para leerlo."));
    return;
  }
  reading.replaceChildren(
    h("a", { href: address(), class: "mail-back" }, icon("back", 16), "Todos los correos"),
    h("h2", { tabindex: "-1" }, mail.subject || "(sin asunto)"),
    h(
      "dl",
      {},
      line("De", mail.from),
      line("Responder a", mail.reply_to),
      line("Para", mail.to),
      h("dt", {}, "Llegó"),
      h("dd", {}, h("time", { datetime: mail.at }, full(ts(mail)))),
    ),
    h("div", { class: "mail-text" }, mail.text.trimEnd()),
  );
}

function drawList() {
  const nothing = { key: "none", sig: "", make: () => h("li", { class: "empty-page" }, "Aún no ha llegado ningún correo. En cuanto alguien escriba a un cliente desde aquí, podrás leerlo tal como lo recibe.") };
  const items = mails.map((mail) => ({ key: mail.id, sig: JSON.stringify([mail, state.me, unread(mail), mail.id === opened, dayName(ts(mail))]), make: () => row(mail) }));
  reconcile(list, items.length ? items : [nothing]);
  reading.hidden = !items.length;
}

function draw() {
  drawEntry();
  if (page.hidden || !mails) return;
  drawList();
}

/** Takes the conversation's place, with the list or with one mail. */
function show(id) {
  const before = page.hidden ? null : (opened ?? "");
  if (!mails || id === before) return;
  opened = mails.some((mail) => mail.id === id) ? id : null;
  const mail = mails.find((one) => one.id === opened);
  if (mail && unread(mail)) {
    read.add(mark(mail));
    localStorage.setItem(READ, JSON.stringify([...read]));
  }
  page.hidden = false;
  document.body.classList.add("mailbox-open");
  if (state.channel) {
    state.channel = null; // Nobody is looking at a conversation now: what arrives there is unread.
    state.messages = [];
    announce("channel");
  }
  draw();
  drawReading();
  document.title = `${NAME} · ${state.team.name}`;
  if (mail) reading.querySelector("h2").focus();
  else (list.querySelector(`[data-key="${before}"] a`) ?? title).focus();
}

function hide() {
  if (page.hidden) return;
  page.hidden = true;
  opened = null;
  document.body.classList.remove("mailbox-open");
  drawEntry();
}

async function refresh() {
  ({ mails } = await ask("mail"));
  if (!mails) return draw();
  mails.reverse();
  read = new Set([...read].filter((one) => mails.some((mail) => mark(mail) === one)));
  draw();
}

const refreshed = () => refresh().catch((refusal) => notify(refusal.message, "error"));

const first = location.hash;
on("boot", async () => {
  await refreshed();
  if (mails && asked(first) !== null) location.hash = first;
});
on("mail", refreshed);
on("resync", refreshed);
on("clock", draw);
on("channel", () => {
  if (state.channel) hide();
  drawEntry();
});
addEventListener("popstate", () => {
  const id = asked();
  if (id === null) hide();
  else show(id);
});
