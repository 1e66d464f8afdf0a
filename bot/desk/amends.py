"""Making it up to the client: suggested, reckoned, approved where it must be, and agreed with them (domain.md §5).

Figures are for the lead, the owner and admins only: they stand in the row of their own and never on the timeline.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk.context import Desk
from bot.desk.duties import note, redraw
from bot.desk.prompts import refresh
from bot.domain import amends as rules
from bot.domain import money
from bot.domain.amends import Amends, AmendsState, Figures, Option
from bot.domain.client import Client
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.errors import Refused, Why
from bot.domain.incident import EntryKind, Incident
from bot.domain.permissions import Actor, may_see
from bot.domain.views import AmendsAbout, AmendsView
from bot.store import amends, clients, deliveries, incidents


@dataclass(frozen=True)
class Wanted:
    """What a person proposes. ``amount_cents`` None is what that option usually costs; ``seen`` is the incident's last
    proposal when the form was opened, 0 for none: a form sent twice is one proposal."""

    figures: Figures
    option: Option
    amount_cents: int | None
    reason: str
    seen: int


def about(desk: Desk, actor: Actor, incident_id: int) -> AmendsAbout:
    """What a proposal would be about, and what was reckoned for this client before.

    Raises Refused where the actor may not see figures, where it does not apply, or where a proposal stands already.
    """
    with _in_hand(desk, actor, incident_id, lock=False) as (session, incident, client, last):
        if last is not None:
            last.require_room()
        moods = amends.moods(session, incident.id)
        former = amends.of_client(session, client.id)
    if not rules.applies(incident, moods):
        raise Refused(Why.NOTHING_TO_MAKE_UP)
    policy = desk.policy
    return AmendsAbout(
        incident, client, rules.worst(moods), former, last.id if last else 0, policy.currency, policy.approval_limit
    )


def propose(desk: Desk, actor: Actor, incident_id: int, wanted: Wanted) -> AmendsView:
    """Saves a proposal: approved at once at or under the limit, otherwise asked of the lead (§5, §8)."""
    now, policy = desk.now(), desk.policy
    amount = wanted.amount_cents
    if amount is None:
        amount = rules.usual_amount(wanted.option, wanted.figures)
    if wanted.option is Option.NOTHING_MORE and amount:
        raise Refused(Why.NOTHING_COSTS_NOTHING, field="amount")
    with _in_hand(desk, actor, incident_id, lock=True) as (session, incident, client, last):
        if last is not None:
            last.require_room()
            if last.id != wanted.seen:
                raise Refused(Why.ALREADY_SETTLED, who=last.proposed_by, at=last.proposed_at)
        made = Amends(
            workspace_id=actor.workspace_id,
            incident_id=incident.id,
            client_id=client.id,
            proposed_by=actor.user,
            proposed_at=now,
            currency=policy.currency,
            acquisition_cents=wanted.figures.acquisition_cents,
            margin_cents=wanted.figures.margin_cents,
            years=wanted.figures.years,
            error_cents=wanted.figures.error_cents,
            option=wanted.option,
            amount_cents=amount,
            reason=wanted.reason,
        )
        if money.gives_away(wanted.reason, made.secrets()):
            raise Refused(Why.FIGURES_IN_WORDS, field="reason")
        session.add(made)
        session.flush()
        refresh(session, actor.workspace_id, f"amends_offer:{incident.id}", now)
        facts: dict[str, object] = {"option": made.option, "reason": made.reason}
        note(session, incident, EntryKind.AMENDS_PROPOSED, actor.user, now, after=facts)
        view = _view(session, desk, made, incident, client)
        if rules.needs_approval(made.option, amount, policy.approval_limit):
            if not view.approvers:
                raise Refused(Why.NOBODY_TO_APPROVE, field="amount")
            _ask(session, desk, view, "first", now, now)
        else:
            made.decide(AmendsState.APPROVED, actor.user, "", now)
            _tell(session, view, actor.user, now)
        incident.version += 1
        redraw(session, desk, incident, now)
        return view


def remind(session: Session, desk: Desk, waiting: Amends, now: datetime) -> None:
    """Asks again, each working morning, whoever has to decide; mornings that were missed are one."""
    due_at = waiting.next_at or now
    incident = incidents.get(session, waiting.workspace_id, waiting.incident_id)
    client = clients.get(session, waiting.workspace_id, waiting.client_id)
    if incident is None or client is None:  # pragma: no cover - the foreign keys forbid it
        raise LookupError(waiting.id)
    view = _view(session, desk, waiting, incident, client)
    if not waiting.is_waiting() or not view.approvers:
        waiting.next_at = None
        return
    _ask(session, desk, view, f"morning:{int(due_at.timestamp())}", due_at, now)


def to_decide(desk: Desk, actor: Actor, amends_id: int) -> AmendsView:
    """The proposal behind `No`, for whoever may decide it and while it waits."""
    view = _look(desk, actor, amends_id)
    require_decider(actor, view)
    view.amends.require_step(AmendsState.REJECTED)
    return view


def to_agree(desk: Desk, actor: Actor, amends_id: int) -> AmendsView:
    """The proposal behind `Acordado con el cliente`, for whoever may see its figures and while it is to be agreed."""
    view = _look(desk, actor, amends_id)
    view.amends.require_step(AmendsState.AGREED)
    return view


def _look(desk: Desk, actor: Actor, amends_id: int) -> AmendsView:
    actor.require_member()
    view = read(desk, actor.workspace_id, amends_id)
    _require_eyes(actor, view.incident, view.lead)
    return view


def read(desk: Desk, workspace_id: str, amends_id: int) -> AmendsView:
    """The proposal as it stands, for the outbox to put into words."""
    with desk.database.read() as session:
        found = amends.get(session, workspace_id, amends_id)
        incident = incidents.get(session, workspace_id, found.incident_id) if found else None
        client = clients.get(session, workspace_id, found.client_id) if found else None
        if found is None or incident is None or client is None:
            raise Refused(Why.NOT_FOUND)
        return _view(session, desk, found, incident, client)


def require_decider(actor: Actor, view: AmendsView) -> None:
    """The lead or an admin; nobody decides their own (§8). Raises Refused."""
    if actor.user == view.amends.proposed_by:
        raise Refused(Why.NOT_YOUR_OWN)
    if not rules.may_decide(actor, view.amends, view.lead):
        raise Refused(Why.ONLY_LEAD, lead=view.lead)


def decide(desk: Desk, actor: Actor, amends_id: int, *, approved: bool, reason: str = "") -> AmendsView:
    """`Aprobar`, or `No` with its reason. The second of two hears who decided, and when."""
    now = desk.now()
    with _locked(desk, actor, amends_id) as (session, view):
        require_decider(actor, view)
        found, incident = view.amends, view.incident
        wanted = AmendsState.APPROVED if approved else AmendsState.REJECTED
        found.require_step(wanted)
        if money.gives_away(reason, found.secrets()):
            raise Refused(Why.FIGURES_IN_WORDS, field="reason")
        found.decide(wanted, actor.user, reason, now)
        facts: dict[str, object] = {"option": found.option, "approved": approved, "reason": reason}
        note(session, incident, EntryKind.AMENDS_DECIDED, actor.user, now, after=facts)
        refresh(session, actor.workspace_id, f"amends:{found.id}", now)
        _tell(session, view, actor.user, now)
        incident.version += 1
        redraw(session, desk, incident, now)
        return view


def agree(desk: Desk, actor: Actor, amends_id: int, client_said: str) -> AmendsView:
    """What the client said to it: the end. Their words go on the timeline unless a figure stands in them."""
    now = desk.now()
    with _locked(desk, actor, amends_id) as (session, view):
        _require_eyes(actor, view.incident, view.lead)
        found, incident = view.amends, view.incident
        found.agree(actor.user, client_said, now)
        heard = "" if money.has_number(client_said) else client_said
        facts: dict[str, object] = {"option": found.option, "client_said": heard}
        note(session, incident, EntryKind.AMENDS_AGREED, actor.user, now, after=facts)
        refresh(session, actor.workspace_id, f"amends:{found.id}", now)
        incident.version += 1
        redraw(session, desk, incident, now)
        return view


@contextmanager
def _in_hand(
    desk: Desk, actor: Actor, incident_id: int, *, lock: bool
) -> Iterator[tuple[Session, Incident, Client, Amends | None]]:
    """An incident and its last proposal, for whoever may see figures; locked, two people at once stand in line."""
    actor.require_member()
    with desk.database.write() if lock else desk.database.read() as session:
        incident = incidents.get(session, actor.workspace_id, incident_id, lock=lock)
        client = clients.get(session, actor.workspace_id, incident.client_id) if incident else None
        if incident is None or client is None:
            raise Refused(Why.NOT_FOUND)
        _require_eyes(actor, incident, desk.policy.lead_of(client))
        yield session, incident, client, amends.of_incident(session, incident.id)


@contextmanager
def _locked(desk: Desk, actor: Actor, amends_id: int) -> Iterator[tuple[Session, AmendsView]]:
    """A proposal, locked behind its incident."""
    actor.require_member()
    with desk.database.write() as session:
        found = amends.get(session, actor.workspace_id, amends_id)
        if found is None:
            raise Refused(Why.NOT_FOUND)
        incident = incidents.get(session, actor.workspace_id, found.incident_id, lock=True)
        client = clients.get(session, actor.workspace_id, found.client_id)
        if incident is None or client is None:  # pragma: no cover - the foreign keys forbid it
            raise LookupError(amends_id)
        session.refresh(found)  # as it is now that nobody else can change it
        lead = desk.policy.lead_of(client)
        if not may_see(actor, incident, lead):
            raise Refused(Why.NOT_FOUND)
        yield session, _view(session, desk, found, incident, client)


def _require_eyes(actor: Actor, incident: Incident, lead: str) -> None:
    if not may_see(actor, incident, lead):
        raise Refused(Why.NOT_FOUND)
    if not rules.may_see_figures(actor, incident, lead):
        raise Refused(Why.NOT_YOURS, owner=incident.owner)


def _view(session: Session, desk: Desk, found: Amends, incident: Incident, client: Client) -> AmendsView:
    lead = desk.policy.lead_of(client)
    others = dict.fromkeys((lead, *desk.policy.admins, *amends.admins(session, found.workspace_id)))
    approvers = tuple(user for user in others if user and user != found.proposed_by)
    return AmendsView(found, incident, client, lead, approvers)


def _ask(session: Session, desk: Desk, view: AmendsView, rung: str, due_at: datetime, now: datetime) -> None:
    """Owes the question to whoever comes first, and sets the hour at which it is asked again."""
    found, to = view.amends, view.approvers[0]
    found.next_at = desk.hours(session, found.workspace_id, to, None).next_morning(now)
    deliveries.owe(
        session,
        Delivery(
            workspace_id=found.workspace_id,
            kind=DeliveryKind.AMENDS_ASK,
            key=f"amends:{found.id}:ask:{rung}",
            recipient=to,
            due_at=due_at,
            incident_id=found.incident_id,
            payload={"amends": found.id, "again": rung != "first"},
        ),
    )


def _tell(session: Session, view: AmendsView, actor: str, now: datetime) -> None:
    """Owes the decision to whoever proposed it, and to the owner, who talks with the client."""
    found = view.amends
    for user in sorted({found.proposed_by, view.incident.owner} - {actor}):
        deliveries.owe(
            session,
            Delivery(
                workspace_id=found.workspace_id,
                kind=DeliveryKind.AMENDS_DECIDED,
                key=f"amends:{found.id}:decided:{user}",
                recipient=user,
                due_at=now,
                incident_id=found.incident_id,
                payload={"amends": found.id},
            ),
        )
