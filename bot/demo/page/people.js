// How people are drawn: initials on their colour.
import { h } from "./dom.js";

const PALETTE = ["#8a3ffc", "#b5305c", "#0b7285", "#2b6a30", "#a8480f", "#3056c4", "#7a4a00", "#5f3dc4"];

function initials(user) {
  if (user.initials) return user.initials;
  const names = (user.real_name || user.name || "?").split(/\s+/);
  return (names[0][0] + (names.length > 1 ? names.at(-1)[0] : "")).toUpperCase();
}

function tone(user) {
  if (user.color) return user.color.startsWith("#") ? user.color : `#${user.color}`;
  return PALETTE[[...user.id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % PALETTE.length];
}

/** Decorative: the name always stands beside it. */
export function avatar(user, size = "") {
  return h(
    "span",
    { class: `avatar ${size}${user.is_bot ? " app" : ""}`, "aria-hidden": "true", style: { background: tone(user) } },
    initials(user),
  );
}

export const role = (user) => [user.title, user.guest && "Invitado"].filter(Boolean).join(" · ");
