// The stack of windows an app has opened: the top one is shown; what is typed stays until it is sent or left.
import { act, ask } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { confirmed } from "./menu.js";
import { words } from "./mrkdwn.js";
import { on, state } from "./state.js";
import { Surface } from "./surface.js";

const dialog = document.getElementById("modal");
const surfaces = new Map(); // what was typed, by view id
let shown = null; // {id, surface, parts}
let busy = false;

const plainText = (text) => ({ type: "plain_text", text });
const DISCARD = { title: plainText("¿Salir sin enviar?"), text: plainText("Se perderá lo que has escrito en este formulario."), confirm: plainText("Descartar"), deny: plainText("Seguir escribiendo"), style: "danger" };

const top = () => state.views.at(-1);

function frame(view) {
  const parts = {
    title: h("h2", { id: "modal-title", tabindex: "-1" }),
    back: h("button", { type: "button", class: "icon-btn", "aria-label": "Volver a la ventana anterior", onclick: () => leave() }, icon("back")),
    alert: h("div", { class: "banner", role: "alert", hidden: true }),
    body: h("div", { class: "modal-body" }),
    close: h("button", { type: "button", class: "btn", onclick: () => leave() }),
    submit: h("button", { type: "submit", class: "btn primary" }),
  };
  const form = h(
    "form",
    { novalidate: true },
    h(
      "header",
      { class: "modal-head" },
      parts.back,
      parts.title,
      h("button", { type: "button", class: "icon-btn", "aria-label": "Salir del formulario", onclick: () => leave(state.views[0]) }, icon("close")),
    ),
    parts.alert,
    parts.body,
    h("footer", { class: "dialog-foot" }, parts.close, parts.submit),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented || event.isComposing || !event.target.matches("input")) return;
    if (event.ctrlKey || event.metaKey) return;
    // Enter goes on to the next field: a half-written report would otherwise be out before its time.
    event.preventDefault();
    const fields = [...form.querySelectorAll(".modal-body input, .modal-body textarea, button[type=submit]")];
    const others = fields.slice(fields.indexOf(event.target) + 1).filter((field) => !field.name || field.name !== event.target.name);
    others.find((field) => field.offsetParent)?.focus();
  });
  if (!surfaces.has(view.id)) surfaces.set(view.id, new Surface({ view_id: view.id }, view));
  dialog.replaceChildren(form);
  return { id: view.id, surface: surfaces.get(view.id), parts };
}

function firstField() {
  const body = shown.parts.body;
  return body.querySelector("[autofocus]") ?? body.querySelector("input, textarea, .block button") ?? shown.parts.title;
}

function draw() {
  const view = top();
  for (const id of surfaces.keys()) if (!state.views.some((other) => other.id === id)) surfaces.delete(id);
  if (!view) {
    shown = null;
    if (dialog.open) dialog.close();
    dialog.replaceChildren();
    return;
  }
  const fresh = shown?.id !== view.id;
  if (fresh) shown = frame(view);
  const { parts, surface } = shown;
  const turned = !fresh && parts.title.textContent !== words(view.title);
  parts.title.textContent = words(view.title);
  parts.back.hidden = state.views.length < 2;
  parts.close.textContent = words(view.close) || (view.submit ? "Cancelar" : "Cerrar");
  parts.submit.textContent = words(view.submit);
  parts.submit.hidden = !view.submit;
  const errors = view.errors ?? {};
  const known = new Set(view.blocks.map((block) => block.block_id));
  say(Object.entries(errors).filter(([block]) => !known.has(block)).map(([, sentence]) => sentence).join(" "));
  drawBlocks(parts.body, view.blocks, surface, errors, parts.title);
  if (!dialog.open) dialog.showModal();
  if (turned) parts.body.scrollTop = 0;
  const lost = !dialog.contains(document.activeElement) || document.activeElement.closest("[hidden]");
  if (turned || (lost && !fresh && !document.querySelector("dialog.confirm"))) parts.title.focus();
  if (fresh) {
    parts.body.scrollTop = 0;
    // On a touch screen focusing a field would throw the keyboard over the form.
    (matchMedia("(hover: none)").matches ? parts.title : firstField()).focus();
  }
}

function say(sentence) {
  if (!shown) return;
  shown.parts.alert.textContent = sentence;
  shown.parts.alert.hidden = !sentence;
}

function hold(waiting) {
  busy = waiting;
  if (!shown) return;
  dialog.setAttribute("aria-busy", String(waiting));
  shown.parts.submit.setAttribute("aria-disabled", String(waiting));
  shown.parts.submit.classList.toggle("waiting", waiting);
}

async function send() {
  if (busy || !shown || !top()?.submit) return;
  const { id, surface, parts } = shown;
  // A date field keeps its value when it is left.
  if (parts.body.contains(document.activeElement)) document.activeElement.dispatchEvent(new Event("change", { bubbles: true }));
  surface.settle();
  const before = new Set([...parts.body.children].map((block) => block.dataset.key));
  say("");
  hold(true);
  try {
    await act("submit", { view_id: id, values: surface.typed });
    await refresh();
  } catch (refusal) {
    await refresh().catch(() => {});
    if (shown?.id === id && !Object.keys(top()?.errors ?? {}).length) say(refusal.message);
  } finally {
    hold(false);
  }
  const wrong = dialog.querySelector(".field.wrong");
  if (shown?.id !== id) return;
  if (wrong) {
    wrong.scrollIntoView({ block: "nearest" });
    wrong.querySelector("input, textarea, button")?.focus();
  } else {
    // What the app has added in answer (a question, a warning) must not stay out of sight.
    [...shown.parts.body.children].find((block) => !before.has(block.dataset.key))?.scrollIntoView({ block: "nearest" });
  }
}

/** The stack as the workspace has it now, in case an announcement is still on its way. */
async function refresh() {
  const fresh = await ask("state");
  state.views = fresh.views;
  draw();
}

/** Waiting for an answer; once an answer stands in the form's place there is nothing left to wait for. */
const held = () => busy && Boolean(top()?.submit);

async function leave(view = top()) {
  if (held() || !view) return;
  try {
    await act("close", { view_id: view.id });
    await refresh();
  } catch (refusal) {
    say(refusal.message);
  }
}

async function escape() {
  if (!shown || held()) return;
  // An answer in the place of a form that was sent has nothing left to lose.
  if (top().submit && shown.surface.touched && !(await confirmed(DISCARD))) return;
  await leave();
}

dialog.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    event.preventDefault();
    if (!dialog.querySelector(".menu:popover-open, .calendar:popover-open")) escape();
    else dialog.querySelector(".menu:popover-open, .calendar:popover-open").hidePopover();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    send();
  }
});
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  escape();
});

on("views", draw);
on("trouble", say);
