"""A review is written, shared with whoever took part, answered, and called good (domain.md §5)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk.context import Desk
from bot.desk.duties import note, redraw
from bot.desk.prompts import refresh
from bot.desk.reviews import as_seen, find, hours_of, look, owe, require_eyes
from bot.domain import culprits
from bot.domain import review as rules
from bot.domain.delivery import DeliveryKind
from bot.domain.errors import Refused, Why
from bot.domain.incident import EntryKind, Incident
from bot.domain.permissions import Actor, may_see
from bot.domain.review import Review, ReviewComment, ReviewRung, ReviewState, Writing
from bot.domain.views import ReviewView
from bot.store import incidents, people, reviews


def to_write(desk: Desk, actor: Actor, review_id: int) -> ReviewView:
    """The review behind `Hacer la revisión`, for whoever may write it and until it is final."""
    view = look(desk, actor, review_id)
    _require_writer(actor, view)
    return view


def keep(desk: Desk, actor: Actor, review_id: int, edition: int, writing: Writing) -> ReviewView:
    """Keeps what somebody has typed so far; ``edition`` is the one their form was opened on.

    Raises Refused(ALREADY_SETTLED) where somebody has shared it or called it good meanwhile.
    """
    with _locked(desk, actor, review_id) as (session, view):
        _require_writer(actor, view)
        view.review.keep(actor.user, writing)
        problem = _overtaken(session, view, edition)
    if problem:
        raise problem
    return view


def step(desk: Desk, actor: Actor, review_id: int, edition: int, writing: Writing) -> ReviewView:
    """The same on the way forward: what is typed is kept in any case, and then must name nobody as the culprit."""
    view = keep(desk, actor, review_id, edition, writing)
    for field, text in writing.texts():
        _require_no_culprit(view.names, text, field)
    return view


def offer(desk: Desk, actor: Actor, review_id: int, edition: int, writing: Writing) -> ReviewView:
    """Shares it with everybody who took part; who had no words about the former text is asked again."""
    step(desk, actor, review_id, edition, writing)
    now = desk.now()
    with _locked(desk, actor, review_id) as (session, view):
        _require_writer(actor, view)
        if problem := _overtaken(session, view, edition):
            raise problem
        review, incident = view.review, view.incident
        before, again = set(review.offered_to), review.state is ReviewState.OFFERED
        to = _who_took_part(session, view)
        review.offer(actor.user, writing, to, now)
        if not again:
            rules.wind(review, hours_of(session, desk, review))
        # Their yes was to another text.
        asked = set(reviews.forget_comments(session, review.id, only_wordless=True)) | (set(review.offered_to) - before)
        for user in sorted(asked & set(review.offered_to)):
            owe(session, review, DeliveryKind.REVIEW_OFFER, user, f"offer:{review.edition}:{user}", now, again=again)
        refresh(session, review.workspace_id, f"review:{review.id}", now)
        note(session, incident, EntryKind.REVIEW_OFFERED, actor.user, now, after={"again": again})
        _show(session, desk, incident, now)
        return as_seen(session, desk, actor, review, incident, view.client)


def answer(desk: Desk, actor: Actor, review_id: int, text: str = "") -> ReviewView:
    """A comment, or without ``text`` `Me parece bien`; one each, the last one counts until the review is final."""
    now = desk.now()
    with _locked(desk, actor, review_id) as (session, view):
        review = view.review
        _require_open(review)
        if not view.may_answer:
            raise Refused(Why.REVIEW_NOT_THEIRS)
        _require_no_culprit(view.names, text, "comment")
        mine = reviews.comment_of(session, review.id, actor.user)
        if mine is None:
            session.add(
                ReviewComment(workspace_id=review.workspace_id, review_id=review.id, user=actor.user, text=text, at=now)
            )
        else:
            mine.text, mine.at = text or mine.text, now  # a yes does not wipe out what was said
        note(session, view.incident, EntryKind.REVIEW_ANSWERED, actor.user, now, after={"with_words": bool(text)})
        session.flush()
        refresh(session, review.workspace_id, f"review:{review.id}", now)
        seen = as_seen(session, desk, actor, review, view.incident, view.client)
        if not seen.waiting and view.waiting:
            mark = f"all_answered:{review.edition}"
            owe(session, review, DeliveryKind.REVIEW, review.author, mark, now, rung=ReviewRung.ALL_ANSWERED)
        return seen


def to_answer(desk: Desk, actor: Actor, review_id: int) -> ReviewView:
    """The review behind `Añadir un comentario`, for whoever was asked and until it is final."""
    view = look(desk, actor, review_id)
    _require_open(view.review)
    if not view.may_answer:
        raise Refused(Why.REVIEW_NOT_THEIRS)
    return view


def finish(desk: Desk, actor: Actor, review_id: int) -> ReviewView:
    """`Darla por buena`: from now on everybody may read it, and closing counts it."""
    now = desk.now()
    with _locked(desk, actor, review_id) as (session, view):
        _require_writer(actor, view)
        review, incident = view.review, view.incident
        _require_open(review)
        if not view.may_finish:
            raise Refused(Why.REVIEW_TOO_SOON, at=view.ready_at, waiting=view.waiting)
        review.finish(actor.user, now)
        note(session, incident, EntryKind.REVIEW_FINAL, actor.user, now)
        if not incident.private and desk.policy.incidents_channel:
            mark = f"result:{review.edition}:thread"
            owe(session, review, DeliveryKind.REVIEW_RESULT, incident.card_channel or "", mark, now, thread=True)
        for user in sorted({*review.offered_to, review.author, incident.owner} - {actor.user}):
            owe(session, review, DeliveryKind.REVIEW_RESULT, user, f"result:{review.edition}:{user}", now)
        refresh(session, review.workspace_id, f"review:{review.id}", now)
        _show(session, desk, incident, now)
        return as_seen(session, desk, actor, review, incident, view.client)


def to_download(desk: Desk, actor: Actor, review_id: int) -> ReviewView:
    """The review behind `Descargar`: whoever sees the incident, once there is something to read."""
    view = look(desk, actor, review_id)
    if view.review.state is ReviewState.ASKED:
        raise Refused(Why.REVIEW_NOT_OFFERED)
    return view


@contextmanager
def _locked(desk: Desk, actor: Actor, review_id: int) -> Iterator[tuple[Session, ReviewView]]:
    """A write transaction on one review, locked behind its incident: two people at once stand in line."""
    actor.require_member()
    with desk.database.write() as session:
        view = as_seen(session, desk, actor, *find(session, actor.workspace_id, review_id, lock=True))
        require_eyes(actor, view)
        yield session, view


def _require_writer(actor: Actor, view: ReviewView) -> None:
    """The owner, its author, the lead and admins write it and call it good (§8)."""
    review = view.review
    if actor.is_admin or actor.user in (view.incident.owner, review.author, view.lead):
        if review.is_final():
            raise Refused(Why.ALREADY_SETTLED, who=review.finished_by, at=review.finished_at)
        return
    raise Refused(Why.NOT_YOURS, owner=review.author)


def _require_open(review: Review) -> None:
    if review.is_final():
        raise Refused(Why.ALREADY_SETTLED, who=review.finished_by, at=review.finished_at)
    if review.state is ReviewState.ASKED:
        raise Refused(Why.REVIEW_NOT_OFFERED)


def _overtaken(session: Session, view: ReviewView, edition: int) -> Refused | None:
    """Somebody has shared it since this person began to write: they hear who and when, and what they typed is kept."""
    if view.review.edition == edition:
        return None
    shared = incidents.latest(session, view.incident.id, EntryKind.REVIEW_OFFERED)
    return Refused(Why.ALREADY_SETTLED, who=view.review.offered_by, at=shared.at if shared else None)


def _require_no_culprit(names: dict[str, str], text: str, field: str) -> None:
    found = culprits.find(text, names)
    if found:
        raise Refused(Why.NAMES_A_CULPRIT, field=field, name=found[0].name)


def _who_took_part(session: Session, view: ReviewView) -> list[str]:
    """Everybody on the timeline, the owner and the reporter: those who are there and may see the incident (§8)."""
    incident = view.incident
    users = {*reviews.took_part(session, incident.id), incident.owner, incident.reporter, *view.review.offered_to}
    absent = people.absent(session, incident.workspace_id, users)
    return sorted(user for user in users - absent if _may_see(session, incident, user, view.lead))


def _may_see(session: Session, incident: Incident, user: str, lead: str) -> bool:
    person = people.get(session, incident.workspace_id, user)
    return may_see(Actor(incident.workspace_id, user, bool(person and person.is_admin)), incident, lead)


def _show(session: Session, desk: Desk, incident: Incident, now: datetime) -> None:
    incident.version += 1
    redraw(session, desk, incident, now)
