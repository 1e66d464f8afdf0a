"""A review is asked for, reminded of, and handed to whoever is there (domain.md §5)."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk.context import Desk
from bot.desk.duties import note, redraw
from bot.desk.hands import in_hand
from bot.desk.prompts import refresh
from bot.domain import review as rules
from bot.domain.client import Client
from bot.domain.closing import needs_review
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.duty import DutyHours
from bot.domain.errors import Refused, Why
from bot.domain.incident import EntryKind, Incident
from bot.domain.permissions import Actor, may_see
from bot.domain.review import Review, ReviewRung, ReviewState
from bot.domain.views import ReviewView
from bot.domain.words import Status
from bot.store import actions, clients, deliveries, incidents, people, reviews


def follow(session: Session, desk: Desk, incident: Incident, now: datetime) -> None:
    """Asks the owner for the review of a solved incident that needs one, once; and again where it broke meanwhile."""
    if incident.status is Status.UNRESOLVED or not needs_review(incident):
        return
    review = reviews.of_incident(session, incident.id)
    if review is not None and review.state is ReviewState.ASKED and review.next_at is None:
        review.next_at = now  # it was kept waiting while the incident was open, or menor
        deliveries.wake(session)
        return
    broke_again = (
        review is not None
        and review.finished_at is not None
        and incident.resolved_at is not None
        and incident.resolved_at > review.finished_at
    )
    if review is not None and not broke_again:
        return
    if review is None:
        wanted = incidents.latest(session, incident.id, EntryKind.REVIEW_WANTED)
        review = Review(
            workspace_id=incident.workspace_id,
            incident_id=incident.id,
            client_id=incident.client_id,
            author=incident.owner,
            asked_at=now,
            asked_by=wanted.who if wanted else None,
        )
        session.add(review)
    else:
        review.ask_again(incident.owner, now)
        reviews.forget_comments(session, review.id, only_wordless=False)
    rules.wind(review, hours_of(session, desk, review))
    session.flush()
    deliveries.wake(session)
    after: dict[str, object] = {"author": review.author, "again": broke_again}
    note(session, incident, EntryKind.REVIEW_ASKED, None, now, after=after)
    if broke_again:
        refresh(session, review.workspace_id, f"review:{review.id}", now)


def want(desk: Desk, actor: Actor, incident_id: int) -> Incident:
    """`Pedir revisión`, by whoever may handle the incident. Raises Refused where it has or will have one anyway."""
    now = desk.now()
    with desk.database.write() as session:
        incident, _ = in_hand(session, desk, actor, incident_id)
        incident.require_open()
        if needs_review(incident):
            wanted = incidents.latest(session, incident.id, EntryKind.REVIEW_WANTED)
            if incident.review_wanted and wanted is not None:
                raise Refused(Why.ALREADY_SETTLED, who=wanted.who, at=wanted.at)
            raise Refused(Why.REVIEW_COMES_ANYWAY)
        incident.review_wanted = True
        note(session, incident, EntryKind.REVIEW_WANTED, actor.user, now)
        session.flush()
        follow(session, desk, incident, now)
        incident.version += 1
        redraw(session, desk, incident, now)
        return incident


def hand_on(session: Session, desk: Desk, incident: Incident, to: str, now: datetime) -> None:
    """The incident is about to be somebody else's: so is the review that its owner had yet to write."""
    review = reviews.of_incident(session, incident.id)
    if review is not None and review.state is ReviewState.ASKED and review.author == incident.owner:
        _give(session, desk, review, to, now)


def hand_over(desk: Desk, workspace_id: str, review_id: int, absent: str, to: str) -> None:
    """Its author is away or gone: ``to`` gets it. Changes nothing where somebody else has it by now."""
    now = desk.now()
    with desk.database.write() as session:
        review, incident, _ = find(session, workspace_id, review_id, lock=True)
        if review.is_final() or review.author != absent:
            return
        _give(session, desk, review, to, now)
        people_now: dict[str, object] = {"author": to}
        note(session, incident, EntryKind.REVIEW_HANDED, None, now, before={"author": absent}, after=people_now)


def _give(session: Session, desk: Desk, review: Review, to: str, now: datetime) -> None:
    review.author = to
    refresh(session, review.workspace_id, f"review:{review.id}", now)
    if review.rung:
        hours = hours_of(session, desk, review)
        due_at = hours.ours.next_open(now)
        owe(session, review, DeliveryKind.REVIEW, to, f"handed:{to}:{now.timestamp()}", due_at, rung=ReviewRung.HANDED)


def remind(session: Session, desk: Desk, review: Review, now: datetime) -> None:
    """Owes its author what is due, and the lead a word, once, after three reminders."""
    _, incident, client = find(session, review.workspace_id, review.id)
    if review.state is ReviewState.ASKED and (incident.status is Status.UNRESOLVED or not needs_review(incident)):
        review.next_at = None  # asked for again when it is solved, or needs one
        return
    reminded = rules.climb(review, hours_of(session, desk, review), now)
    if reminded is None:
        return
    stamp = str(int(reminded.due_at.timestamp()))
    mark, due_at = f"{reminded.rung}:{review.author}:{stamp}", reminded.due_at
    owe(session, review, DeliveryKind.REVIEW, review.author, mark, due_at, rung=reminded.rung)
    lead = desk.policy.lead_of(client)
    if reminded.escalate and lead and lead != review.author:
        owe(session, review, DeliveryKind.REVIEW_LEAD, lead, f"lead:{stamp}", due_at)
        note(session, incident, EntryKind.REVIEW_STUCK, None, now, after={"lead": lead, "author": review.author})


def owe(
    session: Session, review: Review, kind: DeliveryKind, to: str, mark: str, due_at: datetime, **facts: object
) -> None:
    deliveries.owe(
        session,
        Delivery(
            workspace_id=review.workspace_id,
            kind=kind,
            key=f"review:{review.id}:{mark}",
            recipient=to,
            due_at=due_at,
            incident_id=review.incident_id,
            payload={"review": review.id, **facts},
        ),
    )


def find(session: Session, workspace_id: str, review_id: int, *, lock: bool = False) -> tuple[Review, Incident, Client]:
    """The review with what it is about, locked behind its incident where asked for. Raises Refused(NOT_FOUND)."""
    review = reviews.get(session, workspace_id, review_id)
    incident = incidents.get(session, workspace_id, review.incident_id, lock=lock) if review else None
    client = clients.get(session, workspace_id, review.client_id) if review else None
    if review is None or incident is None or client is None:
        raise Refused(Why.NOT_FOUND)
    if lock:
        session.refresh(review, with_for_update=True)  # as it is now that nobody else can change it
    return review, incident, client


def hours_of(session: Session, desk: Desk, review: Review) -> DutyHours:
    """The hours that bind its author."""
    return desk.hours(session, review.workspace_id, review.author, None)


def read(desk: Desk, workspace_id: str, review_id: int, user: str) -> ReviewView:
    """The review as it stands, for the outbox to put into words for ``user``."""
    with desk.database.read() as session:
        person = people.get(session, workspace_id, user)
        is_admin = user in desk.policy.admins or bool(person and person.is_admin)
        return as_seen(session, desk, Actor(workspace_id, user, is_admin), *find(session, workspace_id, review_id))


def look(desk: Desk, actor: Actor, review_id: int) -> ReviewView:
    """The review behind a button. What one may not see is not found, in the same words."""
    actor.require_member()
    with desk.database.read() as session:
        view = as_seen(session, desk, actor, *find(session, actor.workspace_id, review_id))
    require_eyes(actor, view)
    return view


def require_eyes(actor: Actor, view: ReviewView) -> None:
    if not may_see(actor, view.incident, view.lead):
        raise Refused(Why.NOT_FOUND)


def as_seen(
    session: Session, desk: Desk, actor: Actor, review: Review, incident: Incident, client: Client
) -> ReviewView:
    """The review as this person sees it, with what they may do with it now (§8)."""
    lead, now = desk.policy.lead_of(client), desk.now()
    comments = reviews.comments_of(session, review.id)
    answered = {comment.user for comment in comments}
    absent = people.absent(session, review.workspace_id, review.offered_to)
    waiting = tuple(user for user in review.offered_to if user not in answered | absent)
    ready = rules.ready_at(review, hours_of(session, desk, review))
    sees, heads = may_see(actor, incident, lead), actor.is_admin or actor.user == lead
    may_write = sees and not review.is_final() and (heads or actor.user in (incident.owner, review.author))
    by_another = heads and actor.user != review.author
    return ReviewView(
        review,
        incident,
        client,
        lead,
        tuple(comments),
        tuple(incidents.timeline_of(session, incident.id)),
        tuple(actions.of_incident(session, incident.id)),
        people.names(session, review.workspace_id),
        next((comment for comment in comments if comment.user == actor.user), None),
        waiting,
        ready,
        may_write,
        may_answer=sees and review.state is ReviewState.OFFERED and actor.user in review.offered_to,
        may_finish=may_write
        and rules.may_finish(review, by_another=by_another, waiting=len(waiting), ready=ready, now=now),
    )
