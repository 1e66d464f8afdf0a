// Where one writes: sends with Enter, completes commands after "/", and keeps each conversation's draft.
import { act } from "./api.js";
import { fold, h, place, uid } from "./dom.js";
import { icon } from "./icons.js";
import { notify, openMenu } from "./menu.js";
import { state } from "./state.js";

const drafts = new Map();

/** What is typed is text: no link, mention or formatting mark of the protocol comes in through the keyboard. */
const escaped = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

/** Commands and their first words that fit what is written so far. */
function completions(text) {
  if (!text.startsWith("/") || text.includes("\n")) return [];
  const [command, ...rest] = text.split(" ");
  const known = state.commands.find((one) => one.command === command);
  if (!rest.length) {
    return state.commands
      .filter((one) => one.command.startsWith(command))
      .flatMap((one) => [
        { fills: one.command, shows: one.command, hint: one.hint, detail: one.description },
        ...(one.subcommands ?? []).map((sub) => ({ fills: `${one.command} ${sub.word}`, shows: `${one.command} ${sub.word}`, hint: sub.hint, detail: sub.description })),
      ]);
  }
  if (!known || rest.length > 1) return [];
  return (known.subcommands ?? [])
    .filter((sub) => fold(sub.word).startsWith(fold(rest[0])))
    .map((sub) => ({ fills: `${command} ${sub.word}`, shows: `${command} ${sub.word}`, hint: sub.hint, detail: sub.description }));
}

/** A composer inside `box`; `where()` answers {channel, thread, label}. */
export function composer(box, where) {
  const [listId, helpId] = [uid("commands"), uid("help")];
  const input = h("textarea", {
    rows: "1",
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    "aria-controls": listId,
    "aria-describedby": helpId,
    enterkeyhint: "send",
    autocomplete: "off",
  });
  const list = h("div", { id: listId, class: "listbox commands", role: "listbox", popover: "manual", "aria-label": "Comandos" });
  const send = h("button", { type: "button", class: "send", "aria-label": "Enviar", title: "Enviar", onclick: () => submit() }, icon("send"));
  const bolt = h("button", { type: "button", class: "bolt", "aria-haspopup": "menu", "aria-expanded": "false", onclick: () => shortcuts() }, icon("bolt", 16), "Atajos");
  const inThread = Boolean(where().thread);
  const frame = h(
    "div",
    { class: "composer" },
    input,
    h("div", { class: "composer-foot" }, inThread ? null : bolt, h("span", { class: "keys", id: helpId }, "Intro envía · Mayús + Intro, otra línea"), send),
    list,
  );
  box.append(frame);
  let shown = [];
  let active = -1;
  let key = null;

  const isOpen = () => list.matches(":popover-open");

  function grow() {
    input.style.height = "auto";
    // Out of sight (behind the app's page) it has no height to measure.
    if (input.scrollHeight) input.style.height = `${Math.min(input.scrollHeight, 200)}px`;
    send.disabled = !input.value.trim();
  }

  function mark(index) {
    active = index;
    const rows = list.querySelectorAll("[role=option]");
    rows.forEach((row, at) => {
      row.classList.toggle("active", at === index);
      row.setAttribute("aria-selected", String(at === index));
    });
    rows[index]?.scrollIntoView({ block: "nearest" });
    if (rows[index]) input.setAttribute("aria-activedescendant", rows[index].id);
    else input.removeAttribute("aria-activedescendant");
  }

  function shut() {
    if (!isOpen()) return;
    input.removeAttribute("aria-activedescendant");
    list.hidePopover();
  }

  function complete() {
    shown = inThread ? [] : completions(input.value);
    if (!shown.length) return shut();
    list.replaceChildren(
      ...shown.map((one) =>
        h(
          "div",
          { id: uid("command"), role: "option", class: "option", onclick: () => take(one) },
          h("span", { class: "option-words" }, h("span", {}, h("strong", {}, one.shows), one.hint && h("span", { class: "muted" }, ` ${one.hint}`)), one.detail && h("span", { class: "option-detail" }, one.detail)),
        ),
      ),
    );
    if (!isOpen()) list.showPopover();
    place(list, frame, { match: true });
    const exact = shown.findIndex((one) => one.fills === input.value.trimEnd());
    mark(Math.max(0, exact));
  }

  function take(one) {
    input.value = `${one.fills} `;
    grow();
    keep();
    shut();
    input.focus();
  }

  const keep = () => drafts.set(key, input.value);

  async function submit() {
    const text = input.value.trim();
    if (!text) return;
    const { channel, thread } = where();
    const command = /^\/\S+/.exec(text)?.[0];
    if (command && inThread) return notify("Los comandos no funcionan dentro de un hilo: escríbelo en la conversación.", "error");
    if (command && !state.commands.some((one) => one.command === command)) {
      return notify(`${command} no es un comando de este espacio. Prueba con ${state.commands.map((one) => one.command).join(" o ")}.`, "error");
    }
    const written = input.value;
    const from = key;
    set("");
    keep();
    shut();
    try {
      if (command) await act("command", { channel, command, text: text.slice(command.length).trim() });
      else await act("say", { channel, text: escaped(text), thread_ts: thread ?? undefined });
    } catch (refusal) {
      notify(refusal.message, "error");
      // What was written comes back, unless something new has been started meanwhile.
      if (from === key && !input.value) set(written);
      drafts.set(from, written);
    }
  }

  function set(text) {
    input.value = text;
    grow();
  }

  function shortcuts() {
    const items = state.shortcuts
      .filter(({ type }) => type === "global")
      .map((shortcut) => ({
        label: shortcut.name,
        detail: shortcut.description,
        picture: icon("bolt"),
        run: () => act("shortcut", { callback_id: shortcut.callback_id }).catch((refusal) => notify(refusal.message, "error")),
      }));
    if (items.length) openMenu(bolt, items, { label: "Atajos" });
    else notify("Todavía no hay atajos en este espacio.");
  }

  input.addEventListener("input", () => {
    grow();
    keep();
    complete();
  });
  input.addEventListener("blur", shut);
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (isOpen() && step) {
      event.preventDefault();
      mark((active + step + shown.length) % shown.length);
    } else if (isOpen() && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      shut();
    } else if (isOpen() && event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      take(shown[active]);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      const one = isOpen() && shown[active];
      // A command already complete is sent; Enter on anything else in the list only writes it.
      if (one && one.fills !== input.value.trim()) take(one);
      else submit();
    }
  });

  /** Turns to the conversation that `where()` now names. */
  function turn() {
    const { channel, thread, label } = where();
    key = `${state.me}/${channel}/${thread ?? ""}`;
    input.placeholder = label;
    input.setAttribute("aria-label", label);
    set(drafts.get(key) ?? "");
    shut();
  }

  function write(text) {
    set(text);
    keep();
    input.focus();
    complete();
  }

  return { turn, write, focus: () => input.focus(), input };
}
