"""Block Kit, built so that it cannot be refused: what people typed is escaped, what is too long is cut visibly.

Limits are Slack's, in characters. Every builder answers with plain JSON-ready dictionaries.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from messages.fitting import cut, cut_marked, within

Block = dict[str, Any]
Element = dict[str, Any]

MAX_TEXT = 3000
MAX_BLOCKS = 50
#: Slack counts the text of all blocks of a message together and takes about 12,000 with something for each block.
MAX_ALL_TEXT = 9500
#: The type of a chart's block, which Slack knows since June 2026.
CHART = "data_visualization"


@dataclass(frozen=True)
class Message:
    """What is posted: blocks, and the text that notifications and screen readers use."""

    text: str
    blocks: tuple[Block, ...] = ()

    def without_charts(self) -> "Message":
        """The same for a Slack that does not know charts yet: what they show stands beside them in words."""
        return Message(self.text, tuple(block for block in self.blocks if block["type"] != CHART))

    def arguments(self) -> dict[str, Any]:
        """The message as Slack takes it: texts that are too long, alone or together, are shortened visibly."""
        return {"text": cut(self.text, MAX_TEXT), "blocks": within(list(self.blocks[:MAX_BLOCKS]), MAX_ALL_TEXT)}


def esc(text: str) -> str:
    """Text a person typed, as text: no mention, link or formatting of Slack's own comes through it.

    Slack's documented escapes cover mentions and links. The marks for bold and the like are set apart
    by an invisible joiner, so that they are read as they were typed.
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\u2060{char}\u2060" if char in "*_~`" else char for char in text)


def address(text: str) -> str:
    """A validated phone number or e-mail address, to be copied: escaped, with nothing invisible in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quote(text: str, most: int = 600) -> Block:
    """A person's words, shortened and set apart as a quotation. Rich text holds them as they are: nothing in them
    is read as formatting, a link or a mention."""
    words = cut(text.strip(), most) or "…"
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_quote", "elements": [{"type": "text", "text": words}]}],
    }


def one_line(text: str, most: int = 120) -> str:
    """A person's words on one line, escaped and shortened."""
    return esc(cut(" ".join(text.split()), most))


def person(user: str | None) -> str:
    """A mention by id; the bot itself where nobody in particular acted."""
    return f"<@{user}>" if user else "el bot"


def plain(text: str, most: int = MAX_TEXT) -> Element:
    return {"type": "plain_text", "text": cut(text, most), "emoji": True}


def mrkdwn(text: str, most: int = MAX_TEXT) -> Element:
    # Verbatim: an address somebody typed does not turn into a link, nor a name into a mention.
    return {"type": "mrkdwn", "text": cut_marked(text, most), "verbatim": True}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def section(text: str, *, accessory: Element | None = None, block_id: str | None = None) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if accessory:
        block["accessory"] = accessory
    if block_id:
        block["block_id"] = block_id
    return block


def fields(*pairs: tuple[str, str]) -> Block:
    """Label and value, two to a row."""
    return {"type": "section", "fields": [mrkdwn(f"*{label}*\n{value}", 2000) for label, value in pairs[:10]]}


def context(*texts: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(text, 2000) for text in texts[:10]]}


def divider() -> Block:
    return {"type": "divider"}


def button(
    text: str,
    action: str,
    value: str | int = "",
    *,
    style: Literal["primary", "danger"] | None = None,
    hint: str = "",
) -> Element:
    """``hint`` is what a screen reader says instead of the short text."""
    element: Element = {"type": "button", "text": plain(text, 75), "action_id": action}
    if value != "":
        element["value"] = str(value)
    if style:
        element["style"] = style
    if hint:
        element["accessibility_label"] = cut(hint, 75)
    return element


def actions(*elements: Element, block_id: str | None = None) -> Block:
    block: Block = {"type": "actions", "elements": list(elements[:25])}
    if block_id:
        block["block_id"] = block_id
    return block


def option(text: str, value: str | int, description: str = "") -> Element:
    element: Element = {"text": plain(text, 75), "value": str(value)}
    if description:
        element["description"] = plain(description, 75)
    return element


def _chosen(options: Sequence[Element], value: str | None) -> Element | None:
    return next((one for one in options if one["value"] == value), None)


def radios(action: str, options: Sequence[Element], initial: str | None = None) -> Element:
    element: Element = {"type": "radio_buttons", "action_id": action, "options": list(options[:10])}
    chosen = _chosen(options, initial)
    if chosen:
        element["initial_option"] = chosen
    return element


def select(action: str, options: Sequence[Element], initial: str | None = None, placeholder: str = "Elige") -> Element:
    element: Element = {
        "type": "static_select",
        "action_id": action,
        "options": list(options[:100]),
        "placeholder": plain(placeholder, 150),
    }
    chosen = _chosen(options, initial)
    if chosen:
        element["initial_option"] = chosen
    return element


def checkboxes(action: str, options: Sequence[Element], initial: Iterable[str] = ()) -> Element:
    wanted = set(initial)
    element: Element = {"type": "checkboxes", "action_id": action, "options": list(options[:10])}
    chosen = [one for one in options if one["value"] in wanted]
    if chosen:
        element["initial_options"] = chosen
    return element


def typeahead(action: str, initial: Element | None = None, placeholder: str = "Escribe para buscar") -> Element:
    element: Element = {
        "type": "external_select",
        "action_id": action,
        "min_query_length": 0,
        "placeholder": plain(placeholder, 150),
    }
    if initial:
        element["initial_option"] = initial
    return element


def people(action: str, initial: str | None = None, placeholder: str = "Elige a una persona") -> Element:
    element: Element = {"type": "users_select", "action_id": action, "placeholder": plain(placeholder, 150)}
    if initial:
        element["initial_user"] = initial
    return element


def moment(action: str, initial: datetime | None = None) -> Element:
    element: Element = {"type": "datetimepicker", "action_id": action}
    if initial:
        element["initial_date_time"] = int(initial.timestamp())
    return element


def day(action: str, initial: date | None = None) -> Element:
    """A day without an hour."""
    element: Element = {"type": "datepicker", "action_id": action}
    if initial:
        element["initial_date"] = initial.isoformat()
    return element


def text_input(
    action: str, initial: str = "", *, lines: bool = False, most: int = MAX_TEXT, placeholder: str = ""
) -> Element:
    element: Element = {"type": "plain_text_input", "action_id": action, "multiline": lines, "max_length": most}
    if initial:
        element["initial_value"] = initial[:most]
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return element


def field(
    block_id: str, label: str, element: Element, *, hint: str = "", optional: bool = False, dispatch: bool = False
) -> Block:
    """One input of a form; its ``block_id`` is where an error about it is shown."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 2000),
        "element": element,
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint, 2000)
    if dispatch:
        block["dispatch_action"] = True
    return block


def modal(
    title: str,
    blocks: Iterable[Block],
    *,
    callback: str = "",
    submit: str = "",
    close: str = "",
    metadata: str = "",
) -> Block:
    """A form (with ``submit``) or something to read (without); ``close`` is how one leaves it."""
    view: Block = {
        "type": "modal",
        "title": plain(title, 24),
        "close": plain(close or ("Cancelar" if submit else "Cerrar"), 24),
        "blocks": list(blocks)[:100],
    }
    if callback:
        view["callback_id"] = callback
    if submit:
        view["submit"] = plain(submit, 24)
    if metadata:
        view["private_metadata"] = metadata
    return view
