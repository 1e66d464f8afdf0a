"""What the words of every delivery are made from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.desk import Desk, acting, handing, wording
from bot.directory import Directory
from bot.domain.delivery import Delivery
from bot.domain.errors import Refused
from bot.domain.incident import Entry
from bot.domain.views import Duty
from bot.outbox import Letter
from bot.store import incidents
from messages.times import When


@dataclass(frozen=True)
class Shared:
    """``can_send``: whether there is a mail server to send e-mails through."""

    desk: Desk
    directory: Directory
    can_send: bool

    def own(self, delivery: Delivery) -> dict[str, str]:
        """The workspace's own wording of the drafts."""
        return wording.own(self.desk, delivery.workspace_id)

    def duty(self, delivery: Delivery) -> Duty:
        return acting.read(self.desk, delivery.workspace_id, delivery.notice_id or 0)

    def line(self, delivery: Delivery) -> Entry:
        """The timeline entry that the delivery tells of."""
        with self.desk.database.read() as session:
            entry = incidents.entry(session, number(delivery, "entry"))
        if entry is None:
            raise LookupError(delivery.payload)
        return entry

    def pass_on(self, delivery: Delivery, duties: Sequence[Duty]) -> bool:
        """Gives duties of somebody who is not there to the first stand-in who is; False where nobody is."""
        to = self.present(delivery.workspace_id, handing.stand_ins(self.desk, duties[0]))
        if to is None:
            return False
        for duty in duties:
            handing.hand_over(self.desk, delivery.workspace_id, duty.notice.id, delivery.recipient, to)
        return True

    def present(self, workspace_id: str, candidates: Sequence[str]) -> str | None:
        """The first of these people who is there."""
        return next((user for user in candidates if not self.is_absent(workspace_id, user)), None)

    def is_absent(self, workspace_id: str, user: str) -> bool:
        try:
            return self.directory.person(workspace_id, user).is_absent()
        except Refused:
            return True  # nobody of that name: as good as gone


#: Puts one kind of delivery into words; None when there is nothing left to say.
Write = Callable[[Shared, Delivery, When], Letter | None]


def number(delivery: Delivery, name: str) -> int:
    """A number from the delivery's payload."""
    return int(str(delivery.payload[name]))


def about(delivery: Delivery) -> int:
    """The id of what a message to be drawn anew is about: 5 for ``report:5``."""
    return int(str(delivery.payload["about"]).partition(":")[2])


def edits(delivery: Delivery) -> tuple[str, str]:
    """Where the message stands that is drawn anew."""
    return str(delivery.payload["channel"]), str(delivery.payload["ts"])
