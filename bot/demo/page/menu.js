// Menus that hang from a button, and the question asked before something serious.
import { h, place, uid } from "./dom.js";
import { textObject, words } from "./mrkdwn.js";
import { announce, state } from "./state.js";

/**
 * Opens a menu under `anchor`. Each item: {label, detail?, picture?, checked?, run}.
 * The popover goes beside the anchor so that it also works inside a dialog.
 */
export function openMenu(anchor, items, { label, align = "start" } = {}) {
  if (anchor.getAttribute("aria-expanded") === "true") return;
  const radio = items.some((item) => item.checked !== undefined);
  const rows = items.map((item) =>
    h(
      "button",
      {
        type: "button",
        role: radio ? "menuitemradio" : "menuitem",
        "aria-checked": radio ? String(Boolean(item.checked)) : null,
        tabindex: "-1",
        class: "menu-item",
        onclick: () => {
          close();
          item.run();
        },
      },
      item.picture,
      h("span", { class: "menu-words" }, h("span", { class: "menu-label" }, item.label), item.detail && h("span", { class: "menu-detail" }, item.detail)),
    ),
  );
  const menu = h("div", { class: "menu", role: "menu", popover: "auto", "aria-label": label }, rows);
  const close = () => menu.isConnected && menu.hidePopover();
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    const inside = menu.contains(document.activeElement) || document.activeElement === document.body;
    menu.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (inside && anchor.isConnected) anchor.focus({ preventScroll: true });
  });
  menu.addEventListener("keydown", (event) => {
    const at = rows.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      rows.at(to % rows.length).focus();
    } else if (event.key === "Tab") {
      event.preventDefault();
      close();
    }
  });
  (anchor.closest("dialog, header, nav, main, aside") ?? document.body).append(menu);
  anchor.setAttribute("aria-expanded", "true");
  menu.showPopover();
  place(menu, anchor, { align });
  (rows.find((row) => row.getAttribute("aria-checked") === "true") ?? rows[0])?.focus();
}

/** Shows a confirmation object ({title, text, confirm, deny, style}) and answers whether the person agreed. */
export function confirmed(question) {
  return new Promise((answer) => {
    const [title, text] = [uid("title"), uid("text")];
    const dialog = h(
      "dialog",
      { class: "confirm", role: "alertdialog", "aria-labelledby": title, "aria-describedby": text },
      h("h2", { id: title }, words(question.title)),
      h("div", { id: text, class: "confirm-text" }, textObject(question.text)),
      h(
        "div",
        { class: "dialog-foot" },
        h("button", { type: "button", class: "btn", onclick: () => dialog.close() }, words(question.deny)),
        h(
          "button",
          { type: "button", class: `btn ${question.style === "danger" ? "danger" : "primary"}`, onclick: () => dialog.close("yes") },
          words(question.confirm),
        ),
      ),
    );
    // Esc here must not reach the dialog underneath.
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Something went wrong: said inside the open window, if there is one, because that is where the person looks. */
export function trouble(sentence) {
  if (state.views.length) announce("trouble", sentence);
  else notify(sentence, "error");
}

/** A short sentence at the bottom of the page; it is also read out. */
export function notify(sentence, kind = "info") {
  const box = document.getElementById("notices");
  // The same failure may be told by the answer and by the announcement.
  if ([...box.children].some((note) => note.textContent === sentence)) return;
  // Good news is for the moment: the next one takes its place. A failure stays until it has been read.
  if (kind === "info") box.querySelectorAll(".info").forEach((before) => before.remove());
  const note = h("div", { class: `notice ${kind}` }, sentence);
  // An open dialog makes the rest of the page inert and covers it; the top layer is where the note can be seen.
  box.popover = "manual";
  if (box.matches(":popover-open")) box.hidePopover();
  box.showPopover();
  box.append(note);
  setTimeout(() => note.remove(), 6000);
}
