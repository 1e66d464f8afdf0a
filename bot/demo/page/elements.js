// Everything one can press, choose or write in a block.
import { combobox } from "./combobox.js";
import { h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { textObject, words } from "./mrkdwn.js";
import { dateField, momentField, timeField } from "./pickers.js";
import { channelTitle, isApp, state } from "./state.js";
import { avatar } from "./people.js";

/**
 * Draws `el` of `block` on `surface`. `naming` are the attributes that label and describe its control;
 * `dispatches` says whether a choice is sent at once (everywhere but in an input block without dispatch_action).
 */
export function element(el, block, surface, { naming = {}, dispatches = true, optional = false } = {}) {
  const draw = DRAWERS[el.type];
  if (!draw) return h("span", { class: "unknown" }, "Este control no se puede mostrar aquí");
  const name = naming["aria-labelledby"] ? {} : { "aria-label": words(el.placeholder) || words(block.text) || "Elegir" };
  const node = draw(el, block, surface, { naming: { ...name, ...naming }, dispatches, optional });
  node.dataset.actionId = el.action_id ?? "";
  return node;
}

function choiceTaken(el, block, surface, dispatches, node) {
  return (value) => (dispatches ? surface.act(block, el, value, node()) : surface.set(block, el, value));
}

function button(el, block, surface) {
  const node = h(
    "button",
    { type: "button", class: `btn ${el.style ?? ""}`, "aria-label": el.accessibility_label },
    textObject(el.text),
    el.url && icon("link", 14),
  );
  node.addEventListener("click", () => {
    if (el.url) window.open(el.url, "_blank", "noopener");
    surface.act(block, el, undefined, node);
  });
  return node;
}

function overflow(el, block, surface, { naming }) {
  const node = h("button", { type: "button", class: "icon-btn bordered", "aria-haspopup": "menu", "aria-expanded": "false", ...naming, "aria-label": "Más opciones" }, icon("dots"));
  node.addEventListener("click", () =>
    openMenu(
      node,
      el.options.map((option) => ({
        label: textObject(option.text),
        detail: option.description && textObject(option.description),
        run: () => {
          if (option.url) window.open(option.url, "_blank", "noopener");
          surface.act(block, el, option.value, node);
        },
      })),
      { label: "Más opciones", align: "end" },
    ),
  );
  return node;
}

const text = (value) => ({ type: "plain_text", text: value, emoji: false });
const people = () => [...state.users.values()].map((user) => ({ value: user.id, text: text(user.real_name || user.name), description: user.title ? text(user.title) : null, picture: avatar(user, "tiny") }));
const channels = (fits) => state.channels.filter(fits).map((channel) => ({ value: channel.id, text: text(channelTitle(channel)) }));

const grouped = (el) => el.option_groups?.map(({ label, options }) => ({ label, options })) ?? [{ options: el.options ?? [] }];

/** Where each kind of select takes its options from. */
const SOURCES = {
  static: (el) => ({ groups: grouped(el) }),
  users: () => ({ groups: [{ options: people().filter(({ value }) => !state.users.get(value).is_bot && !state.users.get(value).deleted) }] }),
  channels: () => ({ groups: [{ options: channels(({ kind }) => kind === "channel") }] }),
  conversations: () => ({ groups: [{ options: channels((channel) => !isApp(channel)) }] }),
  external: (el, block, surface) => ({
    least: el.min_query_length ?? 3,
    load: async (query) => {
      const answer = await surface.suggest(block, el, query);
      const groups = answer.option_groups ?? answer.options?.option_groups ?? [{ options: answer.options?.options ?? answer.options ?? [] }];
      for (const choice of groups.flatMap(({ options }) => options)) surface.known.set(choice.value, choice);
      return groups;
    },
  }),
};

function select(el, block, surface, { naming, dispatches, optional }) {
  const several = el.type.startsWith("multi_");
  const source = SOURCES[el.type.replace("multi_", "").replace("_select", "")](el, block, surface);
  const listed = [
    ...(source.groups ?? []).flatMap(({ options }) => options),
    ...[el.initial_option, ...(el.initial_options ?? [])].filter(Boolean),
  ];
  const values = [surface.get(block, el) ?? []].flat();
  const chosen = values.map((value) => listed.find((choice) => choice.value === value) ?? surface.known.get(value) ?? { value, text: text(value) });
  const take = choiceTaken(el, block, surface, dispatches, () => node);
  const node = combobox({
    source,
    chosen,
    several,
    most: el.max_selected_items,
    clearable: optional,
    placeholder: words(el.placeholder) || "Elige una opción",
    naming,
    changed: (picked) => take(several ? picked.map(({ value }) => value) : (picked[0]?.value ?? null)),
  });
  return node;
}

/** Radio buttons and checkboxes: one box per option, the whole line can be pressed. */
function boxes(el, block, surface, { naming, dispatches }) {
  const one = el.type === "radio_buttons";
  const group = uid("choice");
  const values = [surface.get(block, el) ?? []].flat();
  const take = choiceTaken(el, block, surface, dispatches, () => null);
  const inputs = el.options.map((option) => h("input", { type: one ? "radio" : "checkbox", name: group, checked: values.includes(option.value), data: { value: option.value } }));
  const node = h(
    "div",
    { class: "boxes", role: one ? "radiogroup" : "group", ...naming },
    el.options.map((option, at) =>
      h("label", { class: "box" }, inputs[at], h("span", {}, textObject(option.text), option.description && h("span", { class: "option-detail" }, textObject(option.description)))),
    ),
  );
  node.addEventListener("change", () => {
    const picked = inputs.flatMap((input) => (input.checked ? [input.dataset.value] : []));
    take(one ? (picked[0] ?? null) : picked);
  });
  return node;
}

const KINDS = { email_text_input: "email", url_text_input: "url", plain_text_input: "text", number_input: "text", phone_text_input: "tel" };

/** One line or several; with a counter when there is a limit, which does not stop the typing: cutting somebody's text would lose it. */
function writing(el, block, surface, { naming, dispatches }) {
  const lines = Boolean(el.multiline);
  const value = surface.get(block, el) ?? "";
  const input = h(lines ? "textarea" : "input", {
    type: lines ? null : KINDS[el.type],
    inputmode: el.type === "number_input" ? (el.is_decimal_allowed ? "decimal" : "numeric") : null,
    rows: lines ? "3" : null,
    placeholder: words(el.placeholder),
    autocomplete: "off",
    enterkeyhint: lines ? null : "next",
    autofocus: el.focus_on_load,
    value,
    ...naming,
  });
  const counter = el.max_length && h("span", { class: "counter", "aria-hidden": "true" });
  const measure = () => {
    if (lines) {
      input.style.height = "auto";
      input.style.height = `${Math.min(input.scrollHeight + 2, 320)}px`;
    }
    if (!counter) return;
    const length = [...input.value].length;
    counter.textContent = `${length} / ${el.max_length}`;
    counter.classList.toggle("over", length > el.max_length);
    counter.classList.toggle("near", length > el.max_length * 0.7);
  };
  const wants = el.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  let pause = 0;
  input.addEventListener("input", () => {
    measure();
    surface.set(block, el, input.value);
    if (!dispatches || !wants.includes("on_character_entered")) return;
    clearTimeout(pause);
    pause = setTimeout(() => surface.act(block, el, input.value), 400);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!dispatches || !wants.includes("on_enter_pressed")) return;
    event.preventDefault();
    surface.act(block, el, input.value);
  });
  requestAnimationFrame(measure);
  return h("div", { class: "writing" }, input, counter);
}

const picker = (field) => (el, block, surface, { naming, dispatches, optional }) => {
  const take = choiceTaken(el, block, surface, dispatches, () => null);
  return field({ value: surface.get(block, el), placeholder: words(el.placeholder), naming, clearable: optional, changed: take });
};

const DRAWERS = {
  button,
  overflow,
  static_select: select,
  external_select: select,
  users_select: select,
  channels_select: select,
  conversations_select: select,
  multi_static_select: select,
  multi_external_select: select,
  multi_users_select: select,
  multi_channels_select: select,
  multi_conversations_select: select,
  radio_buttons: boxes,
  checkboxes: boxes,
  plain_text_input: writing,
  email_text_input: writing,
  url_text_input: writing,
  number_input: writing,
  phone_text_input: writing,
  datepicker: picker(dateField),
  timepicker: picker(timeField),
  datetimepicker: picker(momentField),
  image: (el) => h("img", { class: "thumb", src: el.image_url, alt: el.alt_text }),
};
