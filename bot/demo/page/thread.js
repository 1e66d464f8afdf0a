// The panel on the right with one thread.
import { ask } from "./api.js";
import { composer } from "./composer.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { conversation } from "./messages.js";
import { channelOf, channelTitle, on, state } from "./state.js";

const panel = document.getElementById("thread");
let view = null;
let opener = null;

async function load(opening) {
  const [channel, ts] = [state.channel, state.thread];
  const { messages } = await ask("messages", { channel, thread: ts });
  if (channel !== state.channel || ts !== state.thread) return;
  state.replies = messages;
  show(opening);
}

function show(opening = false) {
  view?.show(`${state.channel}/${state.thread}`, state.replies, { opening });
}

async function open(ts) {
  opener = document.activeElement;
  state.thread = ts;
  const box = h("div", { class: "messages" });
  const foot = h("div", {});
  panel.replaceChildren(
    h(
      "header",
      { class: "thread-head" },
      h("h2", {}, "Hilo ", h("span", { class: "muted" }, channelTitle(channelOf(state.channel)))),
      h("button", { type: "button", class: "icon-btn", "aria-label": "Cerrar el hilo", onclick: () => close() }, icon("close")),
    ),
    box,
    foot,
  );
  panel.hidden = false;
  document.body.classList.add("thread-open");
  view = conversation(box, { inThread: true });
  const writer = composer(foot, () => ({ channel: state.channel, thread: state.thread, label: "Responder en el hilo" }));
  writer.turn();
  await load(true);
  if (matchMedia("(hover: none)").matches) panel.querySelector(".icon-btn").focus();
  else writer.focus();
}

/** Closes the panel; the focus goes back to where it was opened from. */
export function close(back = true) {
  if (!state.thread) return;
  const first = state.thread;
  state.thread = null;
  state.replies = [];
  view = null;
  panel.hidden = true;
  panel.replaceChildren();
  document.body.classList.remove("thread-open");
  if (!back) return;
  const message = document.querySelector(`#messages article[data-ts="${first}"]`);
  // The button may have been drawn anew meanwhile, with one reply more.
  (opener?.isConnected ? opener : (message?.querySelector(".replies") ?? message))?.focus();
}

/** A message of the open channel appeared or changed: is it of this thread? */
export function followed(message) {
  if (!state.thread || (message.ts !== state.thread && message.thread_ts !== state.thread)) return;
  const at = state.replies.findIndex(({ ts }) => ts === message.ts);
  if (at >= 0) state.replies[at] = message;
  else state.replies.push(message);
  show();
}

export function dropped(ts) {
  if (!state.thread) return;
  if (ts === state.thread) return close();
  state.replies = state.replies.filter((message) => message.ts !== ts);
  show();
}

on("open-thread", open);
on("channel", () => close(false));
on("resync", () => state.thread && load(false));
panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector(".menu:popover-open")) close();
});
