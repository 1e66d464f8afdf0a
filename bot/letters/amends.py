"""Making it up to the client: the idea to the owner, the question to the lead, and the decision."""

from dataclasses import replace

from bot.desk import amends, seeing
from bot.domain.amends import AmendsState
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.words import Status
from bot.letters.shared import Shared, Write, about, edits, number
from bot.outbox import Letter
from messages import amends as words
from messages.times import When


def _offer(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    del when
    view = seeing.read(shared.desk, delivery.workspace_id, delivery.incident_id or 0)
    if view is None or view.amends is not None or not view.may_make_amends:
        return None
    if view.incident.status is Status.UNRESOLVED:
        return None  # it broke again meanwhile: there are other worries now
    owner = view.incident.owner
    to = _there(shared, delivery.workspace_id, (owner, view.lead, *shared.desk.policy.admins))
    return Letter(to, words.offer(view.incident, view.client, owner if to != owner else None))


def _offer_again(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    view = seeing.read(shared.desk, delivery.workspace_id, about(delivery))
    if view is None or view.amends is None:
        return None
    message = words.offer_taken(view.amends, view.incident, view.client, replace(when, lasting=True))
    return Letter(delivery.recipient, message, edits=edits(delivery))


def _ask(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    view = amends.read(shared.desk, delivery.workspace_id, number(delivery, "amends"))
    if not view.amends.is_waiting():
        return None
    first = view.approvers[0] if view.approvers else delivery.recipient
    to = _there(shared, delivery.workspace_id, view.approvers or (first,))
    handed_from = first if to != first else None
    return Letter(to, words.ask(view, when, again=bool(delivery.payload["again"]), handed_from=handed_from))


def _decided(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    view = amends.read(shared.desk, delivery.workspace_id, number(delivery, "amends"))
    return None if view.amends.state is AmendsState.AGREED else Letter(delivery.recipient, words.decided(view, when))


def _redrawn(shared: Shared, delivery: Delivery, when: When) -> Letter:
    view = amends.read(shared.desk, delivery.workspace_id, about(delivery))
    return Letter(delivery.recipient, words.settled(view, replace(when, lasting=True)), edits=edits(delivery))


def _there(shared: Shared, workspace_id: str, candidates: tuple[str, ...]) -> str:
    """The first of these who is there; where nobody is, whoever it concerns finds it on coming back."""
    named = [user for user in candidates if user]
    return shared.present(workspace_id, named) or named[0]


WRITERS: dict[DeliveryKind, Write] = {
    DeliveryKind.AMENDS_OFFER: _offer,
    DeliveryKind.AMENDS_ASK: _ask,
    DeliveryKind.AMENDS_DECIDED: _decided,
}
REDRAWN: dict[str, Write] = {"amends": _redrawn, "amends_offer": _offer_again}
