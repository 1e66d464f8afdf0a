// The app's own page ("Inicio"), beside its messages.
import { act } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { channelName, channelOf, isApp, on, state, announce } from "./state.js";
import { Surface } from "./surface.js";

const tabs = document.getElementById("tabs");
const panel = document.getElementById("home");
let surface = null;

export const atHome = () => isApp(channelOf(state.channel)) && state.tab === "home";

function tab(id, label, unread = 0) {
  const here = state.tab === id;
  return h(
    "button",
    { type: "button", role: "tab", id: `tab-${id}`, "aria-selected": String(here), "aria-controls": id === "home" ? "home" : "conversation", tabindex: here ? "0" : "-1", onclick: () => openTab(id) },
    label,
    unread > 0 && h("span", { class: "count" }, String(unread), h("span", { class: "hidden" }, " sin leer")),
  );
}

/** Shows one of the app's tabs; coming to its page tells the app that somebody is there. */
export function openTab(id, focus = true) {
  state.tab = id;
  announce("tab");
  if (focus) document.getElementById(`tab-${id}`)?.focus();
  // The app may be slow or away; its last page stays in sight.
  if (id === "home") act("home").catch(() => {});
}

function drawTabs() {
  const channel = channelOf(state.channel);
  tabs.hidden = !isApp(channel);
  if (!tabs.hidden) tabs.replaceChildren(tab("home", "Inicio"), tab("messages", "Mensajes", state.tab === "home" ? channel.unread : 0));
}

function draw() {
  drawTabs();
  panel.hidden = !atHome();
  document.getElementById("conversation").hidden = atHome();
  if (panel.hidden) return;
  const view = state.home;
  panel.setAttribute("aria-label", `Inicio de ${channelName(channelOf(state.channel))}`);
  if (!view) {
    surface = null;
    panel.replaceChildren(h("p", { class: "empty-page" }, "Aquí aparecerá tu página de inicio en cuanto la aplicación la prepare."));
    return;
  }
  if (surface?.where.view_id !== view.id || panel.querySelector(".empty-page")) {
    surface = new Surface({ view_id: view.id }, view);
    panel.replaceChildren(h("div", { class: "home-body" }));
  }
  drawBlocks(panel.firstElementChild, view.blocks, surface);
}

tabs.addEventListener("keydown", (event) => {
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") openTab(state.tab === "home" ? "messages" : "home");
});

for (const topic of ["home", "tab", "channel", "channels"]) on(topic, draw);
