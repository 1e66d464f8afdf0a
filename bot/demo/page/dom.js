// Building and patching the page. Text only ever enters through text nodes and
// attributes, never as HTML: what a person typed must stay text.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "data") for (const [key, item] of Object.entries(value)) item != null && (node.dataset[key] = item);
    else if (name === "value") node.value = value;
    else if (name === "style") Object.assign(node.style, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** An HTML element; children may be nested lists, and empty ones are left out. */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** The same for SVG. */
export function s(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

let counter = 0;
/** An id nobody else on the page has, to bind labels, errors and lists. */
export function uid(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** Where the focus is inside `root`, in words that survive a redraw. */
function focusMark(root) {
  const node = document.activeElement;
  if (!node || !root.contains(node) || node === root) return null;
  const holder = node.closest("[data-action-id]");
  return {
    item: [...root.children].find((child) => child.contains(node)).dataset.key,
    action: holder?.dataset.actionId ?? null,
    block: node.closest("[data-block-id]")?.dataset.blockId ?? null,
    start: "selectionStart" in node ? node.selectionStart : null,
    end: "selectionEnd" in node ? node.selectionEnd : null,
  };
}

const FOCUSABLE = "button, input, textarea, select, a[href], [tabindex]";

/** Only within the same item: the same button of another message is another button. */
function refocus(root, mark, fallback) {
  let target = null;
  const item = [...root.children].find((child) => child.dataset.key === mark.item);
  if (item && mark.action) {
    const holders = [...item.querySelectorAll("[data-action-id]")].filter((node) => node.dataset.actionId === mark.action);
    const exact = holders.find((node) => node.closest("[data-block-id]")?.dataset.blockId === mark.block);
    target = exact?.matches(FOCUSABLE) ? exact : exact?.querySelector(FOCUSABLE);
  }
  target ??= item?.matches("[tabindex]") ? item : fallback;
  if (!target) return;
  target.focus({ preventScroll: true });
  if (mark.start !== null && target.setSelectionRange) {
    try {
      target.setSelectionRange(mark.start, mark.end);
    } catch {
      // Some input types have no text selection; the focus is what matters.
    }
  }
}

/**
 * Makes `parent`'s children those of `items` ({key, sig, make}), touching only what changed,
 * so that typing, focus, scroll and screen readers are not disturbed by a redraw.
 */
export function reconcile(parent, items, fallbackFocus = null) {
  const mark = focusMark(parent);
  const old = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  let cursor = parent.firstElementChild;
  for (const { key, sig, make } of items) {
    let node = old.get(key);
    old.delete(key);
    if (!node || node.sig !== sig) {
      const fresh = make();
      fresh.dataset.key = key;
      fresh.sig = sig;
      if (node === cursor && node) cursor = node.nextElementSibling;
      if (node) node.replaceWith(fresh);
      node = fresh;
    }
    if (node === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(node, cursor);
  }
  for (const node of old.values()) node.remove();
  if (mark && !parent.contains(document.activeElement)) refocus(parent, mark, fallbackFocus);
}

/** Lower case without accents, for searching as people type. */
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** Puts a popover under (or over) its anchor and keeps it inside the window. */
export function place(popover, anchor, { match = false, align = "start" } = {}) {
  const box = anchor.getBoundingClientRect();
  popover.style.minWidth = match ? `${box.width}px` : "";
  popover.style.maxHeight = "";
  const size = popover.getBoundingClientRect();
  const below = window.innerHeight - box.bottom - 12;
  const above = box.top - 12;
  const up = size.height > below && above > below;
  popover.style.maxHeight = `${Math.max(140, up ? above : below)}px`;
  const height = Math.min(size.height, up ? above : below);
  popover.style.top = `${up ? box.top - height - 4 : box.bottom + 4}px`;
  const left = align === "end" ? box.right - size.width : box.left;
  popover.style.left = `${Math.max(8, Math.min(left, window.innerWidth - size.width - 8))}px`;
}
