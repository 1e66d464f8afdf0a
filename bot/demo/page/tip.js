// One line for who is here for the first time; once put away it does not come back.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { on, state } from "./state.js";

const SEEN = "tip-seen";

/** Keeps the tip in `box`; its command is written into `writer` (a composer). */
export function tip(box, writer) {
  function hide() {
    localStorage.setItem(SEEN, "yes");
    box.replaceChildren();
    writer.focus();
  }

  on("boot", () => {
    const command = state.commands[0]?.command;
    if (!command || localStorage.getItem(SEEN)) return;
    box.replaceChildren(
      h("span", {}, "Escribe ", h("button", { type: "button", class: "tip-command", onclick: () => writer.write(command) }, command), " para empezar"),
      h("button", { type: "button", class: "icon-btn", "aria-label": "Ocultar el consejo", onclick: hide }, icon("close", 14)),
    );
  });
}
