"""`classify` and `review` (contract.md): JSON lines in, JSON lines out, whatever a line holds."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from messages import cli
from tests.shell import Shell, at_a_terminal


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Shell]:
    with at_a_terminal(monkeypatch, capsys, tmp_path) as opened:
        yield opened


def test_classify_answers_line_by_line(shell: Shell) -> None:
    """Each report comes back with its id, the words of the contract and its reasons."""
    reports = [
        {"id": "a", "text": "No pueden trabajar: no les funciona nada desde las 9."},
        {"id": 2, "text": "Una errata en el pie de una página; ya está corregida."},
    ]
    found = shell.answers("classify", stdin="\n".join(json.dumps(report) for report in reports) + "\n\n")
    assert [one["id"] for one in found] == ["a", 2]
    assert [(one["severity"], one["status"]) for one in found] == [
        ("importante", "no_solucionada"),
        ("menor", "solucionada"),
    ]
    assert all(set(one) == {"id", "severity", "status", "reasons"} for one in found)
    assert all(isinstance(one["reasons"], list) and one["reasons"] for one in found)


SITUATION = {"responsabilidad": "nuestra", "estado": "no_solucionada", "severidad": "importante", "canal": "correo"}
BAD_LINES = [
    b"no es json",
    b'{"id": 1',
    b"[1, 2]",
    b'"solo un texto"',
    b'{"id": 1}',
    b'{"id": 1, "text": null}',
    b'{"id": 1, "text": ["a"]}',
    b"\xff\xfe\xfa",
    b"[" * 100_000,
    b'{"id": ' + b"9" * 5000 + b', "text": "a"}',
    b"null",
]


@pytest.mark.parametrize("command", ["classify", "review"])
def test_a_bad_line_is_answered_and_the_rest_goes_on(shell: Shell, command: str) -> None:
    """Whatever a line holds it gets its answer, numbered, and the good lines around it get theirs."""
    good = json.dumps({"id": "bien", "text": "El correo no sale.", "context": SITUATION}).encode()
    found = shell.answers(command, stdin=b"\n".join([good, *BAD_LINES, good]))
    assert len(found) == len(BAD_LINES) + 2
    assert [one.get("id") for one in (found[0], found[-1])] == ["bien", "bien"]
    for number, one in enumerate(found[1:-1], start=2):
        assert one == {"line": number, "error": one["error"]}
        assert one["error"] in (cli.BAD_JSON, cli.NEEDS_TEXT)


def test_review_answers_line_by_line(shell: Shell) -> None:
    """Each text comes back with the codes of what is wrong and the exact words, by their offsets in it."""
    text = "Buenos días 🚒: lo siento, pero no es culpa nuestra. Lo arreglaremos lo antes posible."
    (found,) = shell.answers("review", stdin=json.dumps({"id": 7, "text": text, "context": SITUATION}))
    assert set(found) == {"id", "labels", "findings"}
    assert found["id"] == 7
    findings = found["findings"]
    assert isinstance(findings, list)
    assert found["labels"] == [one["code"] for one in findings]
    assert "SIN_PLAZO" in found["labels"]
    for one in findings:
        assert set(one) == {"code", "start", "end", "text", "why", "suggestion"}
        if one["start"] is not None:
            assert text[one["start"] : one["end"]] == one["text"]


@pytest.mark.parametrize(
    "context", [None, "nuestra", {}, {**SITUATION, "canal": "paloma"}, {**SITUATION, "estado": None}, [SITUATION]]
)
def test_a_situation_that_cannot_be_read_is_said(shell: Shell, context: object) -> None:
    """Without a whole situation a text is not reviewed: the line says which word is missing or wrong."""
    (found,) = shell.answers("review", stdin=json.dumps({"id": 7, "text": "Hola", "context": context}))
    assert set(found) == {"line", "error"}
    assert "debe ser una de estas palabras" in str(found["error"])


@pytest.mark.parametrize("text", ["", "…", "\\ud800", "\\u0000", "🚒", "a" * 20_000])
def test_odd_texts_are_classified_too(shell: Shell, text: str) -> None:
    """Empty, half a character, nothing but a picture, far too long: each gets an answer, on one line."""
    (found,) = shell.answers("classify", stdin=f'{{"id": "{text[:9]}", "text": "{text}"}}')
    assert found["severity"] in ("menor", "importante")
