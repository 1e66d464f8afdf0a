"""Reminders of corrective actions, whether they worked, and what the lead hears of them."""

from dataclasses import replace

from bot.desk import actions_due, actions_seen
from bot.domain.corrective import ActionRung, ActionState
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.views import ActionView
from bot.letters.shared import Shared, Write, about, edits, number
from bot.outbox import Letter
from messages import actions as words
from messages.times import When


def _action(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    view = _view(shared, delivery)
    rung, to = ActionRung(str(delivery.payload["rung"])), delivery.recipient
    if view.action.waits_for(view.today) != to or rung.is_to_verify() is view.action.is_open():
        return None
    if shared.is_absent(delivery.workspace_id, to) and _pass_on(shared, delivery, view):
        return None  # told afresh, to whoever has it now
    return Letter(to, words.prompt(view, rung, when))


def _pass_on(shared: Shared, delivery: Delivery, view: ActionView) -> bool:
    others = actions_due.stand_ins(shared.desk, delivery.workspace_id, view)
    to = shared.present(delivery.workspace_id, others)
    if to is not None:
        actions_due.hand_over(shared.desk, delivery.workspace_id, view.action.id, delivery.recipient, to)
    return to is not None


def _lead(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    view = _view(shared, delivery)
    if view.action.settled_at is not None:
        return None
    # A lead who is away is not asked to give it to anybody: an admin hears it in their stead.
    to = shared.present(delivery.workspace_id, (delivery.recipient, *shared.desk.policy.admins))
    return Letter(to or delivery.recipient, words.to_lead(view, str(delivery.payload["about_it"]), when))


def _gone(shared: Shared, delivery: Delivery, when: When) -> Letter:
    del when
    return Letter(delivery.recipient, words.gone(_view(shared, delivery), shared.line(delivery)))


def _redrawn(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    """A message about an action drawn anew: the buttons of the moment, or what became of it."""
    if delivery.payload["kind"] == DeliveryKind.ACTION_GONE:
        return None
    view = actions_seen.read(shared.desk, delivery.workspace_id, about(delivery), delivery.recipient)
    lasting = replace(when, lasting=True)
    if view.action.waits_for(view.today) == delivery.recipient:
        message = words.prompt(view, _now(view), when)
    elif delivery.payload["kind"] == DeliveryKind.ACTION_LEAD and view.action.state is ActionState.OPEN:
        message = words.to_lead(view, "now", when)
    else:
        message = words.settled(view, lasting)
    return Letter(delivery.recipient, message, edits=edits(delivery))


def _now(view: ActionView) -> ActionRung:
    """What a message is when it is drawn anew."""
    action = view.action
    if not action.is_open():
        return ActionRung.VERIFY
    if action.due_on == view.today:
        return ActionRung.TODAY
    return ActionRung.OVERDUE if action.is_overdue(view.today) else ActionRung.HELD


def _view(shared: Shared, delivery: Delivery) -> ActionView:
    action_id = number(delivery, "action")
    return actions_seen.read(shared.desk, delivery.workspace_id, action_id, delivery.recipient)


WRITERS: dict[DeliveryKind, Write] = {
    DeliveryKind.ACTION: _action,
    DeliveryKind.ACTION_LEAD: _lead,
    DeliveryKind.ACTION_GONE: _gone,
}
REDRAWN: dict[str, Write] = {"action": _redrawn}
