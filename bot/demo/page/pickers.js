// Dates and hours: written by hand or picked from a calendar, always in Spanish whatever the browser's language.
import { combobox } from "./combobox.js";
import { dateInWords, epoch, shiftDate, today, wallClock } from "./dates.js";
import { fold, h, place, uid } from "./dom.js";
import { icon } from "./icons.js";

const two = (number) => String(number).padStart(2, "0");

/** "21/11/2025", "21-11", "2025-11-21", "hoy", "mañana" → "YYYY-MM-DD", or null. */
function readDate(text) {
  const near = { hoy: 0, manana: 1, "pasado manana": 2 }[fold(text)];
  if (near !== undefined) return today(near);
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
  const spanish = /^(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2}|\d{4}))?$/.exec(text.trim());
  if (!iso && !spanish) return null;
  const [year, month, day] = iso
    ? iso.slice(1)
    : [(spanish[3] ?? today().slice(0, 4)).padStart(4, "20"), two(spanish[2]), two(spanish[1])];
  const written = `${year}-${month}-${day}`;
  const moment = new Date(`${written}T12:00:00Z`);
  // 31/02 would silently become March.
  return Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== written ? null : written;
}

/** "9", "9:30", "9.30 h", "0930" → "HH:MM", or null. */
function readTime(text) {
  const found = /^(\d{1,2})(?:[:.h]?(\d{2}))?\s*h?$/.exec(text.trim().toLowerCase());
  if (!found || Number(found[1]) > 23 || Number(found[2] ?? 0) > 59) return null;
  return `${two(found[1])}:${found[2] ?? "00"}`;
}

const spanishDate = (iso) => (iso ? iso.split("-").reverse().join("/") : "");

function calendar(anchor, start, pick) {
  let day = start ?? today();
  const title = h("strong", { "aria-live": "polite" });
  const grid = h("div", { class: "days", role: "grid", "aria-label": "Días" });
  const arrow = (name, label, months) =>
    h("button", { type: "button", class: "icon-btn", "aria-label": label, onclick: () => turn(months) }, icon(name));
  const box = h(
    "div",
    { class: "calendar", popover: "auto", role: "dialog", "aria-label": "Elegir fecha" },
    h("div", { class: "calendar-head" }, arrow("back", "Mes anterior", -1), title, arrow("next", "Mes siguiente", 1)),
    grid,
  );

  function turn(months) {
    const [year, month] = day.split("-").map(Number);
    day = new Date(Date.UTC(year, month - 1 + months, 1, 12)).toISOString().slice(0, 10);
    draw();
  }

  function draw(focus) {
    const moment = new Date(`${day}T12:00:00Z`);
    title.textContent = new Intl.DateTimeFormat("es-ES", { timeZone: "UTC", month: "long", year: "numeric" }).format(moment);
    const first = `${day.slice(0, 7)}-01`;
    const weekday = (new Date(`${first}T12:00:00Z`).getUTCDay() + 6) % 7;
    const names = ["lu", "ma", "mi", "ju", "vi", "sá", "do"].map((name) => h("span", { class: "weekday", role: "columnheader" }, name));
    const weeks = Array.from({ length: 6 }, (_, week) => {
      const cells = Array.from({ length: 7 }, (_none, column) => {
        const date = shiftDate(first, week * 7 + column - weekday);
        return h(
          "button",
          {
            type: "button",
            role: "gridcell",
            class: `day${date.slice(0, 7) === day.slice(0, 7) ? "" : " other"}${date === today() ? " today" : ""}`,
            "aria-label": dateInWords(date),
            "aria-selected": String(date === start),
            tabindex: date === day ? "0" : "-1",
            data: { date },
            onclick: () => {
              box.hidePopover();
              pick(date);
            },
          },
          String(Number(date.slice(8))),
        );
      });
      return h("div", { role: "row", class: "week" }, cells);
    });
    grid.replaceChildren(h("div", { role: "row", class: "week" }, names), ...weeks);
    if (focus) grid.querySelector(`[data-date="${day}"]`)?.focus();
  }

  grid.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    if (!step) return;
    event.preventDefault();
    day = shiftDate(day, step);
    draw(true);
  });
  box.addEventListener("keydown", (event) => event.key === "Escape" && event.stopPropagation());
  box.addEventListener("toggle", (event) => event.newState === "closed" && box.remove());
  anchor.after(box);
  box.showPopover();
  draw(true);
  place(box, anchor, { align: "end" });
}

/** A date field; `changed` is told "YYYY-MM-DD" or null. */
export function dateField({ value, placeholder, naming, changed }) {
  let date = value;
  const hint = h("div", { class: "hint", id: uid("date"), role: "status" });
  const input = h("input", { type: "text", inputmode: "numeric", autocomplete: "off", placeholder: placeholder || "dd/mm/aaaa", ...naming });
  input.setAttribute("aria-describedby", `${naming["aria-describedby"] ?? ""} ${hint.id}`.trim());
  const show = () => {
    input.value = spanishDate(date);
    hint.textContent = date ? dateInWords(date) : "";
    hint.classList.remove("wrong");
  };
  const take = (next) => {
    const differs = next !== date;
    date = next;
    show();
    if (differs) changed(date);
  };
  input.addEventListener("change", () => {
    const read = input.value.trim() ? readDate(input.value) : null;
    if (read || !input.value.trim()) return take(read);
    hint.textContent = "No entiendo esa fecha; escríbela como 21/11/2025";
    hint.classList.add("wrong");
  });
  // A date typed completely counts at once, so that it is not lost if the form is sent straight away.
  input.addEventListener("input", () => {
    const read = /^\d{1,2}\/\d{1,2}\/\d{4}$|^\d{4}-\d{2}-\d{2}$/.test(input.value.trim()) && readDate(input.value);
    if (read) take(read);
  });
  const button = h("button", { type: "button", class: "icon-btn", "aria-label": "Abrir el calendario", "aria-haspopup": "dialog" }, icon("calendar"));
  button.addEventListener("click", () =>
    calendar(button, date, (picked) => {
      take(picked);
      input.focus();
    }),
  );
  show();
  return h("div", { class: "date-field" }, h("div", { class: "with-button" }, input, button), hint);
}

const HALF_HOURS = Array.from({ length: 48 }, (_, at) => `${two(Math.floor(at / 2))}:${at % 2 ? "30" : "00"}`);
const timeOption = (time) => ({ value: time, text: { type: "plain_text", text: time, emoji: false } });

/** An hour field; `changed` is told "HH:MM" or null. */
export function timeField({ value, placeholder, naming, clearable, changed }) {
  return combobox({
    source: { groups: [{ options: HALF_HOURS.map(timeOption) }] },
    chosen: value ? [timeOption(value)] : [],
    placeholder: placeholder || "hh:mm",
    clearable,
    naming: { inputmode: "numeric", ...naming },
    parse: (text) => (readTime(text) ? timeOption(readTime(text)) : null),
    changed: (picked) => changed(picked[0]?.value ?? null),
  });
}

/** Both together; `changed` is told epoch seconds, or null while one half is missing. */
export function momentField({ value, naming, clearable, changed }) {
  let [date, time] = value ? wallClock(value) : [null, null];
  const part = (name) => {
    const id = uid("part");
    const label = h("label", { id, for: `${id}-input`, class: "hidden" }, name);
    const labels = [naming["aria-labelledby"], id].filter(Boolean).join(" ");
    return { label, naming: { ...naming, id: `${id}-input`, "aria-label": null, "aria-labelledby": labels } };
  };
  const tell = () => changed(date && time ? epoch(date, time) : null);
  const [day, clock] = [part("fecha"), part("hora")];
  return h(
    "div",
    { class: "moment", role: "group", "aria-labelledby": naming["aria-labelledby"], "aria-label": naming["aria-label"] },
    day.label,
    dateField({ value: date, naming: day.naming, changed: (next) => { date = next; tell(); } }),
    clock.label,
    timeField({ value: time, naming: clock.naming, clearable, changed: (next) => { time = next; tell(); } }),
  );
}
