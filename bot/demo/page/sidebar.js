// The list of conversations, and the quick jump with Ctrl+K.
import { combobox } from "./combobox.js";
import { h, reconcile } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./people.js";
import { announce, channelName, channelTitle, isApp, on, state } from "./state.js";

const nav = document.getElementById("sidebar");
const toggle = document.getElementById("open-sidebar");
const veil = document.getElementById("veil");
const jump = document.getElementById("jump");

const SECTIONS = [
  ["Canales", (channel) => channel.kind !== "im"],
  ["Mensajes directos", (channel) => channel.kind === "im" && !isApp(channel)],
  ["Aplicaciones", isApp],
];

/** Whether its messages are in sight: the app's own page hides them. */
const looking = (channel) => channel.id === state.channel && state.tab !== "home";

function row(channel) {
  const here = channel.id === state.channel;
  const user = state.users.get(channel.with);
  const unread = looking(channel) ? 0 : channel.unread;
  return h(
    "a",
    { href: `#/${state.me}/${channel.id}`, class: `row${unread ? " unread" : ""}`, "aria-current": here ? "page" : null },
    user ? avatar(user, "small") : icon(channel.kind === "private" ? "private" : "channel", 17),
    h("span", { class: "row-name" }, channelName(channel)),
    channel.kind === "private" && h("span", { class: "hidden" }, "(privado)"),
    channel.shared && h("span", { class: "tag", title: "Compartido con otra organización" }, "externo"),
    unread > 0 && h("span", { class: "count" }, String(unread), h("span", { class: "hidden" }, unread === 1 ? " mensaje sin leer" : " mensajes sin leer")),
  );
}

function draw() {
  const list = document.getElementById("channels");
  const items = [];
  const byName = (a, b) => channelName(a).localeCompare(channelName(b), "es");
  for (const [name, fits] of SECTIONS) {
    const inside = state.channels.filter(fits).sort(byName);
    if (!inside.length) continue;
    items.push({ key: name, sig: name, make: () => h("h2", {}, name) });
    for (const channel of inside) {
      items.push({ key: channel.id, sig: JSON.stringify([state.me, channel, channel.id === state.channel, looking(channel)]), make: () => row(channel) });
    }
  }
  reconcile(list, items);
  const waiting = state.channels.reduce((sum, channel) => sum + (looking(channel) ? 0 : channel.unread), 0);
  const here = channelTitle(state.channels.find(({ id }) => id === state.channel));
  document.title = [waiting ? `(${waiting})` : "", here, here && "·", state.team.name].filter(Boolean).join(" ");
  document.getElementById("waiting").textContent = waiting ? String(waiting) : "";
  toggle.setAttribute("aria-label", waiting ? `Conversaciones (${waiting} sin leer)` : "Conversaciones");
}

/** On a phone the list is a drawer. */
export function drawer(open) {
  document.body.classList.toggle("drawer-open", open);
  toggle.setAttribute("aria-expanded", String(open));
  veil.hidden = !open;
  if (open) nav.querySelector("[aria-current], a")?.focus();
}

toggle.addEventListener("click", () => drawer(!document.body.classList.contains("drawer-open")));
veil.addEventListener("click", () => drawer(false));
nav.addEventListener("click", (event) => event.target.closest("a") && drawer(false));
nav.addEventListener("keydown", (event) => {
  const rows = [...nav.querySelectorAll("a")];
  const at = rows.indexOf(document.activeElement);
  const to = { ArrowDown: rows[at + 1], ArrowUp: rows[at - 1] }[event.key];
  if (at >= 0 && to) {
    event.preventDefault();
    to.focus();
  } else if (event.key === "Escape" && document.body.classList.contains("drawer-open")) {
    drawer(false);
    toggle.focus();
  }
});

/** The quick jump: type part of a name, Enter goes there. */
function openJump() {
  const options = state.channels.map((channel) => ({ value: channel.id, text: { type: "plain_text", text: channelTitle(channel), emoji: false } }));
  const field = combobox({
    source: { groups: [{ options }] },
    chosen: [],
    placeholder: "Escribe un nombre…",
    naming: { "aria-labelledby": "jump-title" },
    changed: ([picked]) => {
      jump.close();
      if (picked) announce("go", picked.value);
    },
  });
  document.getElementById("jump-field").replaceChildren(field);
  jump.showModal();
  field.querySelector("input").click();
  field.querySelector("input").focus();
}

document.getElementById("find").addEventListener("click", openJump);
jump.addEventListener("click", (event) => event.target === jump && jump.close());
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    if (!document.querySelector("dialog[open]")) openJump();
  }
});

for (const topic of ["channels", "channel", "tab", "boot"]) on(topic, draw);
