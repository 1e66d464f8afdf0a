"""Whatever people type, what the bot sends is taken by Slack and shows their words as words (contract.md 4 and 5)."""

import inspect
import json
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

import messages
from bot.demo.strict import check_message, check_view
from messages.blocks import Message
from tests.payloads import Payload, every_payload
from tests.samples import ANA, LUIS
from tests.world import ANA as ANA_IN_SLACK
from tests.world import INCIDENTS, open_world

HOSTILE = "<!channel> <!here> <!subteam^S1> <@U1> <#C1> <https://evil.example|pulsa aquí> &amp; <b>"
TEXTS = {
    "empty": "",
    "longest": "Se ha parado el envío de nóminas. " * 88 + "fin",
    "far too long": "x" * 10_000,
    "words": "No les llega el correo desde las 9 y son más de veinte personas.",
    "emoji": "🚒👩‍👩‍👧‍👦" * 400,
    "right to left": "\u202eשלום مرحبا\u202c لا يعمل البريد " * 60,
    "mentions": HOSTILE,
    "many mentions": HOSTILE * 40,
    "to be escaped": "&<>" * 1000,
    "formatting": "*no* _no_ ~no~ `no` ```no``` > no\n• no\n1. no",
    "asterisks": "*" * 3000,
    "lines": "una línea\n\n" * 250,
    "odd spaces": "\t\u00a0\u2028\u2029\u200b\x0b" * 100 + "a",
    "no letters": "…!¿?",
}
BUILDERS = dict(every_payload())


def problems(payload: Payload) -> list[str]:
    return check_message(payload.arguments()) if isinstance(payload, Message) else check_view(payload)


@pytest.mark.parametrize("name", BUILDERS)
def test_slack_takes_it(name: str) -> None:
    """Slack would take every message and form, whatever was typed into every one of its texts."""
    for kind, text in TEXTS.items():
        assert problems(BUILDERS[name](text)) == [], f"{name} with {kind}"


def marked_texts(payload: Any) -> Iterator[str]:
    """The texts that Slack reads for mentions, links and formatting."""
    if isinstance(payload, Message):
        yield payload.text
        payload = list(payload.blocks)
    if isinstance(payload, list):
        for part in payload:
            yield from marked_texts(part)
    elif isinstance(payload, dict):
        if payload.get("type") == "mrkdwn":
            yield payload["text"]
        for part in payload.values():
            yield from marked_texts(part)


_OURS = re.compile(rf"<@(?:{ANA}|{LUIS})>|<(?:tel|mailto|https://wa\.me/\d+\?text=)[^<>]*>")
_ESCAPED = re.compile(r"&(?:amp|lt|gt);")


@pytest.mark.parametrize("name", BUILDERS)
def test_nothing_typed_is_read_as_slack_s_own_language(name: str) -> None:
    """No mention, link or half an escape comes through a person's words, also where they had to be cut."""
    for kind in ("mentions", "many mentions", "to be escaped"):
        for text in marked_texts(BUILDERS[name](TEXTS[kind])):
            rest = _ESCAPED.sub("", _OURS.sub("", text))
            # "> " at the beginning of a line is our own quotation mark.
            rest = re.sub(r"^> ", "", rest, flags=re.MULTILINE)
            assert not re.search(r"[<>&]", rest), f"{name} with {kind}: {text[:200]}"


@pytest.mark.parametrize("name", BUILDERS)
def test_nothing_typed_turns_bold(name: str) -> None:
    """The marks of formatting in a person's words are read as typed: none stands where Slack would take it as one."""
    for text in marked_texts(BUILDERS[name]("*no* _no_ ~no~ `no`")):
        assert not re.search(r"[*_~`]no[*_~`]", _OURS.sub("", text)), f"{name}: {text[:200]}"


def builders_of_messages() -> set[str]:
    """Every public function of ``messages/`` that makes a whole message or view."""
    found = set()
    for module in pkgutil.iter_modules(messages.__path__):
        if module.name in ("blocks", "pickers"):
            continue  # the parts that everything is made of
        loaded = import_module(f"messages.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            made = str(function.__annotations__.get("return"))
            own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if own and ("Message" in made or made == "dict[str, typing.Any]"):
                found.add(f"{module.name}.{name}")
    return found


#: Parts of a message or a form, seen inside the ones above; and what is no Slack payload.
PARTS = {
    "listing.item",
    "action_lists.adding",
    "report.client_option",
    "report.new_client_option",
    "reviewer.to_json",
    "cli.suggestion",
    "charts.bars",
}


def test_every_builder_is_tried_here() -> None:
    """A new message cannot be forgotten: it must be in the list that the tests above go through."""
    assert builders_of_messages() - PARTS == {name.partition(",")[0] for name in BUILDERS}


ENGLISH = """
    the and you your yours with from this that these those of to is are was were be been not for but or if then when
    please sorry thanks hello open close closed cancel submit save send sent done retry again late pending given
    replaced unresolved resolved minor major severity status notice owner lead deadline client contact phone email
    text unknown none null true false undefined error: failed warning prompt reminder update meet tell today tomorrow
    yesterday hour hours minute minutes day days week name
"""


def shown_texts(payload: Any) -> Iterator[str]:
    """Every text a person reads: also placeholders, options, titles and the notification."""
    if isinstance(payload, Message):
        yield payload.text
        payload = list(payload.blocks)
    if isinstance(payload, list):
        for part in payload:
            yield from shown_texts(part)
    elif isinstance(payload, dict):
        if payload.get("type") in ("plain_text", "mrkdwn", "text"):
            yield payload["text"]
        for part in payload.values():
            yield from shown_texts(part)


@pytest.mark.parametrize("name", BUILDERS)
def test_not_a_word_of_english_or_of_code(name: str) -> None:
    """What people read is Spanish: no English word, no name from the code, nothing that only a programmer says."""
    forbidden = set(ENGLISH.split())
    for text in shown_texts(BUILDERS[name]("una avería")):
        plain = re.sub(r"<[^>]*>|`[^`]*`|[\w.+-]+@[\w.-]+|America/\w+|Atlantic/\w+", "", text)
        assert not forbidden & set(re.findall(r"[a-záéíóúñü]+:?", plain.lower())), f"{name}: {text}"
        assert not re.search(r"\b[a-z]+_[a-z]+\b|\bNone\b|\{|\}|datetime|StrEnum", plain), f"{name}: {text}"


def test_through_the_doors(sqlite_url: str) -> None:
    """A client and a story full of mentions travel from the form to every message without waking anybody."""
    with open_world(sqlite_url) as world:
        world.new_client(
            ANA_IN_SLACK,
            "<!channel> & Cía",
            HOSTILE,
            contact="<@U1> *Marta*",
            severity="major",
            status="unresolved",
            measures=HOSTILE,
            flags=["cannot_work", "never_event"],
        )
        world.pass_time(hours=2)
        world.press(ANA_IN_SLACK, "notice_done")
        world.fill(ANA_IN_SLACK, said=HOSTILE, client_said=HOSTILE, mood="upset", spoke_with=HOSTILE[:120])
        world.submit(ANA_IN_SLACK)
        world.settle()
        world.command(ANA_IN_SLACK, "ver 1")
        world.command(ANA_IN_SLACK, "lista")
        world.command(ANA_IN_SLACK, "clientes")
        sent = [*world.cards(), *world.server.messages(world.server.dm(ANA_IN_SLACK))]
        sent += world.server.ephemerals(ANA_IN_SLACK, "C0GENERAL")
        assert len(sent) > 8
        assert world.server.messages(INCIDENTS)
        for message in sent:
            for text in (message.get("text", ""), *marked_texts(message.get("blocks") or [])):
                assert not re.search(r"<!|<@U1>|<#|<https", text), json.dumps(message, ensure_ascii=False)[:500]
