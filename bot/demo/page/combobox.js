// One field to choose from a list by typing: fixed or remote, one or several. Follows the ARIA combobox pattern.
import { fold, h, place, uid } from "./dom.js";
import { icon } from "./icons.js";
import { textObject, words } from "./mrkdwn.js";

const SHOWN_AT_MOST = 100;
const few = (source) => Boolean(source.groups) && source.groups.reduce((sum, { options }) => sum + options.length, 0) <= 8;

/**
 * `source`: {groups: [{label, options}]} or {least, load(query) → Promise<groups>}.
 * `chosen`: option objects; `changed(options)` is told each choice. `parse(text)` may turn free text into an option.
 * Answers the field; `naming` are the attributes that label its input.
 */
export function combobox({ source, chosen, several, most, clearable, placeholder, naming, parse, changed }) {
  let picked = [...chosen];
  let shown = [];
  let active = -1;
  let asked = 0;
  let timer = 0;
  const listId = uid("list");
  const input = h("input", {
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listId,
    placeholder,
    // A handful of options is chosen with the finger: no keyboard over them.
    inputmode: !parse && few(source) && matchMedia("(hover: none)").matches ? "none" : null,
    ...naming,
  });
  const listbox = h("div", { id: listId, class: "listbox", role: "listbox", popover: "manual", "aria-label": "Opciones", "aria-multiselectable": several ? "true" : null });
  const chips = several && h("span", { class: "chips" });
  const clear = clearable && !several && h("button", { type: "button", class: "clear", "aria-label": "Quitar la selección", tabindex: "-1", onclick: () => choose([], true) }, icon("close", 14));
  const field = h("div", { class: several ? "combo several" : "combo" }, chips, input, clear, h("span", { class: "caret" }, icon("chevron", 16)), listbox);

  const isOpen = () => input.getAttribute("aria-expanded") === "true";
  const move = () => place(listbox, field, { match: true });

  function settle() {
    if (several) {
      chips.replaceChildren(
        ...picked.map((choice) =>
          h("span", { class: "chip" }, words(choice.text), h("button", { type: "button", "aria-label": `Quitar ${words(choice.text)}`, onclick: () => choose(picked.filter((other) => other !== choice), true) }, icon("close", 12))),
        ),
      );
      input.value = "";
      input.placeholder = picked.length ? "" : (placeholder ?? "");
    } else {
      input.value = picked[0] ? words(picked[0].text) : "";
      if (clear) clear.hidden = !picked.length;
    }
  }

  function choose(options, stay) {
    const same = options.length === picked.length && options.every((choice, index) => choice.value === picked[index].value);
    picked = options;
    settle();
    if (!same) changed(picked);
    if (stay) input.focus();
  }

  function pick(choice) {
    if (!several) {
      shut();
      choose([choice]);
      return;
    }
    const others = picked.filter((other) => other.value !== choice.value);
    const adds = others.length === picked.length;
    if (adds && most && picked.length >= most) return;
    choose(adds ? [...picked, choice] : others);
    refresh("");
  }

  function mark(index) {
    active = index;
    const rows = listbox.querySelectorAll("[role=option]");
    rows.forEach((row, at) => row.classList.toggle("active", at === index));
    rows[index]?.scrollIntoView({ block: "nearest" });
    if (rows[index]) input.setAttribute("aria-activedescendant", rows[index].id);
    else input.removeAttribute("aria-activedescendant");
  }

  function draw(groups, empty) {
    shown = [];
    const rows = groups.flatMap(({ label, options }) => {
      const drawn = options.slice(0, SHOWN_AT_MOST - shown.length).map((choice) => {
        shown.push(choice);
        const is = picked.some((one) => one.value === choice.value);
        return h(
          "div",
          { id: uid("option"), role: "option", class: "option", "aria-selected": String(is), data: { value: choice.value }, onclick: () => pick(choice) },
          choice.picture,
          h("span", { class: "option-words" }, h("span", {}, textObject(choice.text)), choice.description && h("span", { class: "option-detail" }, textObject(choice.description))),
          is && icon("check", 16),
        );
      });
      return label && drawn.length ? [h("div", { role: "group", "aria-label": words(label) }, h("div", { class: "group", "aria-hidden": "true" }, words(label)), drawn)] : drawn;
    });
    listbox.replaceChildren(...(rows.length ? rows : [h("div", { class: "empty", role: "presentation" }, empty)]));
    mark(-1);
    if (isOpen()) move();
  }

  async function refresh(query) {
    if (!source.load) {
      const wanted = fold(query);
      const fits = (choice) => fold(`${words(choice.text)} ${words(choice.description)}`).includes(wanted);
      draw(source.groups.map(({ label, options }) => ({ label, options: options.filter(fits) })), "No hay nada que coincida");
      if (wanted) mark(shown.length ? 0 : -1);
      return;
    }
    const turn = ++asked;
    clearTimeout(timer);
    if (query.length < source.least) return draw([], source.least === 1 ? "Escribe para buscar" : `Escribe al menos ${source.least} letras`);
    if (!listbox.querySelector(".option")) draw([], "Buscando…");
    timer = setTimeout(async () => {
      let groups = [];
      let empty = "No hay nada que coincida";
      try {
        groups = await source.load(query);
      } catch (refusal) {
        empty = refusal.message;
      }
      if (turn !== asked) return; // A later question has been asked meanwhile.
      draw(groups, empty);
      if (query) mark(shown.length ? 0 : -1);
    }, 120);
  }

  function open(query = "") {
    if (!isOpen()) {
      input.setAttribute("aria-expanded", "true");
      listbox.showPopover();
      addEventListener("scroll", follow, true);
      addEventListener("resize", move);
    }
    refresh(query);
    move();
    if (!query) mark(shown.findIndex((choice) => choice.value === picked[0]?.value));
  }

  // The list's own scrolling must not move it.
  const follow = (event) => event.target !== listbox && move();

  function shut() {
    if (!isOpen()) return;
    asked += 1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    if (listbox.isConnected) listbox.hidePopover();
    removeEventListener("scroll", follow, true);
    removeEventListener("resize", move);
  }

  input.addEventListener("input", () => open(input.value));
  input.addEventListener("click", () => (isOpen() ? shut() : open()));
  input.addEventListener("focus", () => !several && input.select());
  input.addEventListener("blur", () => {
    const text = input.value.trim();
    const exact = text && (parse?.(text) ?? shown.find((choice) => isOpen() && fold(words(choice.text)) === fold(text)));
    shut();
    if (several || !field.isConnected) return settle();
    if (exact) choose([exact]);
    else if (!text && clearable) choose([]);
    else settle();
  });
  input.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (steps) {
      event.preventDefault();
      if (!isOpen()) open();
      else if (shown.length) mark((active + steps + shown.length) % shown.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (isOpen() && shown[active]) pick(shown[active]);
      else if (parse?.(input.value)) choose([parse(input.value)]);
      else if (!isOpen()) open();
    } else if (event.key === "Escape" && isOpen()) {
      // Only the list closes, not the window around it.
      event.preventDefault();
      event.stopPropagation();
      shut();
      settle();
    } else if (event.key === "Backspace" && several && !input.value && picked.length) {
      choose(picked.slice(0, -1));
      refresh("");
    }
  });
  // The focus stays in the field while the list is used with the mouse.
  listbox.addEventListener("pointerdown", (event) => event.preventDefault());
  settle();
  return field;
}
