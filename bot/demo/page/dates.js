// Dates and hours in Spanish, in the time zone of the person sitting there.
import { me, state } from "./state.js";

const FALLBACK_ZONE = "Europe/Madrid";
const zone = () => me()?.tz || FALLBACK_ZONE;

const formats = new Map();
function format(options) {
  const key = zone() + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("es-ES", { timeZone: zone(), ...options }));
  return formats.get(key);
}

/** The workspace's present, in ms: its clock may have been moved forward. */
export const now = () => Date.now() + state.drift;

/** Takes over the workspace's clock as the server just told it (ISO text or epoch seconds). */
export function setNow(moment) {
  const told = typeof moment === "number" ? moment * 1000 : Date.parse(moment);
  if (Number.isFinite(told)) state.drift = told - Date.now();
}

const ms = (ts) => Number(ts) * 1000;
const dayKey = (moment) => format({ year: "numeric", month: "2-digit", day: "2-digit" }).format(moment);

export const sameDay = (a, b) => dayKey(ms(a)) === dayKey(ms(b));
export const hour = (ts) => format({ hour: "2-digit", minute: "2-digit" }).format(ms(ts));
export const full = (ts) =>
  format({ weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" }).format(ms(ts));
export const clockDay = () => format({ weekday: "short", day: "numeric", month: "short" }).format(now());
export const clockHour = () => format({ hour: "2-digit", minute: "2-digit" }).format(now());

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** "Hoy", "Ayer", or the day in full, as a separator in the conversation. */
export function dayName(ts) {
  const key = dayKey(ms(ts));
  if (key === dayKey(now())) return "Hoy";
  if (key === dayKey(now() - 864e5)) return "Ayer";
  const sameYear = format({ year: "numeric" }).format(ms(ts)) === format({ year: "numeric" }).format(now());
  return capital(format({ weekday: "long", day: "numeric", month: "long", year: sameYear ? undefined : "numeric" }).format(ms(ts)));
}

/** How long ago, roughly, for the last reply of a thread. */
export function ago(ts) {
  const minutes = Math.round((now() - ms(ts)) / 60000);
  if (minutes < 1) return "ahora mismo";
  if (minutes < 60) return `hace ${minutes} min`;
  if (minutes < 24 * 60) return `hace ${Math.round(minutes / 60)} h`;
  const days = Math.round(minutes / 1440);
  return days === 1 ? "hace 1 día" : `hace ${days} días`;
}

const TOKENS = {
  date_num: (at) => format({ year: "numeric", month: "2-digit", day: "2-digit" }).format(at),
  date: (at) => format({ day: "numeric", month: "long", year: "numeric" }).format(at),
  date_short: (at) => format({ day: "numeric", month: "short", year: "numeric" }).format(at),
  date_long: (at) => format({ weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(at),
  time: (at) => format({ hour: "2-digit", minute: "2-digit" }).format(at),
  time_secs: (at) => format({ hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(at),
};
TOKENS.date_pretty = (at) => relativeDay(at, TOKENS.date);
TOKENS.date_short_pretty = (at) => relativeDay(at, TOKENS.date_short);
TOKENS.date_long_pretty = (at) => relativeDay(at, TOKENS.date_long);
TOKENS.ago = (at) => ago(at / 1000);

function relativeDay(at, otherwise) {
  const days = [["hoy", 0], ["ayer", -864e5], ["mañana", 864e5]];
  return days.find(([, shift]) => dayKey(at) === dayKey(now() + shift))?.[0] ?? otherwise(at);
}

/** Fills a template such as "{date_short} a las {time}". */
export const dateTemplate = (seconds, template) =>
  template.replace(/\{(\w+)\}/g, (all, name) => TOKENS[name]?.(seconds * 1000) ?? all);

/** "2025-11-21" → "viernes 21 de noviembre de 2025"; the date itself has no zone. */
export const dateInWords = (iso) =>
  new Intl.DateTimeFormat("es-ES", { timeZone: "UTC", weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(
    Date.parse(`${iso}T12:00:00Z`),
  );

/** Today's date where the person is, as "YYYY-MM-DD", moved by `days`. */
export function today(days = 0) {
  const parts = Object.fromEntries(
    format({ year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(now()).map((part) => [part.type, part.value]),
  );
  return shiftDate(`${parts.year}-${parts.month}-${parts.day}`, days);
}

export function shiftDate(iso, days) {
  return new Date(Date.parse(`${iso}T12:00:00Z`) + days * 864e5).toISOString().slice(0, 10);
}

const WALL = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** Epoch seconds → ["YYYY-MM-DD", "HH:MM"] on the person's wall clock. */
export function wallClock(seconds) {
  const parts = Object.fromEntries(format(WALL).formatToParts(seconds * 1000).map((part) => [part.type, part.value]));
  return [`${parts.year}-${parts.month}-${parts.day}`, `${parts.hour}:${parts.minute}`];
}

/** The reverse; asked twice because the offset may change between the guess and the moment (clock changes). */
export function epoch(date, time) {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  let guess = wanted;
  for (let round = 0; round < 2; round += 1) {
    const [day, clock] = wallClock(guess / 1000);
    guess += wanted - Date.parse(`${day}T${clock}:00Z`);
  }
  return guess / 1000;
}
