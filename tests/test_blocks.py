"""What every message is built of (messages/blocks.py, messages/fitting.py): escapes, cuts, within Slack's limits."""

import copy
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.demo.strict import BLOCKS_TEXT, MESSAGE_BLOCKS, blocks_text, check_message
from messages.blocks import Block, Message, context, esc, header, mrkdwn, one_line, person, quote, section
from messages.fitting import cut, cut_marked, within

calm = settings(deadline=None)  # other tests may be using both cores
any_text = st.text(st.characters(codec="utf-8"), max_size=400)
HALF = re.compile(r"&(?!amp;|lt;|gt;)")


@calm
@given(any_text)
def test_escaping_loses_nothing(text: str) -> None:
    """What was typed can be read back letter for letter once Slack has undone the escapes."""
    shown = esc(text)
    assert not re.search(r"[<>]", shown)
    assert not HALF.search(shown)
    undone = shown.replace("\u2060", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert undone == text.replace("\u2060", "")


@calm
@given(any_text, st.integers(10, 120))
def test_a_cut_is_short_enough_visible_and_never_half_an_escape(text: str, most: int) -> None:
    """A text within the limit stays as it is; a longer one fits, ends in an ellipsis and holds whole escapes only."""
    escaped = esc(text)
    shorter = cut(escaped, most)
    assert len(shorter) <= most
    if len(escaped) <= most:
        assert shorter == escaped
    else:
        assert shorter.endswith("…")
        assert not HALF.search(shorter)


@calm
@given(any_text, st.integers(1, 60))
def test_one_line_is_one_line(text: str, most: int) -> None:
    """A person's words on one line hold no break, and of a long text only the beginning is shown."""
    shown = one_line(text, most)
    assert len(shown.splitlines()) <= 1
    assert len(shown.replace("\u2060", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")) <= most


@calm
@given(any_text, st.integers(20, 200))
def test_no_mention_or_link_is_left_half(text: str, most: int) -> None:
    """Where a text with our own mentions and links is cut, each of them is there whole or not at all."""
    marked = f"{esc(text)} {person('U1')} <mailto:a@b.example|a@b.example> {esc(text)} {person('U2')}"
    shorter = cut_marked(marked, most)
    assert len(shorter) <= most
    assert shorter.count("<") == shorter.count(">")


@calm
@given(
    st.lists(st.tuples(st.integers(1, 3000), st.sampled_from(["section", "quote", "header", "context"])), max_size=50)
)
def test_together_the_texts_fit_and_the_short_ones_stay_whole(parts: list[tuple[int, str]]) -> None:
    """However many long texts a message has, Slack takes it; it is the longest that give way, and visibly."""
    made: dict[str, Callable[[str], Block]] = {
        "section": section,
        "quote": lambda text: quote(text, 3000),
        "header": header,
        "context": context,
    }
    blocks = [made[kind]("x" * length) for length, kind in parts]
    before = copy.deepcopy(blocks)
    shown = Message("Texto", tuple(blocks)).arguments()
    assert check_message(shown) == []
    assert blocks == before, "the blocks that were given are not touched"
    whole, now = [texts(block) for block in blocks], [texts(block) for block in shown["blocks"]]
    if sum(map(len, whole)) <= 9500:
        assert shown["blocks"] == blocks
    shortened = [len(text) for text, left in zip(whole, now, strict=True) if left != text]
    kept = [len(text) for text, left in zip(whole, now, strict=True) if left == text]
    assert not shortened or not kept or max(kept) <= max(len(text) for text in now)
    assert all(left.endswith("…") for text, left in zip(whole, now, strict=True) if left != text)


def texts(value: Any) -> str:
    """The text of a block with one text in it."""
    if isinstance(value, dict):
        own = value.get("text")
        return own if isinstance(own, str) else "".join(texts(part) for part in value.values())
    return "".join(texts(part) for part in value) if isinstance(value, list) else ""


def test_nothing_is_cut_that_fits() -> None:
    """Up to the limit the very same blocks are sent."""
    blocks = [section("x" * 100)] * 10
    assert within(blocks, 1000) is blocks
    assert blocks_text(within(blocks, 999)) <= 999 < BLOCKS_TEXT


def test_no_more_blocks_than_slack_takes() -> None:
    """A message with too many blocks sends the first fifty."""
    assert len(Message("Texto", (section("a"),) * 80).arguments()["blocks"]) == MESSAGE_BLOCKS


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<!channel>", "&lt;!channel&gt;"),
        ("a & b", "a &amp; b"),
        ("&lt;", "&amp;lt;"),
        ("2*3", "2\u2060*\u20603"),
        ("", ""),
    ],
)
def test_escapes(typed: str, shown: str) -> None:
    """Slack's three escapes, and an invisible joiner around what would turn a word bold."""
    assert esc(typed) == shown


def test_a_quotation_is_never_empty() -> None:
    """Slack refuses an empty text: where nothing was said, a quotation shows that."""
    assert texts(quote("  \n ")) == "…"
    assert texts(quote("dos\nlíneas")) == "dos\nlíneas"


def test_nobody_in_particular_is_the_bot() -> None:
    """What no person did was done by the bot, and is said so."""
    assert person(None) == "el bot"
    assert mrkdwn(person("U1"))["text"] == "<@U1>"
