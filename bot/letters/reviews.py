"""Reviews: asked of their author, shared with whoever took part, and what was learned."""

from dataclasses import replace

from bot.desk import reviews
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.review import ReviewRung, ReviewState
from bot.domain.views import ReviewView
from bot.letters.shared import Shared, Write, about, edits, number
from bot.outbox import Letter, NotReady
from messages import reviews as words
from messages.times import When

_TO_WRITE = {ReviewRung.ASKED, ReviewRung.STILL_ASKED}
_TO_FINISH = {ReviewRung.READY, ReviewRung.STILL_OFFERED, ReviewRung.ALL_ANSWERED}


def _author(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    view, rung = _view(shared, delivery), ReviewRung(str(delivery.payload["rung"]))
    review, to = view.review, delivery.recipient
    overtaken = rung in (_TO_FINISH if review.state is ReviewState.ASKED else _TO_WRITE)
    if review.is_final() or review.author != to or overtaken:
        return None
    if shared.is_absent(delivery.workspace_id, to) and _pass_on(shared, delivery, view):
        return None  # told afresh, to whoever has it now
    return Letter(to, words.prompt(view, rung, when))


def _pass_on(shared: Shared, delivery: Delivery, view: ReviewView) -> bool:
    others = [user for user in (view.lead, *shared.desk.policy.admins) if user and user != delivery.recipient]
    to = shared.present(delivery.workspace_id, others)
    if to is not None:
        reviews.hand_over(shared.desk, delivery.workspace_id, view.review.id, delivery.recipient, to)
    return to is not None


def _lead(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    view = _view(shared, delivery)
    if view.review.is_final():
        return None
    # A lead who is away cannot lend a hand: an admin hears it in their stead.
    to = shared.present(delivery.workspace_id, (delivery.recipient, *shared.desk.policy.admins))
    return Letter(to or delivery.recipient, words.to_lead(view, when))


def _offer(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    del when
    view = _view(shared, delivery)
    if not view.may_answer or shared.is_absent(delivery.workspace_id, delivery.recipient):
        return None  # nobody waits for who is away
    return Letter(delivery.recipient, words.offer(view, again=bool(delivery.payload.get("again"))))


def _result(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    view = _view(shared, delivery)
    if not view.review.is_final():
        return None  # it broke again meanwhile
    message = words.result(view, replace(when, lasting=True))
    if not delivery.payload.get("thread"):
        gone = shared.is_absent(delivery.workspace_id, delivery.recipient)
        return None if gone else Letter(delivery.recipient, message)
    incident = view.incident
    if incident.private:
        return None
    if not incident.card_ts or not incident.card_channel:
        raise NotReady
    return Letter(incident.card_channel, message, thread_ts=incident.card_ts)


def _redrawn(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    """A message about a review drawn anew: what can be done now, or what became of it."""
    kind, to = delivery.payload["kind"], delivery.recipient
    if kind == DeliveryKind.REVIEW_RESULT:
        return None
    view = reviews.read(shared.desk, delivery.workspace_id, about(delivery), to)
    lasting = replace(when, lasting=True)
    if view.review.is_final():
        message = words.settled(view, lasting)
    elif kind == DeliveryKind.REVIEW_OFFER and view.may_answer:
        message = words.offer(view, again=view.review.edition > 1)
    elif kind == DeliveryKind.REVIEW_LEAD:
        message = words.to_lead(view, lasting)
    elif kind == DeliveryKind.REVIEW and view.review.author == to:
        message = words.prompt(view, None, lasting)
    else:
        message = words.settled(view, lasting)
    return Letter(to, message, edits=edits(delivery))


def _view(shared: Shared, delivery: Delivery) -> ReviewView:
    return reviews.read(shared.desk, delivery.workspace_id, number(delivery, "review"), delivery.recipient)


WRITERS: dict[DeliveryKind, Write] = {
    DeliveryKind.REVIEW: _author,
    DeliveryKind.REVIEW_LEAD: _lead,
    DeliveryKind.REVIEW_OFFER: _offer,
    DeliveryKind.REVIEW_RESULT: _result,
}
REDRAWN: dict[str, Write] = {"review": _redrawn}
