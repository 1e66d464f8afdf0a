"""Deliveries: claim → send → settle. The only way anything is posted that must not be lost or doubled.

A claim is committed before Slack is called and the outcome after it, so no transaction is open across the
network. Where the outcome is unknown (a crash, a cut line, a failing Slack), the post is looked up by the id in
its metadata before it is sent again.
"""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event

from bot.domain.delivery import Delivery, DeliveryState
from bot.domain.errors import Unavailable
from bot.pace import Pace
from bot.slack import NotNow, Posted, Rejected, Slack, Uncertain
from bot.store import deliveries, incidents
from bot.store.database import Database
from messages.blocks import Message

BATCH = 20
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=10)
#: How long a thread entry waits for its card to be posted before it asks again.
NOT_READY = timedelta(seconds=2)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """A delivery put into words. ``to`` is a user or a channel; ``edits`` (channel, ts) changes that message."""

    to: str
    message: Message
    thread_ts: str | None = None
    edits: tuple[str, str] | None = None
    is_card: bool = False


class NotReady(Exception):
    """What this delivery hangs on has not been posted yet."""


#: Chooses the words at the moment of sending; None when there is nothing left to say.
Writer = Callable[[Delivery], Letter | None]


class Outbox:
    def __init__(
        self, database: Database, slack: Slack, writer: Writer, clock: Callable[[], datetime], pace: Pace
    ) -> None:
        self._database, self._slack, self._writer, self._clock, self._pace = database, slack, writer, clock, pace
        self._stopping = Event()

    def drain(self) -> int:
        """Sends everything that is due. Returns how many deliveries were settled."""
        settled = 0
        while not self._stopping.is_set():
            with self._database.write() as session:
                claimed = deliveries.claim(session, self._clock(), BATCH)
            for delivery in claimed:
                settled += self._handle(delivery)
            if not claimed:
                break
        return settled

    def stop(self) -> None:
        self._stopping.set()

    def _handle(self, delivery: Delivery) -> bool:
        if self._stopping.is_set():
            self._settle(delivery, attempts=delivery.attempts, unsure=delivery.unsure)
            return False
        try:
            letter = self._writer(delivery)
            if letter is None:
                self._settle(delivery, state=DeliveryState.DROPPED, unsure=False)
                return True
            self._send(delivery, letter)
        except NotReady:
            self._settle(delivery, attempts=delivery.attempts, unsure=delivery.unsure, not_before=self._in(NOT_READY))
        except NotNow as error:
            self._settle(delivery, unsure=False, not_before=self._in(timedelta(seconds=error.retry_after)))
        except Uncertain as error:
            self._settle(delivery, not_before=self._in(_backoff(delivery.attempts)), error=str(error)[:300])
        except Rejected as error:
            log.error("delivery %s (%s) was rejected by Slack: %s", delivery.id, delivery.kind, error)
            self._settle(delivery, state=DeliveryState.FAILED, unsure=False, error=str(error)[:300])
        except Unavailable:
            log.warning("delivery %s waits: the database did not answer", delivery.id)
            return False
        except Exception as error:
            # A letter that cannot be written must not stop the others; it is kept, and tried again later.
            log.exception("delivery %s (%s) could not be written", delivery.id, delivery.kind)
            self._settle(
                delivery,
                unsure=delivery.unsure,
                not_before=self._in(_backoff(delivery.attempts)),
                error=repr(error)[:300],
            )
        else:
            return True
        return False

    def _send(self, delivery: Delivery, letter: Letter) -> None:
        if letter.edits is not None:
            channel, ts = letter.edits
            self._slack.update(channel, ts, letter.message)
            self._settle_sent(delivery, None, letter)
            return
        channel = self._slack.direct_channel(letter.to) if letter.to[:1] in "UW" else letter.to
        posted = None
        if delivery.unsure and delivery.first_attempt_at is not None:
            found = self._slack.find(channel, delivery.token, delivery.first_attempt_at, thread_ts=letter.thread_ts)
            posted = Posted(channel, found) if found else None
        if posted is None:
            wait = self._pace.wait_for(channel)
            if wait > 0:
                raise NotNow(wait)
            posted = self._slack.post(channel, letter.message, delivery.token, thread_ts=letter.thread_ts)
        self._settle_sent(delivery, posted, letter)

    def _settle_sent(self, delivery: Delivery, posted: Posted | None, letter: Letter) -> None:
        with self._database.write() as session:
            deliveries.settle(
                session,
                delivery.id,
                state=DeliveryState.SENT,
                unsure=False,
                sent_at=self._clock(),
                sent_channel=posted.channel if posted else None,
                sent_ts=posted.ts if posted else None,
                error=None,
            )
            if letter.is_card and posted and delivery.incident_id is not None:
                incidents.set_card(session, delivery.incident_id, posted.channel, posted.ts)

    def _settle(self, delivery: Delivery, **values: object) -> None:
        try:
            with self._database.write() as session:
                deliveries.settle(session, delivery.id, **values)
        except Unavailable:
            # The claim runs out by itself and the delivery is looked up before it is sent again.
            log.warning("the outcome of delivery %s could not be written down", delivery.id)

    def _in(self, wait: timedelta) -> datetime:
        return self._clock() + wait


def _backoff(attempts: int) -> timedelta:
    """Longer after each failure, with a little chance so that many do not come back at once."""
    wait: timedelta = min(FIRST_WAIT * 2 ** min(attempts, 12), LONGEST_WAIT)
    return wait * random.uniform(0.8, 1.2)  # noqa: S311 - spreading load is no secret
