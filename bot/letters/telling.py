"""Telling the client: prompts to the owner, and what the lead and former owners hear of it."""

from dataclasses import replace

from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.notice import Rung
from bot.letters.shared import Shared, Write, edits
from bot.outbox import Letter
from messages import contact as words
from messages.times import When


def _prompt(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    duty = shared.duty(delivery)
    if not duty.notice.is_pending() or duty.notice.assignee != delivery.recipient:
        return None
    if shared.is_absent(delivery.workspace_id, delivery.recipient) and shared.pass_on(delivery, [duty]):
        return None  # prompted afresh, in the name of whoever has it now
    if duty.owner is None:
        duty = shared.duty(delivery)  # whom we have just been told of has a name now
    rung = Rung(str(delivery.payload["rung"]))
    absent = duty.incident.owner if duty.incident.owner != delivery.recipient else None
    handed_from = absent if absent and shared.is_absent(delivery.workspace_id, absent) else None
    return Letter(delivery.recipient, words.prompt(duty, rung, when, shared.own(delivery), handed_from=handed_from))


def _escalation(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    duty = shared.duty(delivery)
    return Letter(delivery.recipient, words.escalation(duty, when)) if duty.notice.is_pending() else None


def _lead_copy(shared: Shared, delivery: Delivery, when: When) -> Letter:
    return Letter(delivery.recipient, words.lead_copy(shared.duty(delivery), when))


def _handed_on(shared: Shared, delivery: Delivery, when: When) -> Letter:
    del when
    return Letter(delivery.recipient, words.handed_on(shared.duty(delivery), shared.line(delivery)))


def _postponed_past(shared: Shared, delivery: Delivery, when: When) -> Letter:
    return Letter(delivery.recipient, words.postponed_past(shared.duty(delivery), shared.line(delivery), when))


def _refresh(shared: Shared, delivery: Delivery, when: When) -> Letter:
    duty = shared.duty(delivery)
    if duty.notice.is_pending() and duty.notice.assignee == delivery.recipient:
        message = words.prompt(duty, Rung.PROMPT, when, shared.own(delivery))
    elif duty.notice.is_pending() and delivery.payload.get("kind") == DeliveryKind.ESCALATION:
        message = words.escalation(duty, when)  # the lead may still lend a hand
    else:
        message = words.settled_prompt(duty, replace(when, lasting=True))
    return Letter(delivery.recipient, message, edits=edits(delivery))


WRITERS: dict[DeliveryKind, Write] = {
    DeliveryKind.PROMPT: _prompt,
    DeliveryKind.ESCALATION: _escalation,
    DeliveryKind.LEAD_COPY: _lead_copy,
    DeliveryKind.HANDED_ON: _handed_on,
    DeliveryKind.POSTPONED_PAST: _postponed_past,
    DeliveryKind.REFRESH_PROMPT: _refresh,
}
REDRAWN: dict[str, Write] = {}
