"""Each delivery put into words, at the moment it is sent: true then, and only if it still needs saying."""

from datetime import timedelta

from bot.desk import Desk
from bot.directory import Directory
from bot.domain.delivery import Delivery, DeliveryKind
from bot.letters import (
    actions,
    amends,
    card,
    commitments,
    daily,
    departure,
    reviews,
    satisfaction,
    telling,
    warning,
    weekly,
)
from bot.letters.shared import Shared, Write
from bot.outbox import Letter
from messages import contact as contact_words
from messages.times import When

#: Later than this is late, and is said to be.
LATE_AFTER = timedelta(minutes=2)
#: What stands in the channel for weeks.
_LASTING = {DeliveryKind.CARD, DeliveryKind.ENTRY, DeliveryKind.DIGEST, DeliveryKind.DIGEST_DETAILS}
#: One module for each conversation: which kinds it writes, and how its messages are drawn anew.
_CONVERSATIONS = (telling, card, daily, commitments, actions, amends, reviews, satisfaction, warning, weekly, departure)


class Letters:
    """Called with a delivery; answers with the letter, or None when there is nothing left to say."""

    def __init__(self, desk: Desk, directory: Directory, *, can_send: bool) -> None:
        self._shared = Shared(desk, directory, can_send)
        self._writers: dict[DeliveryKind, Write] = {}
        #: By what the message is about: ``report`` for ``report:5``.
        self._redrawn: dict[str, Write] = {}
        for conversation in _CONVERSATIONS:
            self._writers.update(conversation.WRITERS)
            self._redrawn.update(conversation.REDRAWN)

    def __call__(self, delivery: Delivery) -> Letter | None:
        desk = self._shared.desk
        when = When(desk.now(), desk.policy.zone, lasting=delivery.kind in _LASTING)
        letter = self._writer(delivery)(self._shared, delivery, when)
        if letter is None or delivery.kind not in contact_words.TIMELY:
            return letter
        if when.now - delivery.due_at <= LATE_AFTER:
            return letter
        return Letter(letter.to, contact_words.late(letter.message, delivery.due_at, when), letter.thread_ts)

    def _writer(self, delivery: Delivery) -> Write:
        if delivery.kind is DeliveryKind.REFRESH:
            return self._redrawn[str(delivery.payload["about"]).partition(":")[0]]
        return self._writers[delivery.kind]
