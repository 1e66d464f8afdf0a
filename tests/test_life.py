"""An incident's life as one table (domain.md §5): it is obeyed, it is the only way, and it is what the README shows."""

import ast
from itertools import product
from pathlib import Path

import pytest

import bot
from bot.domain import life
from bot.domain.closing import Checklist, Missing
from bot.domain.errors import Refused, Why
from bot.domain.incident import Incident
from bot.domain.life import LIFE, Event, Guard
from bot.domain.words import Status
from messages.life import EVENT
from tests.samples import LATER, NOW, incident
from tests.shell import at_a_terminal

DONE: Checklist = ((Missing.NOT_RESOLVED, True), (Missing.CLIENT_NOT_TOLD, True))
HALF: Checklist = ((Missing.NOT_RESOLVED, True), (Missing.CLIENT_NOT_TOLD, False))
HOUSE = Path(bot.__file__).parent


def standing(status: Status) -> Incident:
    return incident("x", status=status, resolved_at=None if status is Status.UNRESOLVED else NOW, closed_at=NOW)


def state(one: Incident) -> tuple[object, ...]:
    return one.status, one.round, one.resolved_at, one.closed_at


@pytest.mark.parametrize(("status", "event"), list(product(Status, Event)))
def test_what_is_not_in_the_table_cannot_happen(status: Status, event: Event) -> None:
    """Every event in every state: it leads where the table says, or it is refused and changes nothing."""
    one = standing(status)
    rule = next((rule for rule in LIFE if (rule.before, rule.event) == (status, event)), None)
    before = state(one)
    if rule is None:
        with pytest.raises(Refused):
            life.take(one, event, LATER, checklist=DONE, reason="Ha vuelto a fallar")
        assert state(one) == before
    else:
        assert life.take(one, event, LATER, checklist=DONE, reason="Ha vuelto a fallar") is event
        assert one.status is rule.after


@pytest.mark.parametrize("rule", [rule for rule in LIFE if rule.only_if], ids=lambda rule: str(rule.event))
def test_what_must_hold_first(rule: life.Rule) -> None:
    """Nothing closes with something missing, nor with nobody having looked; nothing reopens without a reason."""
    assert rule.before is not None
    for checklist, reason in (((), ""), (HALF, "  …😀")):
        one = standing(rule.before)
        before = state(one)
        with pytest.raises(Refused) as refused:
            life.take(one, rule.event, LATER, checklist=checklist, reason=reason)
        assert state(one) == before
        expected = {
            Guard.NOTHING_MISSING: Why.NOT_READY_TO_CLOSE,
            Guard.REASON_GIVEN: Why.REOPENING_NEEDS_REASON,
        }
        assert rule.only_if is not None
        assert refused.value.why is expected[rule.only_if]


@pytest.mark.parametrize(
    ("status", "event", "why"),
    [
        (Status.UNRESOLVED, Event.CLOSED, Why.NOT_READY_TO_CLOSE),
        (Status.CLOSED, Event.CLOSED, Why.CLOSED),
        (Status.CLOSED, Event.SOLVED, Why.CLOSED),
        (Status.RESOLVED, Event.REOPENED, Why.ALREADY_OPEN),
        (Status.UNRESOLVED, Event.FAILS_AGAIN, Why.ALREADY_OPEN),
        (Status.RESOLVED, Event.SOLVED, Why.ALREADY_SETTLED),
    ],
)
def test_why_it_cannot_happen(status: Status, event: Event, why: Why) -> None:
    """The refusal is the one whose sentence tells the person what to do next."""
    with pytest.raises(Refused) as refused:
        life.take(standing(status), event, LATER, checklist=DONE, reason="Porque sí")
    assert refused.value.why is why


def test_a_life_from_end_to_end() -> None:
    """Told, solved, broken again, solved, closed, opened, closed, failing: the hours and the rounds follow."""
    one = incident("x", status=Status.UNRESOLVED)
    assert life.begin(one, NOW) is Event.REPORTED
    seen = []
    for event in (
        *(Event.SOLVED, Event.BROKE_AGAIN, Event.SOLVED, Event.CLOSED),
        *(Event.REOPENED, Event.CLOSED, Event.FAILS_AGAIN),
    ):
        life.take(one, event, LATER, checklist=DONE, reason="Quedaba algo")
        seen.append((one.round, one.resolved_at is not None, one.closed_at is not None))
    assert seen == [
        (1, True, False),
        (2, False, False),
        (2, True, False),
        (2, True, True),
        (2, True, False),
        (2, True, True),
        (3, False, False),
    ]


def test_it_begins_open_or_solved_but_never_closed() -> None:
    """What is told already solved has its hour; nothing is told already closed."""
    one = incident("x", status=Status.RESOLVED)
    assert life.begin(one, NOW) is Event.REPORTED_SOLVED
    assert one.resolved_at == NOW
    with pytest.raises(Refused):
        life.begin(incident("x", status=Status.CLOSED), NOW)


def test_every_state_can_be_reached_and_left() -> None:
    """No state is a trap: from each there is a way on, and each is on some way."""
    assert {rule.after for rule in LIFE} == set(Status) == {rule.before for rule in LIFE if rule.before}
    assert {rule.event for rule in LIFE} == set(Event)
    ways = [(rule.before, rule.event) for rule in LIFE]
    assert len(ways) == len(set(ways))


def test_the_readme_shows_what_is_obeyed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """``python -m bot life`` prints the README's drawing, to the letter: mend the README where this fails."""
    with at_a_terminal(monkeypatch, capsys, tmp_path) as shell:
        status, printed, complaints = shell("life")
    assert (status, complaints) == (0, "")
    readme = (HOUSE.parent / "README.md").read_text(encoding="utf-8")
    drawn = readme.partition("<!-- life -->\n```mermaid\n")[2].partition("```\n<!-- /life -->")[0]
    assert drawn == printed
    assert all(EVENT[rule.event] in drawn for rule in LIFE)


def test_nobody_changes_a_status_behind_the_table_s_back() -> None:
    """Outside ``life`` no line of the product sets an incident's status, round or hours."""
    owned = {"status", "round", "resolved_at", "closed_at"}
    found = [
        f"{path.relative_to(HOUSE)}:{node.lineno} {target.attr}"
        for path in sorted(HOUSE.rglob("*.py"))
        if path.name != "life.py" and "demo" not in path.parts and "reviewer" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign | ast.AugAssign)
        for group in (node.targets if isinstance(node, ast.Assign) else [node.target])
        for target in (group.elts if isinstance(group, ast.Tuple) else [group])
        if isinstance(target, ast.Attribute) and target.attr in owned
    ]
    assert not found
