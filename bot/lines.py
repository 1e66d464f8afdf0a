"""JSON lines in, JSON lines out: how the classifier and the reviewer are measured from the command line."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bot.domain.classify import suggest
from messages import cli as words
from messages import reviewer

Answer = Callable[[dict[str, Any]], dict[str, Any]]


class BadLine(Exception):
    """One line of input that cannot be answered; the others are."""


def classify(given: Iterable[bytes]) -> Iterator[str]:
    """Severity and status for each text (domain.md §2)."""
    return _each(given, lambda line: words.suggestion(suggest(str(line["text"]))))


def review(given: Iterable[bytes]) -> Iterator[str]:
    """What the client would hear wrong in each text (domain.md §6)."""
    return _each(given, _reviewed)


def _reviewed(line: dict[str, Any]) -> dict[str, Any]:
    given = line.get("context")
    try:
        situation = reviewer.context_from(given if isinstance(given, dict) else {})
    except ValueError as error:
        raise BadLine(str(error)) from error
    return reviewer.as_json(str(line.get("id")), line["text"], situation)


def _each(given: Iterable[bytes], answer: Answer) -> Iterator[str]:
    """One line for each that is given; a bad one gets an ``error`` and the rest goes on."""
    for number, line in enumerate(given, start=1):
        if not line.strip():
            continue
        try:
            asked = _read(line)
            result = {"id": None, **answer(asked)} | {"id": asked.get("id")}
        except BadLine as error:
            result = {"line": number, "error": str(error)}
        # What cannot be printed (JSON can hold half a character, UTF-8 cannot) goes back escaped.
        text = json.dumps(result, ensure_ascii=False)
        yield text if text.isprintable() else json.dumps(result)


def _read(line: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(words.BAD_JSON) from error
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        raise BadLine(words.NEEDS_TEXT)
    return asked
