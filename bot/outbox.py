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
from bot.mail import MailLater
from bot.pace import Pace
from bot.slack import INVALID_BLOCKS, NotNow, Posted, Rejected, Slack, Uncertain
from bot.store import deliveries, incidents
from bot.store.database import Database
from messages.blocks import Message

BATCH = 20
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=10)
#: How long what hangs on another delivery waits before it asks again.
NOT_READY = timedelta(seconds=2)
#: More than one call to Slack takes: so much of the claim must be left when it begins.
CALL_TAKES = timedelta(seconds=15)

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


class _Held(Exception):
    """Its channel has had its fill for the moment."""


class _Lost(Exception):
    """This sender was silent for so long that its claim has gone to another."""


#: Chooses the words at the moment of sending; None when there is nothing left to say.
Writer = Callable[[Delivery], Letter | None]


class Outbox:
    def __init__(
        self,
        database: Database,
        slack: Slack,
        writer: Writer,
        postman: Callable[[Delivery], None],
        clock: Callable[[], datetime],
        pace: Pace,
        *,
        told: Callable[[str, str], None],
    ) -> None:
        """``told`` hears of everybody (workspace, user) whose messages have just changed."""
        self._database, self._slack, self._clock, self._pace = database, slack, clock, pace
        self._writer, self._postman, self._told = writer, postman, told
        self._stopping = Event()
        #: Recipients whose channel takes no more for the moment, and that channel.
        self._held: dict[str, str] = {}

    def drain(self, meanwhile: Callable[[], object] = lambda: None) -> int:
        """Sends everything that is due. Returns how many deliveries were settled.

        ``meanwhile`` is called before each batch: what has become due since may be more urgent than what waits.
        """
        settled = 0
        while not self._stopping.is_set():
            meanwhile()
            self._held = {one: channel for one, channel in self._held.items() if self._pace.is_full(channel)}
            with self._database.write() as session:
                claimed = deliveries.claim(session, self._clock(), BATCH, besides=self._held)
            if not claimed:
                break
            settled += self._send_all(claimed)
        return settled

    def carry(self) -> int:
        """Sends the e-mails that are due, one at a time. Returns how many were settled."""
        settled = 0
        while not self._stopping.is_set():
            with self._database.write() as session:
                claimed = deliveries.claim(session, self._clock(), 1, mail=True)
            if not claimed:
                break
            settled += self._carry(claimed[0])
        return settled

    def _send_all(self, claimed: list[Delivery]) -> int:
        settled, untried = 0, []
        for delivery in claimed:
            if self._stopping.is_set() or delivery.recipient in self._held:
                untried.append(delivery)
            else:
                settled += self._handle(delivery)
        if untried:
            try:
                with self._database.write() as session:
                    deliveries.give_back(session, untried)
            except Unavailable:
                log.warning("%s deliveries wait until their claim runs out", len(untried))
        return settled

    def stop(self) -> None:
        self._stopping.set()

    def _handle(self, delivery: Delivery) -> bool:
        """Brings one claimed delivery as far as it goes now; answers whether that was to its end."""
        try:
            letter = self._writer(delivery)
        except NotReady:
            # Longer each time: the card may have been refused for good.
            waited = self._clock() - delivery.due_at
            self._put_back(delivery, not_before=self._in(max(NOT_READY, waited / 2)))
            return False
        except Unavailable as error:
            log.warning("delivery %s waits: %s did not answer", delivery.id, error)
            self._put_back(delivery, not_before=self._in(FIRST_WAIT))
            return False
        except Exception as error:
            # A letter that cannot be written must not stop the others; it is kept, and tried again later.
            log.exception("delivery %s (%s) could not be written", delivery.id, delivery.kind)
            self._try_later(delivery, error, unsure=delivery.unsure)
            return False
        if letter is None:
            self._settle(delivery, state=DeliveryState.DROPPED, unsure=False)
            return True
        return self._try(delivery, letter)

    def _try(self, delivery: Delivery, letter: Letter) -> bool:
        try:
            self._send(delivery, letter)
        except _Held:
            self._put_back(delivery)
        except _Lost:
            log.warning("delivery %s is another sender's by now", delivery.id)
        except NotNow as error:
            self._put_back(delivery, not_before=self._in(timedelta(seconds=error.retry_after)))
        except Uncertain as error:
            self._try_later(delivery, error)
        except Rejected as error:
            log.error("delivery %s (%s) was rejected by Slack: %s", delivery.id, delivery.kind, error)
            self._settle(delivery, state=DeliveryState.FAILED, unsure=False, error=str(error)[:300])
        except Unavailable:
            log.warning("what became of delivery %s could not be written down", delivery.id)
        except Exception as error:
            log.exception("delivery %s (%s) could not be sent", delivery.id, delivery.kind)
            self._try_later(delivery, error)
        else:
            return True
        return False

    def _carry(self, delivery: Delivery) -> bool:
        """An e-mail goes by the post, which writes down itself what became of it."""
        try:
            self._postman(delivery)
        except MailLater as error:
            self._try_later(delivery, error, unsure=False)
        except Unavailable as error:
            log.warning("e-mail delivery %s waits: %r", delivery.id, error)
        except Exception as error:
            log.exception("e-mail delivery %s could not be carried", delivery.id)
            self._try_later(delivery, error)
        else:
            self._settle(delivery, state=DeliveryState.SENT, unsure=False)
            return True
        return False

    def _send(self, delivery: Delivery, letter: Letter) -> None:
        if letter.edits is not None:
            channel, ts = letter.edits
            self._require_claim(delivery)
            self._slack.update(channel, ts, letter.message)
            self._settle_sent(delivery, None, letter)
            return
        channel = self._slack.direct_channel(letter.to) if letter.to[:1] in ("U", "W") else letter.to
        posted = None
        if delivery.unsure and delivery.first_attempt_at is not None:
            found = self._slack.find(channel, delivery.token, delivery.first_attempt_at, thread_ts=letter.thread_ts)
            posted = Posted(channel, found) if found else None
            delivery.unsure = False  # Slack has it or has it not: we know
        if posted is None:
            if not self._pace.take(channel):
                self._held[delivery.recipient] = channel
                raise _Held
            self._require_claim(delivery)
            posted = self._post(delivery, letter, channel)
        self._settle_sent(delivery, posted, letter)

    def _post(self, delivery: Delivery, letter: Letter, channel: str) -> Posted:
        message, plainer = letter.message, letter.message.without_charts()
        try:
            return self._slack.post(channel, message, delivery.token, thread_ts=letter.thread_ts)
        except Rejected as error:
            if error.code != INVALID_BLOCKS or len(plainer.blocks) == len(message.blocks):
                raise
            log.warning("Slack takes no charts: delivery %s goes without", delivery.id)
        # It was refused, so it stands nowhere: the same token goes with the one that is posted in its stead.
        self._require_claim(delivery)
        return self._slack.post(channel, plainer, delivery.token, thread_ts=letter.thread_ts)

    def _require_claim(self, delivery: Delivery) -> None:
        """A call may begin only well within the claim. Raises _Lost where another sender has taken it over."""
        now = self._clock()
        if delivery.claimed_until is not None and now + CALL_TAKES < delivery.claimed_until:
            return
        with self._database.write() as session:
            if not deliveries.renew(session, delivery, now):
                raise _Lost

    def _settle_sent(self, delivery: Delivery, posted: Posted | None, letter: Letter) -> None:
        with self._database.write() as session:
            deliveries.settle_sent(
                session,
                delivery,
                sent_at=self._clock(),
                sent_channel=posted.channel if posted else None,
                sent_ts=posted.ts if posted else None,
            )
            if letter.is_card and posted and delivery.incident_id is not None:
                incidents.set_card(session, delivery.incident_id, posted.channel, posted.ts)

        if delivery.recipient[:1] in ("U", "W"):
            self._told(delivery.workspace_id, delivery.recipient)

    def _put_back(self, delivery: Delivery, **values: object) -> None:
        """Nothing was tried: it stands as it stood before the claim."""
        self._settle(delivery, attempts=delivery.attempts, unsure=delivery.unsure, **values)

    def _try_later(self, delivery: Delivery, error: Exception, **values: object) -> None:
        """It went wrong, and unless ``values`` say otherwise nobody knows how far it got."""
        wait = _backoff(delivery.attempts)
        self._settle(delivery, not_before=self._in(wait), error=repr(error)[:300], **values)

    def _settle(self, delivery: Delivery, **values: object) -> None:
        try:
            with self._database.write() as session:
                deliveries.settle(session, delivery, **values)
        except Unavailable:
            # The claim runs out by itself and the delivery is looked up before it is sent again.
            log.warning("the outcome of delivery %s could not be written down", delivery.id)

    def _in(self, wait: timedelta) -> datetime:
        return self._clock() + wait


def _backoff(attempts: int) -> timedelta:
    """Longer after each failure, with a little chance so that many do not come back at once."""
    wait: timedelta = min(FIRST_WAIT * 2 ** min(attempts, 12), LONGEST_WAIT)
    return wait * random.uniform(0.8, 1.2)  # noqa: S311 - spreading load is no secret
