"""A client is leaving: what their owner does about it, what the lead reads, and who needs backing."""

from dataclasses import replace

from bot.desk import departure
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.departure import DepartureView, Step
from bot.letters.shared import Shared, Write, about, edits, number
from bot.outbox import Letter
from messages import departure as words
from messages.times import When


def _departure(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    view = departure.read(shared.desk, delivery.workspace_id, number(delivery, "departure"))
    step = Step(str(delivery.payload["step"]))
    if view.step is not step or view.departure.owner != delivery.recipient:
        return None
    if shared.is_absent(delivery.workspace_id, delivery.recipient) and _pass_on(shared, delivery, view):
        return None  # told afresh, to whoever has it now
    if view.owner is None:  # whom we have just been told of has a name now
        view = departure.read(shared.desk, delivery.workspace_id, view.departure.id)
    again, usual = bool(delivery.payload["again"]), view.client.owner
    handed_from = usual if usual != delivery.recipient and shared.is_absent(delivery.workspace_id, usual) else None
    message = words.prompt(view, step, when, shared.own(delivery), again=again, handed_from=handed_from)
    return Letter(delivery.recipient, message)


def _pass_on(shared: Shared, delivery: Delivery, view: DepartureView) -> bool:
    others = [user for user in (view.lead, *shared.desk.policy.admins) if user and user != delivery.recipient]
    to = shared.present(delivery.workspace_id, others)
    if to is not None:
        departure.hand_over(shared.desk, delivery.workspace_id, view.departure.id, delivery.recipient, to)
    return to is not None


def _lead(shared: Shared, delivery: Delivery, when: When) -> Letter:
    view = departure.read(shared.desk, delivery.workspace_id, number(delivery, "departure"))
    return Letter(_lead_there(shared, delivery), words.to_lead(view, when))


def _back(shared: Shared, delivery: Delivery, when: When) -> Letter:
    view = departure.read(shared.desk, delivery.workspace_id, number(delivery, "departure"))
    return Letter(_lead_there(shared, delivery), words.back(view, when))


def _lead_there(shared: Shared, delivery: Delivery) -> str:
    """A lead who is away: an admin hears it in their stead."""
    candidates = (delivery.recipient, *shared.desk.policy.admins)
    return shared.present(delivery.workspace_id, candidates) or delivery.recipient


def _redrawn(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    """The owner's messages drawn anew: the step of the moment, or what became of it."""
    if delivery.payload["kind"] != DeliveryKind.DEPARTURE:
        return None
    view = departure.read(shared.desk, delivery.workspace_id, about(delivery))
    if view.step is not None and view.departure.owner == delivery.recipient:
        message = words.prompt(view, view.step, when, shared.own(delivery))
    else:
        message = words.waiting(view, replace(when, lasting=True))
    return Letter(delivery.recipient, message, edits=edits(delivery))


WRITERS: dict[DeliveryKind, Write] = {
    DeliveryKind.DEPARTURE: _departure,
    DeliveryKind.DEPARTURE_LEAD: _lead,
    DeliveryKind.DEPARTURE_BACK: _back,
}
REDRAWN: dict[str, Write] = {"departure": _redrawn}
