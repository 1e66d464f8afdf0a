"""A client's warning signs, told to whoever looks after them and to their lead when they have grown."""

from bot.desk import warning
from bot.domain.delivery import Delivery, DeliveryKind
from bot.letters.shared import Shared, Write, number
from bot.outbox import Letter
from messages import warning as words
from messages.times import When


def _warning(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    to = delivery.recipient
    view = warning.read(shared.desk, delivery.workspace_id, number(delivery, "client"), to)
    if view.level != delivery.payload["level"]:
        return None  # it has aged meanwhile, or grown and is told afresh
    if shared.is_absent(delivery.workspace_id, to):
        told = {view.client.owner, view.lead} - {to}
        if any(user and not shared.is_absent(delivery.workspace_id, user) for user in told):
            return None  # the other of the two has it
        stand_in = shared.present(delivery.workspace_id, [one for one in shared.desk.policy.admins if one != to])
        if stand_in is not None:
            to = stand_in
            view = warning.read(shared.desk, delivery.workspace_id, view.client.id, to)
    return Letter(to, words.alarm(view, when, mine=to == view.client.owner))


WRITERS: dict[DeliveryKind, Write] = {DeliveryKind.WARNING: _warning}
REDRAWN: dict[str, Write] = {}
