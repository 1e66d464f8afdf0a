// Slack's mrkdwn, read into nodes. Nothing is ever parsed as HTML.
import { dateTemplate, full } from "./dates.js";
import { h } from "./dom.js";
import { emoji, withEmoji } from "./emoji.js";
import { channelOf, channelTitle, personName, state } from "./state.js";

const SAFE = /^(https?:|mailto:|tel:)/i;
const MARKS = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}\u2060]/u; // a word joiner belongs to the word it holds together
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const unescape = (text) => text.replace(/&(amp|lt|gt);/g, (entity) => ENTITIES[entity]);

/** A link that cannot run anything; an address of another kind is shown as plain text. */
export function link(address, ...label) {
  if (!SAFE.test(address)) return h("span", {}, ...label);
  const away = /^http/i.test(address);
  return h("a", { href: address, target: away ? "_blank" : null, rel: away ? "noopener noreferrer" : null }, ...label);
}

export const personMention = (id) => h("span", { class: id === state.me ? "mention mine" : "mention" }, `@${personName(id)}`);

export function channelMention(id, label) {
  const channel = channelOf(id);
  if (!channel) return h("span", { class: "mention" }, label ? `#${label}` : "un canal privado");
  return h("a", { class: "mention", href: `#/${state.me}/${id}` }, channelTitle(channel));
}

export const broadcast = (range) => h("span", { class: "mention mine" }, `@${range}`);

export function dateMention(seconds, template, address, fallback) {
  const words = Number.isFinite(seconds) ? dateTemplate(seconds, template) : fallback;
  const node = h("time", { title: Number.isFinite(seconds) ? full(seconds) : null }, words);
  return address ? link(address, node) : node;
}

/** What stands between < and >. */
function angle(body) {
  const [target, label] = [body.split("|", 1)[0], body.includes("|") ? unescape(body.slice(body.indexOf("|") + 1)) : ""];
  if (target.startsWith("@")) return personMention(target.slice(1));
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!date^")) {
    const [, seconds, template, address] = target.split("^");
    return dateMention(Number(seconds), template ?? "", address, label);
  }
  if (target.startsWith("!")) return broadcast(label.replace(/^@/, "") || target.slice(1).split("^")[0]);
  const address = unescape(target);
  return link(address, label ? withEmoji(label) : address.replace(/^(mailto|tel):/i, ""));
}

/** Where the mark opened at `start` closes, or -1. Marks hug their words and do not cross lines, links or code. */
function closing(text, start, mark) {
  for (let at = start + 1; at < text.length && text[at] !== "\n"; at += 1) {
    if (text[at] === "<" || text[at] === "`") {
      const end = text.indexOf(text[at] === "<" ? ">" : "`", at + 1);
      if (end > 0 && !text.slice(at, end).includes("\n")) at = end;
    } else if (text[at] === mark && at > start + 1 && !/\s/.test(text[at - 1]) && !WORD.test(text[at + 1] ?? " ")) return at;
  }
  return -1;
}

const PIECE = /<([^<>\n]+)>|`([^`\n]+)`|:([a-z0-9_+-]+(?:::[a-z0-9_-]+)?):|https?:\/\/[^\s<>|*~`]+|&(?:amp|lt|gt);/y;

/** One run of text without line structure. */
function inline(text) {
  const nodes = [];
  let plain = "";
  const flush = () => {
    if (plain) nodes.push(plain);
    plain = "";
  };
  const put = (node) => {
    flush();
    nodes.push(node);
  };
  for (let at = 0; at < text.length; ) {
    PIECE.lastIndex = at;
    const piece = PIECE.exec(text);
    if (piece) {
      const [all, tag, code, short] = piece;
      if (tag) put(angle(tag));
      else if (code) put(h("code", {}, unescape(code)));
      else if (short) plain += emoji(short);
      else if (all.startsWith("http")) put(link(unescape(all), unescape(all)));
      else plain += ENTITIES[all];
      at += all.length;
      continue;
    }
    const mark = text[at];
    if (mark === "\n") put(h("br"));
    else if (MARKS[mark] && !WORD.test(text[at - 1] ?? " ") && !/\s/.test(text[at + 1] ?? " ") && text[at + 1] !== mark) {
      const end = closing(text, at, mark);
      if (end > 0) {
        put(h(MARKS[mark], {}, inline(text.slice(at + 1, end))));
        at = end + 1;
        continue;
      }
      plain += mark;
    } else plain += mark;
    at += 1;
  }
  flush();
  return nodes;
}

/** Lines, with the quoted ones gathered. */
function lines(text) {
  const nodes = [];
  let calm = [];
  let quoted = [];
  const settle = () => {
    if (calm.length) nodes.push(h("span", { class: "line" }, inline(calm.join("\n"))));
    if (quoted.length) nodes.push(h("blockquote", {}, inline(quoted.join("\n"))));
    [calm, quoted] = [[], []];
  };
  for (const line of text.split("\n")) {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quote ? calm.length : quoted.length) settle();
    (quote ? quoted : calm).push(quote ? quote[1] : line);
  }
  settle();
  return nodes;
}

/** A whole text: code blocks first, because nothing inside them is formatted. */
export function mrkdwn(text) {
  return (text ?? "").split("```").flatMap((part, index, all) => {
    if (index % 2 && index < all.length - 1) return [h("pre", {}, unescape(part.replace(/^\n|\n$/g, "")))];
    const rest = index % 2 ? `\`\`\`${part}` : part;
    const trimmed = all.length > 1 ? rest.replace(/^\n|\n$/g, "") : rest;
    return trimmed ? lines(trimmed) : [];
  });
}

/** A text object of either kind. */
export function textObject(object) {
  if (!object) return [];
  if (typeof object === "string") return [withEmoji(object)];
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  return plainLines(object.emoji === false ? object.text : withEmoji(object.text ?? ""));
}

export const plainLines = (text) => text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));

/** The words of a text object, for names and announcements. */
export const words = (object) => {
  if (!object) return "";
  if (object.type !== "mrkdwn") return withEmoji(object.text ?? "");
  return h("span", {}, mrkdwn(object.text)).textContent;
};

/** Standard Markdown of the `markdown` block, in the small part that bots use, on top of the same reader. */
export function markdown(text) {
  const bold = (line) => line.replace(/\*\*(.+?)\*\*/g, "*$1*").replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, "<$2|$1>");
  return mrkdwn(
    (text ?? "")
      .split("\n")
      .map((line) => bold(line.replace(/^#{1,6}\s+(.*)$/, "*$1*").replace(/^(\s*)[-*]\s+/, "$1• ")))
      .join("\n"),
  );
}
