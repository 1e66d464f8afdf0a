// The workspace's clock at the top, and the jumps that make a morning pass in a second.
import { act } from "./api.js";
import { clockDay, clockHour, setNow } from "./dates.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { notify } from "./menu.js";
import { announce, on, state } from "./state.js";

const box = document.getElementById("clock");
const day = h("span", { class: "clock-day" });
const time = h("strong", {});
const face = h("time", { class: "clock-face", role: "timer", "aria-label": "Hora del espacio de trabajo" }, icon("clock"), day, time);
const jumps = h("div", { id: "jumps", class: "jumps", role: "group", "aria-label": "Adelantar el reloj" });
const toggle = h("button", { type: "button", class: "top-btn jumps-toggle", "aria-expanded": "false", "aria-controls": "jumps", onclick: () => open(!box.classList.contains("open")) }, icon("forward", 16), h("span", {}, "Adelantar"), icon("chevron", 14));
box.append(face, toggle, jumps);

function open(wanted) {
  box.classList.toggle("open", wanted);
  toggle.setAttribute("aria-expanded", String(wanted));
}

function tick() {
  day.textContent = clockDay();
  time.textContent = clockHour();
}

async function leap(jump) {
  if (box.getAttribute("aria-busy") === "true") return;
  box.setAttribute("aria-busy", "true");
  try {
    const { now } = await act("jump", { id: jump.id });
    setNow(now);
    announce("clock");
    notify(`Ahora es ${clockDay()}, ${clockHour()}.`);
    open(false);
  } catch (refusal) {
    notify(refusal.message, "error");
  } finally {
    box.removeAttribute("aria-busy");
  }
}

on("boot", () => {
  jumps.replaceChildren(...(state.jumps ?? []).map((jump) => h("button", { type: "button", class: "top-btn", onclick: () => leap(jump) }, jump.label)));
  tick();
});
on("clock", tick);
on("channel", tick);
setInterval(tick, 1000);
document.addEventListener("pointerdown", (event) => box.contains(event.target) || open(false));
box.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !box.classList.contains("open")) return;
  open(false);
  toggle.focus();
});
