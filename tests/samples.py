"""One of everything the bot speaks of, made by hand: for tests that need no database."""

from datetime import timedelta
from typing import Any

from bot.domain.amends import Option
from bot.domain.classify import Reason, ReasonCode, Suggestion
from bot.domain.client import Client, Contact, key_of
from bot.domain.closing import Missing
from bot.domain.commitment import Commitment
from bot.domain.incident import Entry, EntryKind, Incident
from bot.domain.matrix import Case, Plan, plan
from bot.domain.notice import Notice
from bot.domain.people import Person
from bot.domain.views import Advice, Duty, IncidentView
from bot.domain.words import Awareness, Channel, Mood, Responsibility, Severity, Status
from messages.times import When
from tests.hours import MADRID, duty_hours, local

NOW = local("2026-03-10 10:00")
WHEN = When(NOW, MADRID)
ANA, LUIS = "U0ANA", "U0LUIS"
#: As odd as an address may be and still be one.
EMAIL = "o'brien&co*a_b_`c`|d~e@acme.example"
LATER = NOW + timedelta(hours=1)


def notice_of(one: Plan, **more: Any) -> Notice:
    """The notice that a plan becomes."""
    return Notice(
        **{
            "workspace_id": "T1",
            "incident_id": 1,
            "client_id": 1,
            "purpose": one.purpose,
            "sequence": 1,
            "round": 1,
            "severity": Severity.MAJOR,
            "status": Status.UNRESOLVED,
            "channel": one.channel,
            "contact_id": 1,
            "assignee": ANA,
            "urgent": one.urgent,
            "prompt_at": one.prompt_at,
            "deadline": one.deadline,
            "must_say": [str(content) for content in one.must_say],
            "why": [str(why) for why in one.why],
            "created_at": one.prompt_at,
            "id": 7,
            **more,
        }
    )


def notice(**more: Any) -> Notice:
    """A call owed for an importante told on a Tuesday at ten."""
    return notice_of(
        plan(Case(Severity.MAJOR, Status.UNRESOLVED), duty_hours(), NOW, report_hour=NOW.time())[0], **more
    )


def contact(text: str, **more: Any) -> Contact:
    values = {
        "phone": "+34600123456",
        "email": EMAIL,
        "note": text,
        "reachable": text[:200],
        "zone": text[:60],
        "id": 1,
    }
    return Contact(workspace_id="T1", name=text[:200], **{**values, **more})


def person(text: str) -> Person:
    return Person(workspace_id="T1", user=ANA, name=text[:200], email=EMAIL, seen_at=NOW)


def client(text: str, **more: Any) -> Client:
    values = {"contacts": [contact(text), contact(text, id=2)], "created_at": NOW, "id": 1}
    name = text[:200] or "A"
    return Client(workspace_id="T1", name=name, key=key_of(name), owner=ANA, **{**values, **more})


def incident(text: str, **more: Any) -> Incident:
    values = {
        "severity": Severity.MAJOR,
        "status": Status.UNRESOLVED,
        "measures": text,
        "responsibility": Responsibility.OURS,
        "awareness": Awareness.TOLD_US,
        "promised_for": LATER,
        "id": 1,
    }
    return Incident(
        workspace_id="T1",
        number=1,
        client_id=1,
        text=text,
        owner=ANA,
        reporter=LUIS,
        created_at=NOW,
        origin="V1",
        **{**values, **more},
    )


def duty(text: str, *, about: dict[str, Any] | None = None, **more: Any) -> Duty:
    """A duty in which every text that somebody typed is ``text``; ``about`` are the incident's own values."""
    who = client(text)
    return Duty(
        notice=notice(**more),
        incident=incident(text, **(about or {})),
        client=who,
        contact=who.contacts[0],
        next_contact=who.contacts[1],
        hours=duty_hours(),
        owner=person(text),
        lead=LUIS,
    )


def entry(kind: EntryKind, text: str) -> Entry:
    """A line of the timeline with everything that its kind may carry."""
    moments = {name: LATER.isoformat() for name in ("deadline", "until", "retry_at", "due_at", "told_at")}
    texts = dict.fromkeys(("contact", "reason", "what", "said", "client_said", "spoke_with", "text"), text)
    people: dict[str, object] = {"assignee": ANA, "owner": ANA, "lead": LUIS, "author": ANA}
    after: dict[str, object] = {**moments, **texts, **people, "channel": Channel.PHONE, "mood": Mood.UPSET, "tries": 2}
    if kind.startswith("action_"):
        after |= {"action": 9, "phase": "prevention", "due_on": "2026-03-12", "verify_on": "2026-03-26"}
    if kind is EntryKind.WARNING_CHANGED:
        after |= {"level": "fire", "signs": ["wants_to_leave", "bad_news"]}
    if kind.startswith("departure_"):
        after |= {"departure": 3, "reasons": text}
    if kind is EntryKind.REOPENED:
        after["status"] = Status.UNRESOLVED
    if kind in (EntryKind.AMENDS_PROPOSED, EntryKind.AMENDS_DECIDED, EntryKind.AMENDS_AGREED):
        after["option"] = Option.DISCOUNT
    if kind is EntryKind.SATISFACTION:
        after |= {"client_score": 2, "client_words": text, "team_score": 4, "team_words": text}
    if kind is EntryKind.SETTING_CHANGED:
        after = {"never_events": [text, text], "currency": "MXN", "approval_limit": 900}
    if kind is EntryKind.CHANGED:
        before, after = _changes(text)
        return Entry(workspace_id="T1", at=NOW, kind=kind, who=ANA, incident_id=1, before=before, after=after, id=1)
    return Entry(workspace_id="T1", at=NOW, kind=kind, who=ANA, incident_id=1, before=dict(after), after=after, id=1)


def _changes(text: str) -> tuple[dict[str, object], dict[str, object]]:
    before = {"severity": Severity.MINOR, "status": Status.UNRESOLVED, "responsibility": Responsibility.UNKNOWN}
    after = {"severity": Severity.MAJOR, "status": Status.RESOLVED, "responsibility": Responsibility.SHARED}
    flags = {"cannot_work": True, "never_event": True, "hard": True}
    return (
        {**before, **dict.fromkeys(flags, False), "measures": "", "never_event_name": ""},
        {**after, **flags, "measures": text, "never_event_name": text},
    )


def view(text: str, *, notices: tuple[Notice, ...] = (), entries: int = 40, **more: Any) -> IncidentView:
    """An incident with a long history; ``more`` are the incident's own values."""
    kinds = [kind for kind in EntryKind if not kind.startswith("client_")]
    story = tuple(entry(kinds[place % len(kinds)], text) for place in range(entries))
    promises = tuple(
        Commitment(
            workspace_id="T1",
            incident_id=1,
            client_id=1,
            owner=ANA,
            what=text,
            due_at=LATER,
            made_at=NOW,
            made_by=ANA,
            id=place,
        )
        for place in range(12)
    )
    checklist = tuple((item, False) for item in Missing)
    return IncidentView(
        incident(text, **more), client(text), notices or (notice(),), promises, story, checklist, LUIS, may_handle=True
    )


def advice(quote: str) -> Advice:
    reason = Reason(ReasonCode.SERVICE_DOWN, quote)
    return Advice(Suggestion(Severity.MAJOR, Status.UNRESOLVED, reason, Reason(ReasonCode.NO_WORD)), repeated=False)
