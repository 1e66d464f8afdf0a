"""The incident's card in its channel, and the lines of its thread."""

from bot.desk import seeing
from bot.domain.delivery import Delivery, DeliveryKind
from bot.letters.shared import Shared, Write
from bot.outbox import Letter, NotReady
from bot.store import deliveries
from messages import incident as incident_words
from messages import timeline as timeline_words
from messages.times import When


def _card(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    with shared.desk.database.read() as session:
        if deliveries.has_earlier_card(session, delivery):
            # Two at once could post two cards, or leave the older state standing.
            raise NotReady
    view = seeing.read(shared.desk, delivery.workspace_id, delivery.incident_id or 0)
    if view is None or view.incident.private:
        return None
    incident, message = view.incident, incident_words.card(view, when)
    if incident.card_channel and incident.card_ts:
        return Letter(incident.card_channel, message, edits=(incident.card_channel, incident.card_ts))
    return Letter(shared.desk.policy.incidents_channel, message, is_card=True)


def _entry(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    view = seeing.read(shared.desk, delivery.workspace_id, delivery.incident_id or 0)
    if view is None or view.incident.private or not shared.desk.policy.incidents_channel:
        return None
    if not view.incident.card_ts or not view.incident.card_channel:
        raise NotReady
    message = timeline_words.thread_entry(shared.line(delivery), when)
    return Letter(view.incident.card_channel, message, thread_ts=view.incident.card_ts)


WRITERS: dict[DeliveryKind, Write] = {DeliveryKind.CARD: _card, DeliveryKind.ENTRY: _entry}
REDRAWN: dict[str, Write] = {}
