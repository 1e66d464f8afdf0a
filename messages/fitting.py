"""Texts shortened visibly to what Slack takes: never rejected, never half an escape or half a link."""

from collections.abc import Iterator
from typing import Any


def cut(text: str, most: int) -> str:
    """``text`` within ``most`` characters; what had to go is shown by an ellipsis."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    # Never half an escape: "&am…" would show as rubbish.
    if "&" in head[-5:] and ";" not in head[head.rindex("&") :]:
        head = head[: head.rindex("&")]
    return head.rstrip() + "…"


def cut_marked(text: str, most: int) -> str:
    """The same for text with our own mentions and links in it, of which none is left half."""
    shorter = cut(text, most)
    if shorter is not text and shorter.rfind("<") > shorter.rfind(">"):
        return shorter[: shorter.rindex("<")].rstrip() + "…"
    return shorter


def within(blocks: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """The blocks with at most ``most`` characters of text in all: the longest texts give way, short ones stay whole."""
    lengths = sorted(len(part["text"]) for part in _texts(blocks))
    if sum(lengths) <= most:
        return blocks
    left, share = most, most
    for place, length in enumerate(lengths):
        share = left // (len(lengths) - place)
        if length > share:
            break
        left -= length
    return [_shortened(block, share) for block in blocks]


def _texts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value
        for part in value.values():
            yield from _texts(part)


def _shortened(value: Any, share: int) -> Any:
    if isinstance(value, list):
        return [_shortened(part, share) for part in value]
    if not isinstance(value, dict):
        return value
    shorter = cut_marked if value.get("type") == "mrkdwn" else cut
    return {
        name: shorter(part, share) if name == "text" and isinstance(part, str) else _shortened(part, share)
        for name, part in value.items()
    }
