"""Reminders of what was promised to a client."""

from dataclasses import replace

from bot.desk import commitments
from bot.domain.commitment import CommitmentState, PromiseRung
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.views import PromiseView
from bot.letters.shared import Shared, Write, about, edits, number
from bot.outbox import Letter
from messages import commitments as words
from messages.times import When


def _promise(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    view = commitments.read(shared.desk, delivery.workspace_id, number(delivery, "commitment"))
    if not view.commitment.is_owed() or view.commitment.owner != delivery.recipient:
        return None
    if shared.is_absent(delivery.workspace_id, delivery.recipient) and _pass_on(shared, delivery, view):
        return None  # told afresh, to whoever has it now
    return Letter(delivery.recipient, words.prompt(view, PromiseRung(str(delivery.payload["rung"])), when))


def _pass_on(shared: Shared, delivery: Delivery, view: PromiseView) -> bool:
    others = [user for user in (view.lead, *shared.desk.policy.admins) if user and user != delivery.recipient]
    to = shared.present(delivery.workspace_id, others)
    if to is not None:
        commitments.hand_over(shared.desk, delivery.workspace_id, view.commitment.id, delivery.recipient, to)
    return to is not None


def _redrawn(shared: Shared, delivery: Delivery, when: When) -> Letter:
    view = commitments.read(shared.desk, delivery.workspace_id, about(delivery))
    if view.commitment.is_owed() and view.commitment.owner == delivery.recipient:
        late = view.commitment.state is CommitmentState.BROKEN
        message = words.prompt(view, PromiseRung.BROKEN if late else PromiseRung.WARNING, when)
    else:
        message = words.settled(view, replace(when, lasting=True))
    return Letter(delivery.recipient, message, edits=edits(delivery))


WRITERS: dict[DeliveryKind, Write] = {DeliveryKind.PROMISE: _promise}
REDRAWN: dict[str, Write] = {"commitment": _redrawn}
