"""The matrix (domain.md §3): one table that says what every case gets."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from itertools import product
from typing import NamedTuple

import pytest

from bot.domain.client import Client, Contact
from bot.domain.incident import Incident
from bot.domain.matrix import Case, Content, Plan, Purpose, Why, plan
from bot.domain.words import Awareness, Channel, Responsibility, Severity, Status, Wish
from tests.hours import MADRID, duty_hours, local

REPORT_HOUR = time(18, 0)
TUESDAY, SATURDAY = local("2026-03-10 10:00"), local("2026-03-14 12:00")

#: What a case is; "*" is anything, "a|b" either. ``grave``: cannot_work, never_event, both. ``missing``: the address
#: we do not hold. What it gets: channel, deadline when told on Tuesday at 10:00 and on Saturday at 12:00 (firm: Monday
#: to Friday 9–14 and 16–19; contact: every day 8–21), urgent, lead copied, lead confirms, meeting too, and why.
TABLE = """
severity status      wish                 grave        knows    prefers          missing          | channel       Tuesday   Saturday  urgent copy confirm meet why
minor    resolved    standard|major_only  -            not_yet  *                *                | daily_report  Tue-19:00 Mon-19:00 -      -    -       -    minor_resolved
minor    resolved    everything           -            not_yet  *                -|phone|both     | email         Tue-14:00 Mon-13:00 -      -    -       -    wish_everything
minor    resolved    everything           -            not_yet  *                email            | text          Tue-14:00 Mon-13:00 -      -    -       -    wish_everything,no_address
minor    unresolved  standard|everything  -            not_yet  phone            *                | phone         Tue-14:00 Mon-13:00 -      -    -       -    minor_unresolved
minor    unresolved  standard|everything  -            not_yet  -|email          -|phone|both     | email         Tue-14:00 Mon-13:00 -      -    -       -    minor_unresolved
minor    unresolved  standard|everything  -            not_yet  -|email          email            | text          Tue-14:00 Mon-13:00 -      -    -       -    minor_unresolved,no_address
minor    unresolved  standard|everything  -            not_yet  text             -|email|both     | text          Tue-14:00 Mon-13:00 -      -    -       -    minor_unresolved
minor    unresolved  standard|everything  -            not_yet  text             phone            | email         Tue-14:00 Mon-13:00 -      -    -       -    minor_unresolved,no_address
minor    unresolved  major_only           -            not_yet  *                *                | daily_report  Tue-19:00 Mon-19:00 -      -    -       -    wish_major_only
minor    *           *                    -            told_us  *                *                | phone         Tue-10:15 Mon-09:15 -      -    -       -    told_us
minor    *           *                    -            third_party *             *                | phone         Tue-10:15 Mon-09:15 -      -    -       -    heard_elsewhere
major    resolved    *                    -            not_yet  -|phone|email    -|phone|both     | email         Tue-12:00 Mon-11:00 -      -    -       -    major_resolved
major    resolved    *                    -            not_yet  -|phone|email    email            | text          Tue-12:00 Mon-11:00 -      -    -       -    major_resolved,no_address
major    resolved    *                    -            not_yet  text             -|email|both     | text          Tue-12:00 Mon-11:00 -      -    -       -    major_resolved
major    resolved    *                    -            not_yet  text             phone            | email         Tue-12:00 Mon-11:00 -      -    -       -    major_resolved,no_address
major    unresolved  *                    -            not_yet  *                *                | phone         Tue-10:30 Sat-12:30 yes    -    -       -    major_unresolved
major    *           *                    -            told_us  *                *                | phone         Tue-10:15 Sat-12:15 yes    -    -       -    told_us
major    *           *                    -            third_party *             *                | phone         Tue-10:15 Sat-12:15 yes    -    -       -    heard_elsewhere
*        *           *                    cannot_work  not_yet  *                *                | phone         Tue-10:30 Sat-12:30 yes    yes  -       yes  cannot_work
*        *           *                    never_event  not_yet  *                *                | phone         Tue-10:30 Sat-12:30 yes    yes  yes     yes  never_event
*        *           *                    both         not_yet  *                *                | phone         Tue-10:30 Sat-12:30 yes    yes  yes     yes  cannot_work,never_event
*        *           *                    cannot_work  told_us  *                *                | phone         Tue-10:15 Sat-12:15 yes    yes  -       yes  told_us,cannot_work
*        *           *                    cannot_work  third_party *             *                | phone         Tue-10:15 Sat-12:15 yes    yes  -       yes  heard_elsewhere,cannot_work
*        *           *                    never_event  told_us  *                *                | phone         Tue-10:15 Sat-12:15 yes    yes  yes     yes  told_us,never_event
*        *           *                    never_event  third_party *             *                | phone         Tue-10:15 Sat-12:15 yes    yes  yes     yes  heard_elsewhere,never_event
*        *           *                    both         told_us  *                *                | phone         Tue-10:15 Sat-12:15 yes    yes  yes     yes  told_us,cannot_work,never_event
*        *           *                    both         third_party *             *                | phone         Tue-10:15 Sat-12:15 yes    yes  yes     yes  heard_elsewhere,cannot_work,never_event
"""  # noqa: E501 - a table is read across


class Row(NamedTuple):
    asked: tuple[str, ...]
    given: tuple[str, ...]

    def fits(self, names: tuple[str, ...]) -> bool:
        return all(want == "*" or value in want.split("|") for want, value in zip(self.asked, names, strict=True))


def rows() -> list[Row]:
    halves = [line.split(" | ") for line in TABLE.strip().splitlines()[1:]]
    return [Row(tuple(asked.split()), tuple(given.split())) for asked, given in halves]


Names = tuple[str, ...]


def incident_of(names: Names, responsibility: Responsibility = Responsibility.OURS) -> tuple[Incident, Client, Contact]:
    """A case as the rows name it, as the bot meets it: an incident of a client with a contact."""
    severity, status, wish, grave, knows, prefers, missing = names
    contact = Contact(
        workspace_id="T1",
        name="Marta",
        phone="" if missing in ("phone", "both") else "+34600123456",
        email="" if missing in ("email", "both") else "marta@acme.example",
    )
    client = Client(
        workspace_id="T1",
        name="Acme",
        key="acme",
        owner="U1",
        wish=Wish(wish),
        preferred=None if prefers == "-" else Channel(prefers),
        created_at=TUESDAY,
        contacts=[contact],
    )
    incident = Incident(
        workspace_id="T1",
        number=1,
        client_id=1,
        text="No les llega el correo",
        severity=Severity(severity),
        status=Status(status),
        owner="U1",
        reporter="U1",
        created_at=TUESDAY,
        origin="V1",
        cannot_work=grave in ("cannot_work", "both"),
        never_event=grave in ("never_event", "both"),
        awareness=Awareness(knows),
        responsibility=responsibility,
    )
    return incident, client, contact


def every_case() -> Iterator[Names]:
    return (
        tuple(str(name) for name in names)
        for names in product(
            Severity,
            (Status.RESOLVED, Status.UNRESOLVED),
            Wish,
            ("-", "cannot_work", "never_event", "both"),
            Awareness,
            ("-", Channel.PHONE, Channel.EMAIL, Channel.TEXT),
            ("-", "phone", "email", "both"),
        )
    )


def case_of(names: Names) -> Case:
    """What the matrix is asked; whose fault it was must not be part of the question (§3)."""
    asked = {
        incident.case(client, contact, in_touch=False)
        for incident, client, contact in (incident_of(names, one) for one in Responsibility)
    }
    assert len(asked) == 1, f"responsibility changes the case: {asked}"
    return asked.pop()


def as_given(made: tuple[Plan, ...], weekend: tuple[Plan, ...]) -> tuple[str, ...]:
    """What came out, as the rows say it."""
    first = made[0]

    def yes(holds: bool) -> str:
        return "yes" if holds else "-"

    return (
        str(first.channel),
        f"{first.deadline.astimezone(MADRID):%a-%H:%M}",
        f"{weekend[0].deadline.astimezone(MADRID):%a-%H:%M}",
        yes(first.urgent),
        yes(first.copy_lead),
        yes(first.lead_confirms),
        yes([one.purpose for one in made] == [Purpose.TELL, Purpose.MEET]),
        ",".join(first.why),
    )


def made_by(case: Case, now: datetime) -> tuple[Plan, ...]:
    return plan(case, duty_hours(), now, report_hour=REPORT_HOUR)


def test_the_whole_matrix() -> None:
    """Every case there is fits exactly one row of the table and gets what that row says, whoever is responsible."""
    table, used = rows(), set()
    for names in every_case():
        fitting = [row for row in table if row.fits(names)]
        assert len(fitting) == 1, f"{names} fits {len(fitting)} rows"
        case = case_of(names)
        assert as_given(made_by(case, TUESDAY), made_by(case, SATURDAY)) == fitting[0].given, names
        used.add(fitting[0])
    assert used == set(table), "a row that no case fits"


@pytest.mark.parametrize(
    ("severity", "status", "expected"),
    [
        (Severity.MINOR, Status.RESOLVED, "what_happened solution"),
        (Severity.MINOR, Status.UNRESOLVED, "what_happened steps outcome"),
        (Severity.MAJOR, Status.RESOLVED, "what_happened solution talk_or_report"),
        (Severity.MAJOR, Status.UNRESOLVED, "what_happened steps who_is_on_it by_when"),
    ],
)
def test_what_must_be_said(severity: Severity, status: Status, expected: str) -> None:
    """Each cell has its content, and a client who was not told first also hears us own up to that."""
    content = tuple(Content(word) for word in expected.split())
    case = Case(severity, status)
    assert made_by(case, TUESDAY)[0].must_say == content
    late = replace(case, awareness=Awareness.THIRD_PARTY)
    assert made_by(late, TUESDAY)[0].must_say == (Content.NOT_FIRST, *content)


def test_the_apology_is_owed_face_to_face_within_two_working_days() -> None:
    """A stopped client is owed a meeting by the same hour two working days later, and its own reason."""
    case = Case(Severity.MINOR, Status.RESOLVED, cannot_work=True, awareness=Awareness.TOLD_US)
    tuesday, saturday = made_by(case, TUESDAY)[1], made_by(case, SATURDAY)[1]
    assert (tuesday.channel, tuesday.deadline) == (Channel.IN_PERSON, local("2026-03-12 10:00"))
    assert (saturday.prompt_at, saturday.deadline) == (local("2026-03-16 09:00"), local("2026-03-17 12:00"))
    assert tuesday.must_say == (Content.APOLOGY_IN_PERSON,)
    assert tuesday.why == (Why.FACE_TO_FACE, Why.CANNOT_WORK)


def test_once_in_touch_how_the_client_heard_no_longer_matters() -> None:
    """The owning up is owed once: the next plan of the same incident is the plain cell."""
    incident, client, contact = incident_of(("major", "resolved", "standard", "-", "told_us", "-", "-"))
    assert incident.case(client, contact, in_touch=False).awareness is Awareness.TOLD_US
    assert incident.case(client, contact, in_touch=True).awareness is Awareness.NOT_YET


def test_nothing_is_owed_for_a_closed_incident() -> None:
    """Asking the matrix about a closed incident is a mistake of the caller, and is said to be."""
    with pytest.raises(KeyError):
        made_by(Case(Severity.MAJOR, Status.CLOSED), TUESDAY)
