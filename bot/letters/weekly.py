"""The weekly digest in its channel, and what hangs in its thread."""

from bot.desk import weekly
from bot.desk.weekly import Part
from bot.domain.delivery import Delivery, DeliveryKind, DeliveryState
from bot.domain.weekly import Week
from bot.letters.shared import Shared, Write
from bot.outbox import Letter, NotReady
from messages import weekly as words
from messages import weekly_numbers as numbers
from messages.times import When


def _digest(shared: Shared, delivery: Delivery, when: When) -> Letter:
    found = weekly.figures(shared.desk, delivery.workspace_id, _week(delivery))
    return Letter(delivery.recipient, words.digest(found, when))


def _details(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    del when
    posted = weekly.message_of(shared.desk, delivery.workspace_id, _week(delivery))
    if posted is None or posted.state in (DeliveryState.DROPPED, DeliveryState.FAILED):
        return None  # there is no thread to hang it in, and there will be none
    if posted.sent_ts is None or posted.sent_channel is None:
        raise NotReady
    found = weekly.figures(shared.desk, delivery.workspace_id, _week(delivery))
    learned = Part(str(delivery.payload["part"])) is Part.LEARNED
    message = words.learned(found) if learned else numbers.details(found)
    return Letter(posted.sent_channel, message, thread_ts=posted.sent_ts) if message else None


def _week(delivery: Delivery) -> Week:
    return Week.parse(str(delivery.payload["week"]))


WRITERS: dict[DeliveryKind, Write] = {DeliveryKind.DIGEST: _digest, DeliveryKind.DIGEST_DETAILS: _details}
REDRAWN: dict[str, Write] = {}
