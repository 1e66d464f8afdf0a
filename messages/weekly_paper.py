"""The weekly digest for a terminal: the same words, and nothing that a terminal could obey."""

import re
from typing import Any

from bot.domain.weekly import WeekFigures
from messages.times import When
from messages.weekly import digest, learned
from messages.weekly_numbers import details

#: Our own marks for bold; those that people typed are set apart by an invisible joiner.
_BOLD = re.compile(r"(?<!\u2060)\*(?!\u2060)")
#: What is no letter and yet harmless: spaces that hold words together, and what makes one emoji of two.
_HARMLESS = "\n\u00a0\ufe0f\u200d"


def on_paper(found: WeekFigures, when: When) -> str:
    """The digest with everything in its thread."""
    *blocks, _where_the_rest_is = digest(found, when).blocks
    for message in (details(found), learned(found)):
        blocks += message.blocks if message else ()
    texts = [text for block in blocks for text in _texts(block)]
    return "\n\n".join(_plain(text) for text in texts) + "\n"


def _texts(block: dict[str, Any]) -> list[str]:
    if block["type"] == "context":
        return [str(element["text"]) for element in block["elements"]]
    return [str(block["text"]["text"])] if "text" in block else []


def _plain(text: str) -> str:
    text = _BOLD.sub("", text).replace("\u2060", "")
    for escape, char in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(escape, char)
    return "".join(char for char in text if char.isprintable() or char in _HARMLESS)
