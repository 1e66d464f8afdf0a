"""One word on screen for each word of the domain (domain.md §1): none forgotten, none said twice, none in English."""

import pkgutil
from collections.abc import Iterator, Mapping
from enum import Enum
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

import bot.domain
import messages
from bot.domain import errors
from bot.domain.classify import Reason, ReasonCode
from bot.domain.closing import Missing
from bot.domain.errors import Refused
from bot.domain.incident import EntryKind
from bot.domain.notice import Rung
from bot.domain.reviewer import Code, Context, Finding
from bot.domain.words import Channel, Responsibility, Severity, Status
from messages import classify, closing, refusals, reviewer, timeline, words
from tests.payloads import refusal
from tests.samples import WHEN, entry


def modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield import_module(found.name)


def vocabularies() -> set[type[Enum]]:
    """Every enumeration that the domain defines."""
    return {
        value
        for module in modules(bot.domain)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Enum) and value.__module__ == module.__name__
    }


def dictionaries() -> dict[str, Mapping[Enum, Any]]:
    """Every table of ``messages/`` from the domain's words to ours, by name."""
    return {
        f"{module.__name__}.{name}": value
        for module in modules(messages)
        for name, value in vars(module).items()
        if isinstance(value, Mapping) and value and all(isinstance(key, Enum) for key in value)
    }


#: Vocabularies without a table of words, and why.
WORDLESS = {
    "Code": "a reason and better words each, below",
    "EntryKind": "a sentence each, below",
    "ReasonCode": "a sentence each, below",
    "DeliveryKind": "inner: how something is sent, never read by anybody",
    "DeliveryState": "inner: how something is sent, never read by anybody",
    "MailState": "inner: how an e-mail is sent; what came of it is said by the notice it proves",
}
#: Public tables that hold a part of a vocabulary on purpose: what is missing from them has another door.
PARTIAL = {
    "messages.refusals.SENTENCES": "refusals with facts in them are put into words by ``sentence``",
    "messages.roster.CHANNEL": "the channels that a client can prefer",
}


def test_every_vocabulary_has_its_words() -> None:
    """An enumeration added to the domain gets its words on screen, or a reason why it needs none."""
    spoken = {type(next(iter(table))).__name__ for table in dictionaries().values()}
    silent = {one.__name__ for one in vocabularies()} - spoken
    assert silent == {name for name in WORDLESS if name not in spoken}


@pytest.mark.parametrize("name", sorted(name for name in dictionaries() if "._" not in name and name not in PARTIAL))
def test_a_table_of_words_is_complete(name: str) -> None:
    """A value added to the domain cannot be forgotten in any table that speaks of its like."""
    table = dictionaries()[name]
    assert set(table) == set(type(next(iter(table))))
    silent = {key for key, value in table.items() if value == ""}
    assert silent <= {Rung.PROMPT}, "only the first prompt needs no opening"


@pytest.mark.parametrize(
    "name", ["SEVERITY", "STATUS", "RESPONSIBILITY", "AWARENESS", "WISH", "CHANNEL", "ADDRESS", "MOOD", "SNOOZE", "WHY"]
)
def test_two_things_never_share_a_word(name: str) -> None:
    """One word for one thing: a person can tell any two values apart by what they read."""
    table: dict[Enum, str] = getattr(words, name)
    assert len({text.casefold() for text in table.values()}) == len(table)


def test_the_words_of_the_domain() -> None:
    """The words that people and tools outside rely on are the ones agreed on (domain.md §1)."""
    assert [words.SEVERITY[one] for one in Severity] == ["menor", "importante"]
    assert [words.STATUS[one] for one in Status] == ["no solucionada", "solucionada", "cerrada"]
    assert set(words.RESPONSIBILITY.values()) == {
        "nuestra",
        "del cliente",
        "compartida",
        "de un tercero",
        "por determinar",
    }


@pytest.mark.parametrize("why", list(errors.Why))
def test_every_refusal_has_its_sentence(why: errors.Why) -> None:
    """Whatever the rules refuse is said in a sentence of its own, with and without the facts it may carry."""
    for error in (refusal(why, "Acme"), Refused(why)):
        if why is errors.Why.NOT_YOURS and not error.details:
            continue  # always raised with who has it
        text = refusals.sentence(error, WHEN)
        assert text[-1] in ".?", text
        assert text[0].isupper() or text[0] in "¿«I", text
        assert "None" not in text


def test_no_two_refusals_sound_alike() -> None:
    """Who reads a refusal knows which one it is."""
    said = [refusals.sentence(refusal(why, "Acme"), WHEN) for why in errors.Why]
    assert len(set(said)) == len(said)


def test_every_line_of_the_timeline_has_its_sentence() -> None:
    """What happened is told differently for each thing that can happen to an incident."""
    kinds = [kind for kind in EntryKind if not kind.startswith("client_")]
    said = {timeline.entry_line(entry(kind, "una cosa"), WHEN) for kind in kinds}
    assert len(said) == len(kinds)


def test_every_reason_of_a_suggestion_has_its_line() -> None:
    """The suggestion is always explained, with the reporter's words where they decided and without."""
    plain = {classify.why(Reason(code)) for code in ReasonCode}
    assert len(plain) == len(list(ReasonCode))
    for code in ReasonCode:
        assert "«no va nada»" in classify.why(Reason(code, "no  va\nnada"))


SITUATIONS = [
    Context(responsibility, Status.UNRESOLVED, Severity.MAJOR, channel)
    for responsibility in Responsibility
    for channel in (Channel.PHONE, Channel.EMAIL)
]


@pytest.mark.parametrize("code", list(Code))
def test_every_fault_has_its_reason_and_better_words(code: Code) -> None:
    """Whatever the reviewer finds is said in one line each: what the client hears, and what to say instead."""
    variants = [variant for known, variant in reviewer._WHY if known is code]
    assert variants
    text = "Le pido disculpas, pero {no} fue culpa nuestra."
    for variant in variants:
        for start, end in ((0, len(text)), (None, None)):
            finding = Finding(code, start, end, variant)
            for situation in SITUATIONS:
                lines = reviewer.why(finding, text), reviewer.suggestion(finding, text, situation)
                assert all(line.strip() and "\n" not in line for line in lines)
                assert len(set(lines)) == 2


def test_what_is_missing_reads_as_a_list_of_things_done() -> None:
    """The checklist says what is true once it is ticked, so that the same words serve before and after."""
    assert all(closing.MISSING[one][0].isupper() for one in Missing)
    assert not any(closing.MISSING[one].startswith(("Falta", "No ")) for one in Missing)


def test_why_is_one_line() -> None:
    """The rules that decided are joined into one Spanish line with one full stop (§3)."""
    line = words.because(["told_us", "cannot_work", "no_address"])
    assert "\n" not in line
    assert line.endswith(".")
    assert line.count(";") == 2
