// Every block: what stands in messages, views and the app's home.
import { chart } from "./charts.js";
import { h, reconcile, uid } from "./dom.js";
import { element } from "./elements.js";
import { markdown, textObject, words } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { state } from "./state.js";

const parts = {
  // One level under the window's title, or the conversation's.
  header: (block, surface) => h(state.views.some(({ id }) => id === surface.where.view_id) ? "h3" : "h2", { class: "block-header" }, textObject(block.text)),

  divider: () => h("hr"),

  section: (block, surface) =>
    h(
      "div",
      { class: block.accessory ? `with-accessory ${block.accessory.type === "image" ? "with-image" : ""}` : null },
      h(
        "div",
        { class: "section-text" },
        block.text && h("div", { class: "text" }, textObject(block.text)),
        block.fields && h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "text" }, textObject(field)))),
      ),
      block.accessory && h("div", { class: "accessory" }, element(block.accessory, block, surface)),
    ),

  context: (block, surface) =>
    h(
      "div",
      { class: "context" },
      block.elements.map((piece) => (piece.type === "image" ? element(piece, block, surface) : h("span", { class: "text" }, textObject(piece)))),
    ),

  actions: (block, surface) => h("div", { class: "actions", role: "group", "aria-label": "Acciones" }, block.elements.map((el) => element(el, block, surface))),

  image: (block) =>
    h(
      "figure",
      {},
      block.title && h("figcaption", {}, textObject(block.title)),
      h("img", { src: block.image_url, alt: block.alt_text, loading: "lazy" }),
    ),

  rich_text: (block) => h("div", { class: "rich text" }, richText(block)),

  markdown: (block) => h("div", { class: "text" }, markdown(block.text)),

  data_visualization: (block) => chart(block),

  table,
  input,
};

function cell(content) {
  if (!content) return [];
  if (content.type === "rich_text") return richText(content);
  return textObject({ type: "plain_text", text: String(content.text ?? content.value ?? "") });
}

function table(block) {
  const [head, ...body] = block.rows;
  const setting = (at) => block.column_settings?.[at] ?? {};
  const style = (at) => ({ textAlign: { left: "left", center: "center", right: "right" }[setting(at).align] ?? "", whiteSpace: setting(at).is_wrapped ? "normal" : "" });
  // Focusable, so that a wide table can be scrolled with the keyboard.
  return h(
    "div",
    { class: "table", tabindex: "0", role: "region", "aria-label": "Tabla" },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, head.map((item, at) => h("th", { scope: "col", style: style(at) }, cell(item))))),
      h("tbody", {}, body.map((row) => h("tr", {}, row.map((item, at) => h("td", { style: style(at) }, cell(item)))))),
    ),
  );
}

const GROUPED = ["radio_buttons", "checkboxes", "datetimepicker"];

function input(block, surface, error) {
  const el = block.element;
  const [control, label, hint, wrong] = [uid("field"), uid("label"), uid("hint"), uid("error")];
  const described = [block.hint && hint, error && wrong].filter(Boolean).join(" ");
  const naming = {
    id: GROUPED.includes(el.type) ? null : control,
    "aria-labelledby": label,
    "aria-describedby": described || null,
    "aria-invalid": error ? "true" : null,
    "aria-required": block.optional || el.type === "checkboxes" ? null : "true",
  };
  return h(
    "div",
    { class: error ? "field wrong" : "field" },
    h(
      GROUPED.includes(el.type) ? "div" : "label",
      { id: label, class: "label", for: GROUPED.includes(el.type) ? null : control },
      words(block.label),
      block.optional && h("span", { class: "optional" }, " (opcional)"),
    ),
    element(el, block, surface, { naming, dispatches: Boolean(block.dispatch_action), optional: Boolean(block.optional) }),
    error && h("div", { id: wrong, class: "error" }, error),
    block.hint && h("div", { id: hint, class: "hint" }, textObject(block.hint)),
  );
}

function one(block, surface, error) {
  const draw = parts[block.type];
  const node = draw ? draw(block, surface, error) : h("div", { class: "unknown" }, "Este contenido no se puede mostrar aquí");
  const box = h("div", { class: `block block-${block.type}`, data: { blockId: block.block_id ?? "" } }, node);
  return box;
}

/** Draws or patches the blocks inside `parent`; `errors` are sentences by block_id. */
export function drawBlocks(parent, blocks, surface, errors = {}, fallbackFocus = null) {
  const seen = new Set();
  reconcile(
    parent,
    blocks.map((block, at) => {
      const key = block.block_id && !seen.has(block.block_id) ? block.block_id : `#${at}`;
      seen.add(key);
      const error = errors[block.block_id];
      return { key, sig: JSON.stringify([block, error ?? ""]), make: () => one(block, surface, error) };
    }),
    fallbackFocus,
  );
  return parent;
}
