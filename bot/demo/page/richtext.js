// The rich_text block: sections, lists, quotes and code, already structured by who sent it.
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { broadcast, channelMention, dateMention, link, personMention, plainLines } from "./mrkdwn.js";

const STYLES = [["code", "code"], ["strike", "s"], ["italic", "em"], ["bold", "strong"]];

function styled(nodes, style = {}) {
  return STYLES.reduce((inner, [name, tag]) => (style[name] ? [h(tag, {}, inner)] : inner), nodes);
}

const PIECES = {
  text: (piece) => plainLines(piece.text),
  link: (piece) => [link(piece.url, piece.text || piece.url)],
  user: (piece) => [personMention(piece.user_id)],
  usergroup: () => [broadcast("grupo")],
  channel: (piece) => [channelMention(piece.channel_id)],
  emoji: (piece) => [emoji(piece.name)],
  broadcast: (piece) => [broadcast(piece.range)],
  date: (piece) => [dateMention(piece.timestamp, piece.format, piece.url, piece.fallback)],
  color: (piece) => [h("code", {}, piece.value)],
};

const run = (elements) => elements.flatMap((piece) => styled(PIECES[piece.type]?.(piece) ?? [], piece.style));

const GROUPS = {
  rich_text_section: (group) => h("div", { class: "rich-line" }, run(group.elements)),
  rich_text_quote: (group) => h("blockquote", {}, run(group.elements)),
  rich_text_preformatted: (group) => h("pre", {}, run(group.elements)),
  rich_text_list: (group) =>
    h(
      group.style === "ordered" ? "ol" : "ul",
      { style: group.indent ? { marginLeft: `${group.indent * 1.5}em` } : {}, start: group.offset ? group.offset + 1 : null },
      group.elements.map((item) => h("li", {}, run(item.elements ?? []))),
    ),
};

/** All groups of a rich_text block or of a table's cell. */
export const richText = (block) => (block.elements ?? []).map((group) => GROUPS[group.type]?.(group));
