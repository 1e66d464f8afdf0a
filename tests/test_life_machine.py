"""Random people, clicks, hours and restarts against the real desk on both databases: what must hold always holds.

``tests/lives.py`` says what that is. A rule picks any row, also one long settled: stale buttons are pressed too.
"""

import os
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.desk import actions, amends, changes, commitments, contact, handing, report, review_writing, reviews, verifying
from bot.desk.actions import NewAction
from bot.desk.amends import Wanted
from bot.desk.changes import Change
from bot.desk.proving import Told
from bot.desk.report import Report
from bot.domain.amends import Amends, Figures, Option
from bot.domain.client import Client, Contact
from bot.domain.commitment import Commitment
from bot.domain.corrective import CorrectiveAction, Phase
from bot.domain.incident import Incident
from bot.domain.notice import Notice, Snooze
from bot.domain.people import Person
from bot.domain.review import Review, Writing
from bot.domain.words import Awareness, Mood, Responsibility, Severity, Status
from tests.lives import ADMIN, COLLEAGUE, EVERYBODY, LEAD, OWNER, REPORTER, TEAM, Firm, actor, check
from tests.world import START

#: Those who may do most come most often: else a story hardly moves.
people = st.sampled_from((OWNER, OWNER, OWNER, LEAD, ADMIN, *EVERYBODY))
places = st.sampled_from((0, 0, 0, 1, 1, 2, 3, 5, 8))
spans = st.sampled_from([timedelta(hours=hours) for hours in (0.25, 1, 4, 24, 72, 16 * 24)])
severities = st.sampled_from(Severity)
open_states = st.sampled_from((Status.UNRESOLVED, Status.RESOLVED))
phases = st.sampled_from(Phase)
doers = st.sampled_from((OWNER, LEAD, COLLEAGUE))
whose = st.sampled_from(Responsibility)
hours_ahead = st.sampled_from((1, 3, 26))
days_ahead = st.sampled_from((-1, 0, 2, 9))
WRITTEN = Writing("Nadie mira la cola", ("No hay alarma",), "Lo que se vigila debe avisar")


class Life(RuleBasedStateMachine):
    url = ""

    def __init__(self) -> None:
        super().__init__()
        self.firm = Firm(self.url, START)
        self.forms = 0
        with self.firm.desk.database.write() as session:
            for name in ("Acme", "Bodegas Roa"):
                session.add(_client(name, self.firm.clock()))

    def teardown(self) -> None:
        self.firm.close()

    @invariant()
    def everything_holds(self) -> None:
        self.firm.beat()
        check(self.firm)

    # Helpers

    def any(self, kind: type[Any], place: int) -> Any:
        """One row of this kind, one that still waits for somebody more often than not; None where there is none."""
        rows = self.firm.all(kind)
        rows.sort(key=lambda one: getattr(one, "next_at", None) is None)
        return rows[place % len(rows)] if rows else None

    def incident_of(self, one: Any) -> Incident:
        incidents: list[Incident] = self.firm.all(Incident)
        return next(incident for incident in incidents if incident.id == one.incident_id)

    def handles(self, user: str, incident: Incident) -> Callable[[], bool]:
        return lambda: self.firm.may_handle(user, incident)

    def in_(self, **span: float) -> datetime:
        return self.firm.clock() + timedelta(**span)

    def day(self, ahead: int) -> date:
        return (self.firm.clock() + timedelta(days=ahead)).date()

    # Telling it

    @initialize(severity=severities, status=open_states, responsibility=whose, cannot_work=st.booleans())
    def begins(self, **told: Any) -> None:
        """Hypothesis leaves out some rules of each story; something to live through there must be in every one."""
        self.report(REPORTER, 1, None, **told)

    @precondition(lambda self: len(self.firm.all(Incident)) < 3)
    @rule(
        who=st.sampled_from((REPORTER, OWNER, *EVERYBODY)),
        client=st.integers(1, 2),
        severity=severities,
        status=open_states,
        cannot_work=st.booleans(),
        never_event=st.sampled_from((False, False, True)),
        awareness=st.sampled_from(Awareness),
        responsibility=whose,
        promised=st.none() | hours_ahead,
        private=st.sampled_from((False, False, True)),
    )
    def reports(self, who: str, client: int, promised: int | None, **told: Any) -> None:
        self.report(who, client, promised, **told)

    def report(self, who: str, client: int, promised: int | None, **told: Any) -> None:
        self.forms += 1
        clients = self.firm.all(Client)
        wanted = Report(
            text=f"Se ha parado algo, y van {self.forms}",
            client_id=clients[client - 1].id,
            measures="En ello",
            promised_for=self.in_(hours=promised) if promised else None,
            is_another=True,
            **told,
        )
        with self.firm.trying(who, lambda: True):
            report.declare(self.firm.desk, actor(who), wanted, f"form-{self.forms}")
            report.declare(self.firm.desk, actor(who), wanted, f"form-{self.forms}")  # the form, sent twice

    @rule(
        who=people,
        place=places,
        mood=st.sampled_from(Mood),
        promised=st.none() | hours_ahead,
        for_report=st.sampled_from((False, False, True)),
    )
    def tells(self, who: str, place: int, mood: Mood, promised: int | None, for_report: bool) -> None:
        notice = self.any(Notice, place)
        if notice is None:
            return
        told = Told(
            notice.channel,
            "Marta",
            self.firm.clock(),
            "Lo que hay",
            "De acuerdo",
            mood,
            promised="Llamarle" if promised else "",
            promised_for=self.in_(hours=promised) if promised else None,
            for_report=for_report,
        )
        for _ in range(2):  # pressed twice
            with self.firm.trying(who, self.handles(who, self.incident_of(notice))):
                contact.prove(self.firm.desk, actor(who), notice.id, told)

    @rule(who=people, place=places, seen=st.integers(0, 3))
    def gets_no_answer(self, who: str, place: int, seen: int) -> None:
        if notice := self.any(Notice, place):
            with self.firm.trying(who, self.handles(who, self.incident_of(notice))):
                contact.no_answer(self.firm.desk, actor(who), notice.id, min(seen, notice.tries))

    @rule(who=people, place=places, choice=st.sampled_from(Snooze), reason=st.sampled_from(("", "Está de viaje")))
    def postpones(self, who: str, place: int, choice: Snooze, reason: str) -> None:
        if notice := self.any(Notice, place):
            with self.firm.trying(who, self.handles(who, self.incident_of(notice))):
                contact.postpone(self.firm.desk, actor(who), notice.id, choice, reason)

    @rule(who=people, to=st.sampled_from((OWNER, LEAD, COLLEAGUE, REPORTER)), place=places)
    def reassigns(self, who: str, to: str, place: int) -> None:
        if notice := self.any(Notice, place):
            person = Person(workspace_id=TEAM, user=to, name=to, seen_at=self.firm.clock())
            with self.firm.trying(who, self.handles(who, self.incident_of(notice))):
                handing.reassign(self.firm.desk, actor(who), notice.id, person)

    @rule(place=places)
    def falls_ill(self, place: int) -> None:
        """Whoever had it is away: the outbox hands it over."""
        if notice := self.any(Notice, place):
            to = ADMIN if notice.assignee == LEAD else LEAD
            handing.hand_over(self.firm.desk, TEAM, notice.id, notice.assignee, to)

    @rule(who=st.sampled_from((LEAD, ADMIN, *EVERYBODY)), place=places)
    def confirms(self, who: str, place: int) -> None:
        if notice := self.any(Notice, place):
            with self.firm.trying(who, lambda: who in (LEAD, ADMIN)):
                handing.confirm(self.firm.desk, actor(who), notice.id)

    # Changing, closing, opening it again

    @rule(
        who=people,
        place=places,
        severity=severities,
        status=open_states,
        cannot_work=st.booleans(),
        never_event=st.booleans(),
        responsibility=whose,
    )
    def changes(self, who: str, place: int, **wanted: Any) -> None:
        if incident := self.any(Incident, place):
            change = Change(hard=False, measures="Se ha hecho algo", **wanted)
            with self.firm.trying(who, self.handles(who, incident)):
                changes.change(self.firm.desk, actor(who), incident.id, change)

    @rule(who=people, place=places, failing=st.booleans(), reason=st.sampled_from(("", "Ha vuelto a caer")))
    def opens_again(self, who: str, place: int, failing: bool, reason: str) -> None:
        incidents = sorted(self.firm.all(Incident), key=lambda one: not one.is_closed())
        if incidents:
            incident = incidents[place % len(incidents)]
            with self.firm.trying(who, self.handles(who, incident)):
                changes.reopen(self.firm.desk, actor(who), incident.id, reason, failing=failing)

    @rule(who=people, place=places)
    def closes(self, who: str, place: int) -> None:
        if incident := self.any(Incident, place):
            with self.firm.trying(who, self.handles(who, incident)):
                changes.close(self.firm.desk, actor(who), incident.id)

    @rule(place=places)
    def sees_it_through(self, place: int) -> None:
        """Everything that closing asks for, one after the other: from there it closes, whatever went before."""
        incident = self.any(Incident, place)
        if incident is None or incident.is_closed():
            return
        desk, admin = self.firm.desk, actor(ADMIN)
        solved = Change(
            incident.severity, Status.RESOLVED, False, incident.cannot_work, incident.never_event,
            Responsibility.THIRD_PARTY, "Ya funciona",
        )  # fmt: skip
        changes.change(desk, admin, incident.id, solved)
        for promise in self.firm.all(Commitment):
            if promise.incident_id == incident.id and promise.is_owed():
                commitments.keep(desk, admin, promise.id)
        for notice in self.firm.all(Notice):
            if notice.incident_id == incident.id and notice.is_pending():
                told = Told(notice.channel, "Marta", self.firm.clock(), "Ya está", "Bien", Mood.CALM)
                contact.prove(desk, admin, notice.id, told)
        last = [notice for notice in self.firm.all(Notice) if notice.incident_id == incident.id][-1]
        handing.confirm(desk, admin, last.id)
        for review in self.firm.all(Review):
            if review.incident_id == incident.id and not review.is_final():
                review_writing.offer(desk, admin, review.id, review.edition, WRITTEN)
                review_writing.finish(desk, actor(LEAD), review.id)
        assert changes.close(desk, admin, incident.id).ready

    # The review

    @rule(who=people, place=places)
    def asks_for_a_review(self, who: str, place: int) -> None:
        if incident := self.any(Incident, place):
            with self.firm.trying(who, self.handles(who, incident)):
                reviews.want(self.firm.desk, actor(who), incident.id)

    @rule(who=people, place=places, what=st.sampled_from(("offer", "answer", "finish")), words=st.booleans())
    def reviews_it(self, who: str, place: int, what: str, words: bool) -> None:
        review = self.any(Review, place)
        if review is None:
            return
        heads = (review.author, self.incident_of(review).owner, LEAD, ADMIN)
        with self.firm.trying(who, lambda: who in (review.offered_to if what == "answer" else heads)):
            if what == "offer":
                review_writing.offer(self.firm.desk, actor(who), review.id, review.edition, WRITTEN)
            elif what == "answer":
                review_writing.answer(self.firm.desk, actor(who), review.id, "Falta el turno de noche" if words else "")
            else:
                review_writing.finish(self.firm.desk, actor(who), review.id)

    # Promises

    @rule(who=people, place=places, hours=hours_ahead)
    def promises(self, who: str, place: int, hours: int) -> None:
        if incident := self.any(Incident, place):
            with self.firm.trying(who, self.handles(who, incident)):
                due_at = self.in_(hours=hours)
                commitments.make(self.firm.desk, actor(who), incident.client_id, incident.id, "Volver", due_at, None)

    @rule(who=people, place=places)
    def keeps(self, who: str, place: int) -> None:
        if promise := self.any(Commitment, place):
            for _ in range(2):
                with self.firm.trying(who, self.has_promised(who, promise)):
                    commitments.keep(self.firm.desk, actor(who), promise.id)

    @rule(who=people, place=places, hours=hours_ahead, heard=st.booleans())
    def gives_a_new_hour(self, who: str, place: int, hours: int, heard: bool) -> None:
        if promise := self.any(Commitment, place):
            said = "De acuerdo" if heard else ""
            with self.firm.trying(who, self.has_promised(who, promise)):
                due_at = self.in_(hours=hours)
                commitments.give_new_hour(self.firm.desk, actor(who), promise.id, due_at, "Falta una pieza", said)

    def has_promised(self, user: str, promise: Commitment) -> Callable[[], bool]:
        return lambda: user in (promise.owner, self.incident_of(promise).owner, LEAD, ADMIN)

    # What prevents it, and what makes up for it

    @rule(
        who=people,
        place=places,
        phase=st.sampled_from(Phase),
        doer=st.sampled_from((OWNER, LEAD, COLLEAGUE)),
        ahead=days_ahead,
    )
    def adds_an_action(self, who: str, place: int, phase: Phase, doer: str, ahead: int) -> None:
        if incident := self.any(Incident, place):
            wanted = NewAction(phase, "Vigilarlo", "Un mes sin fallos", doer, self.day(ahead))
            with self.firm.trying(who, self.handles(who, incident)):
                actions.make(self.firm.desk, actor(who), str(incident.id), wanted)

    @rule(
        who=st.sampled_from((COLLEAGUE, OWNER, LEAD, *EVERYBODY)),
        place=places,
        what=st.sampled_from(("done", "done", "move", "drop")),
        ahead=days_ahead,
    )
    def works_on_an_action(self, who: str, place: int, what: str, ahead: int) -> None:
        action = self.any(CorrectiveAction, place)
        if action is None:
            return
        with self.firm.trying(who, lambda: who in (action.owner, self.incident_of(action).owner, LEAD, ADMIN)):
            if what == "done":
                actions.done(self.firm.desk, actor(who), action.id)
            elif what == "move":
                actions.move(self.firm.desk, actor(who), action.id, self.day(ahead), "No llega el material")
            else:
                actions.drop(self.firm.desk, actor(who), action.id, "Ya no existe ese servicio")

    @rule(
        who=st.sampled_from((OWNER, LEAD, *EVERYBODY)),
        place=places,
        answer=st.sampled_from(("works", "failed", "unsure")),
        ahead=days_ahead,
    )
    def verifies(self, who: str, place: int, answer: str, ahead: int) -> None:
        action = self.any(CorrectiveAction, place)
        if action is None:
            return
        asked = who in (action.verifier, LEAD, ADMIN) and who != action.owner
        with self.firm.trying(who, lambda: asked):
            if answer == "works":
                verifying.works(self.firm.desk, actor(who), action.id)
            elif answer == "failed":
                verifying.failed(self.firm.desk, actor(who), action.id, self.day(ahead), "Ha vuelto a pasar")
            else:
                verifying.unsure(self.firm.desk, actor(who), action.id)

    @rule(who=people, place=places)
    def needs_no_prevention(self, who: str, place: int) -> None:
        if incident := self.any(Incident, place):
            with self.firm.trying(who, self.handles(who, incident)):
                actions.no_prevention(self.firm.desk, actor(who), incident.id, "Un rayo")

    @rule(who=people, place=places, euros=st.sampled_from((50, 5000)))
    def proposes_amends(self, who: str, place: int, euros: int) -> None:
        if incident := self.any(Incident, place):
            figures = Figures(acquisition_cents=100_000, margin_cents=900_000, years=3, error_cents=20_000)
            last = self.any(Amends, 0)
            wanted = Wanted(figures, Option.DISCOUNT, euros * 100, "Se lo debemos", last.id if last else 0)
            with self.firm.trying(who, lambda: who in (incident.owner, LEAD, ADMIN)):
                amends.propose(self.firm.desk, actor(who), incident.id, wanted)

    @rule(who=st.sampled_from((LEAD, ADMIN, *EVERYBODY)), place=places, step=st.sampled_from(("yes", "no", "agreed")))
    def decides_amends(self, who: str, place: int, step: str) -> None:
        found = self.any(Amends, place)
        if found is None:
            return
        deciders = {LEAD, ADMIN} - ({found.proposed_by} if step != "agreed" else set())
        owner = {self.incident_of(found).owner} if step == "agreed" else set()
        with self.firm.trying(who, lambda: who in deciders | owner):
            if step == "agreed":
                amends.agree(self.firm.desk, actor(who), found.id, "Que se lo agradece")
            else:
                amends.decide(self.firm.desk, actor(who), found.id, approved=step == "yes", reason="Porque sí")

    # Time

    @rule(span=spans)
    def time_passes(self, span: timedelta) -> None:
        self.firm.pass_time(span)

    @rule()
    def restarts(self) -> None:
        self.firm.restart()


def _client(name: str, now: datetime) -> Client:
    marta = Contact(workspace_id=TEAM, name="Marta", phone="+34600123456", email="marta@acme.example")
    key = name.casefold()
    return Client(workspace_id=TEAM, name=name, key=key, owner=OWNER, lead=LEAD, created_at=now, contacts=[marta])


#: The same stories on every run of the gate; new ones wherever somebody works on it.
HOW = settings(
    max_examples=11,
    stateful_step_count=30,
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=list(HealthCheck),
)


def test_whatever_people_do_nothing_is_forgotten_doubled_or_taken(database_url: str) -> None:
    """Nobody is forgotten, asked twice or overstepped; what closes owes nothing; the timeline explains it all."""
    run_state_machine_as_test(type("LifeHere", (Life,), {"url": database_url}), settings=HOW)
