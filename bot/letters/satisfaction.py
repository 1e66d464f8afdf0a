"""How content a client is: the question to whoever told them what changed, and a low score to the lead."""

from dataclasses import replace

from bot.desk import satisfaction
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.views import SatisfactionView
from bot.domain.words import Status
from bot.letters.shared import Shared, Write, about, edits, number
from bot.outbox import Letter
from messages import satisfaction as words
from messages.times import When


def _ask(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    del when
    view = satisfaction.read(shared.desk, delivery.workspace_id, number(delivery, "satisfaction"))
    found, to = view.satisfaction, delivery.recipient
    if not found.is_open() or found.assignee != to or view.incident.status is Status.UNRESOLVED:
        return None  # written down, with somebody else, or broken again: there are other worries now
    if shared.is_absent(delivery.workspace_id, to) and _pass_on(shared, delivery, view):
        return None  # asked afresh, of whoever has it now
    return Letter(to, words.ask(view, again=bool(delivery.payload["again"])))


def _pass_on(shared: Shared, delivery: Delivery, view: SatisfactionView) -> bool:
    others = [user for user in (view.lead, *shared.desk.policy.admins) if user and user != delivery.recipient]
    to = shared.present(delivery.workspace_id, others)
    if to is not None:
        satisfaction.hand_over(
            shared.desk, delivery.workspace_id, view.satisfaction.id, absent=delivery.recipient, to=to
        )
    return to is not None


def _low(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    view = satisfaction.read(shared.desk, delivery.workspace_id, number(delivery, "satisfaction"))
    # A lead who is away cannot step in: an admin hears it in their stead.
    to = shared.present(delivery.workspace_id, (delivery.recipient, *shared.desk.policy.admins))
    return Letter(to or delivery.recipient, words.low(view, when))


def _redrawn(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    if delivery.payload["kind"] == DeliveryKind.SATISFACTION_LOW:
        return None  # it stands as it was said
    view = satisfaction.read(shared.desk, delivery.workspace_id, about(delivery))
    message = words.settled(view, delivery.recipient, replace(when, lasting=True))
    return Letter(delivery.recipient, message, edits=edits(delivery))


WRITERS: dict[DeliveryKind, Write] = {
    DeliveryKind.SATISFACTION: _ask,
    DeliveryKind.SATISFACTION_LOW: _low,
}
REDRAWN: dict[str, Write] = {"satisfaction": _redrawn}
