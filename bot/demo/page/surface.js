// What a person has typed or chosen in one view or message, and the actions sent from there.
import { act } from "./api.js";
import { confirmed, trouble } from "./menu.js";

const option = (choice) => choice?.value;
const list = (choices) => choices?.map(option);

/** The value an element starts with, in the plain form the workspace takes. */
const INITIAL = {
  plain_text_input: (el) => el.initial_value,
  email_text_input: (el) => el.initial_value,
  url_text_input: (el) => el.initial_value,
  number_input: (el) => el.initial_value,
  static_select: (el) => option(el.initial_option),
  external_select: (el) => option(el.initial_option),
  radio_buttons: (el) => option(el.initial_option),
  checkboxes: (el) => list(el.initial_options),
  multi_static_select: (el) => list(el.initial_options),
  multi_external_select: (el) => list(el.initial_options),
  users_select: (el) => el.initial_user,
  multi_users_select: (el) => el.initial_users,
  channels_select: (el) => el.initial_channel,
  multi_channels_select: (el) => el.initial_channels,
  conversations_select: (el) => el.initial_conversation,
  multi_conversations_select: (el) => el.initial_conversations,
  datepicker: (el) => el.initial_date,
  timepicker: (el) => el.initial_time,
  datetimepicker: (el) => el.initial_date_time,
};

/** A remembered state entry (Slack's shape) as a plain value. */
function plain(entry) {
  if ("selected_options" in entry) return list(entry.selected_options);
  if ("selected_option" in entry) return option(entry.selected_option);
  const key = Object.keys(entry).find((name) => name.startsWith("selected_"));
  return key ? entry[key] : entry.value;
}

/** Every element with an action_id, beside its block. */
const parts = (blocks) =>
  blocks.flatMap((block) => [block.accessory, block.element, ...(block.elements ?? [])].filter((el) => el?.action_id).map((el) => [block, el]));

export class Surface {
  /** `where` is {view_id} or {channel, ts}; `view` tells what the workspace still knew after a reload. */
  constructor(where, view = null) {
    this.where = where;
    this.typed = {}; // plain values by block_id and action_id
    this.known = new Map(); // option objects seen in external selects, by value
    this.saving = new Map();
    this.touched = false;
    const remembered = view?.state?.values ?? {};
    for (const [block, el] of parts(view?.blocks ?? [])) {
      const entry = remembered[block.block_id]?.[el.action_id];
      if (!entry) continue;
      for (const choice of [entry.selected_option, ...(entry.selected_options ?? [])]) if (choice) this.known.set(choice.value, choice);
      const value = plain(entry) ?? null;
      // What merely stands there at first must stay open to a later change by the app.
      if (JSON.stringify(value) !== JSON.stringify(INITIAL[el.type]?.(el) ?? null)) (this.typed[block.block_id] ??= {})[el.action_id] = value;
    }
  }

  get(block, el) {
    const typed = this.typed[block.block_id]?.[el.action_id];
    return typed !== undefined ? typed : (INITIAL[el.type]?.(el) ?? null);
  }

  keep(block, el, value) {
    this.touched = true;
    (this.typed[block.block_id] ??= {})[el.action_id] = value;
  }

  /** Keeps a value; in a view the workspace keeps it too, so that a reload loses nothing. */
  set(block, el, value) {
    this.keep(block, el, value);
    if (!this.where.view_id) return;
    const key = `${block.block_id}/${el.action_id}`;
    clearTimeout(this.saving.get(key));
    const body = { view_id: this.where.view_id, block_id: block.block_id, action_id: el.action_id, value };
    // Nothing to tell the person if this fails: the submission carries every value again.
    this.saving.set(key, setTimeout(() => act("type", body).catch(() => {}), 300));
  }

  /** The pending saves are overtaken by a submission, which carries everything. */
  settle() {
    for (const timer of this.saving.values()) clearTimeout(timer);
    this.saving.clear();
  }

  /** Sends an action; `value` is absent for buttons. Answers whether it went through. */
  async act(block, el, value, node) {
    if (el.confirm && !(await confirmed(el.confirm))) return false;
    if (value !== undefined) this.keep(block, el, value);
    if (node?.getAttribute("aria-busy") === "true") return false;
    node?.setAttribute("aria-busy", "true");
    try {
      await act("click", { ...this.where, block_id: block.block_id, action_id: el.action_id, value, values: this.typed });
      return true;
    } catch (refusal) {
      trouble(refusal.message);
      return false;
    } finally {
      node?.removeAttribute("aria-busy");
    }
  }

  suggest(block, el, query) {
    return act("suggest", { ...this.where, block_id: block.block_id, action_id: el.action_id, query });
  }
}
