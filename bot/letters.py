"""Each delivery put into words, at the moment it is sent: true then, and only if it still needs saying."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.desk import Desk, acting, daily, handing, seeing, wording, writing
from bot.directory import Directory
from bot.domain.client_mail import MailState
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.errors import Refused
from bot.domain.incident import Entry
from bot.domain.notice import Rung
from bot.domain.views import Duty, ReportView
from bot.outbox import Letter, NotReady
from bot.store import deliveries, incidents
from messages import contact as contact_words
from messages import daily as daily_words
from messages import first_draft
from messages import incident as incident_words
from messages import timeline as timeline_words
from messages import writing as writing_words
from messages.blocks import Message
from messages.times import When

#: Later than this is late, and is said to be.
LATE_AFTER = timedelta(minutes=2)
#: What stands in the channel for weeks.
_LASTING = {DeliveryKind.CARD, DeliveryKind.ENTRY}


class Letters:
    """Called with a delivery; answers with the letter, or None when there is nothing left to say."""

    def __init__(self, desk: Desk, directory: Directory, *, can_send: bool) -> None:
        self._desk, self._directory, self._can_send = desk, directory, can_send
        self._writers: dict[DeliveryKind, Callable[[Delivery, When], Letter | None]] = {
            DeliveryKind.PROMPT: self._prompt,
            DeliveryKind.ESCALATION: self._escalation,
            DeliveryKind.LEAD_COPY: self._lead_copy,
            DeliveryKind.HANDED_ON: self._handed_on,
            DeliveryKind.POSTPONED_PAST: self._postponed_past,
            DeliveryKind.REFRESH_PROMPT: self._refresh,
            DeliveryKind.REPORT: self._report,
            DeliveryKind.REFRESH_REPORT: self._refresh_report,
            DeliveryKind.MAIL_PROBLEM: self._mail_problem,
            DeliveryKind.CARD: self._card,
            DeliveryKind.ENTRY: self._entry,
        }

    def __call__(self, delivery: Delivery) -> Letter | None:
        when = When(self._desk.now(), self._desk.policy.zone, lasting=delivery.kind in _LASTING)
        letter = self._writers[delivery.kind](delivery, when)
        if letter is None or delivery.kind not in contact_words.TIMELY:
            return letter
        if when.now - delivery.due_at <= LATE_AFTER:
            return letter
        return Letter(letter.to, contact_words.late(letter.message, delivery.due_at, when), letter.thread_ts)

    def _prompt(self, delivery: Delivery, when: When) -> Letter | None:
        duty = self._duty(delivery)
        if not duty.notice.is_pending() or duty.notice.assignee != delivery.recipient:
            return None
        if self._is_absent(delivery.workspace_id, delivery.recipient) and self._pass_on(delivery, [duty]):
            return None  # prompted afresh, in the name of whoever has it now
        if duty.owner is None:
            duty = self._duty(delivery)  # whom we have just been told of has a name now
        rung = Rung(str(delivery.payload["rung"]))
        absent = duty.incident.owner if duty.incident.owner != delivery.recipient else None
        handed_from = absent if absent and self._is_absent(delivery.workspace_id, absent) else None
        return Letter(
            delivery.recipient, contact_words.prompt(duty, rung, when, self._own(delivery), handed_from=handed_from)
        )

    def _escalation(self, delivery: Delivery, when: When) -> Letter | None:
        duty = self._duty(delivery)
        if not duty.notice.is_pending():
            return None
        return Letter(delivery.recipient, contact_words.escalation(duty, when))

    def _lead_copy(self, delivery: Delivery, when: When) -> Letter | None:
        return Letter(delivery.recipient, contact_words.lead_copy(self._duty(delivery), when))

    def _handed_on(self, delivery: Delivery, when: When) -> Letter | None:
        del when
        return Letter(delivery.recipient, contact_words.handed_on(self._duty(delivery), self._line(delivery)))

    def _postponed_past(self, delivery: Delivery, when: When) -> Letter | None:
        words = contact_words.postponed_past(self._duty(delivery), self._line(delivery), when)
        return Letter(delivery.recipient, words)

    def _refresh(self, delivery: Delivery, when: When) -> Letter | None:
        duty = self._duty(delivery)
        if duty.notice.is_pending() and duty.notice.assignee == delivery.recipient:
            message = contact_words.prompt(duty, Rung.PROMPT, when, self._own(delivery))
        elif duty.notice.is_pending() and delivery.payload.get("kind") == DeliveryKind.ESCALATION:
            message = contact_words.escalation(duty, when)  # the lead may still lend a hand
        else:
            message = contact_words.settled_prompt(duty, replace(when, lasting=True))
        edits = (str(delivery.payload["channel"]), str(delivery.payload["ts"]))
        return Letter(delivery.recipient, message, edits=edits)

    def _report(self, delivery: Delivery, when: When) -> Letter | None:
        found = self._report_view(delivery)
        if not found.duties or found.report.assignee != delivery.recipient:
            return None
        if self._is_absent(delivery.workspace_id, delivery.recipient) and self._pass_on(delivery, found.duties):
            return None  # asked for afresh, in the name of whoever has it now
        return Letter(
            delivery.recipient, self._report_message(delivery, found, Rung(str(delivery.payload["rung"])), when)
        )

    def _refresh_report(self, delivery: Delivery, when: When) -> Letter | None:
        found = self._report_view(delivery)
        if found.duties:
            message = self._report_message(delivery, found, Rung.PROMPT, when)
        else:
            message = daily_words.settled(found, replace(when, lasting=True))
        edits = (str(delivery.payload["channel"]), str(delivery.payload["ts"]))
        return Letter(delivery.recipient, message, edits=edits)

    def _report_view(self, delivery: Delivery) -> ReportView:
        return daily.read(self._desk, delivery.workspace_id, int(str(delivery.payload["report"])))

    def _report_message(self, delivery: Delivery, found: ReportView, rung: Rung, when: When) -> Message:
        subject, body = first_draft.report_words(found, when, self._own(delivery))
        return daily_words.prompt(found, subject, body, rung, can_send=self._can_send)

    def _mail_problem(self, delivery: Delivery, when: When) -> Letter | None:
        del when
        mail = writing.mail_of(self._desk, delivery.workspace_id, int(str(delivery.payload["mail"])))
        if mail.state in (MailState.SENT, MailState.KEPT):
            return None
        return Letter(delivery.recipient, writing_words.problem(mail))

    def _card(self, delivery: Delivery, when: When) -> Letter | None:
        with self._desk.database.read() as session:
            if deliveries.has_earlier_card(session, delivery):
                # Two at once could post two cards, or leave the older state standing.
                raise NotReady
        view = seeing.read(self._desk, delivery.workspace_id, delivery.incident_id or 0)
        if view is None or view.incident.private:
            return None
        incident, message = view.incident, incident_words.card(view, when)
        if incident.card_channel and incident.card_ts:
            return Letter(incident.card_channel, message, edits=(incident.card_channel, incident.card_ts))
        return Letter(self._desk.policy.incidents_channel, message, is_card=True)

    def _entry(self, delivery: Delivery, when: When) -> Letter | None:
        view = seeing.read(self._desk, delivery.workspace_id, delivery.incident_id or 0)
        if view is None or view.incident.private or not self._desk.policy.incidents_channel:
            return None
        if not view.incident.card_ts or not view.incident.card_channel:
            raise NotReady
        message = timeline_words.thread_entry(self._line(delivery), when)
        return Letter(view.incident.card_channel, message, thread_ts=view.incident.card_ts)

    def _own(self, delivery: Delivery) -> dict[str, str]:
        return wording.own(self._desk, delivery.workspace_id)

    def _duty(self, delivery: Delivery) -> Duty:
        return acting.read(self._desk, delivery.workspace_id, delivery.notice_id or 0)

    def _line(self, delivery: Delivery) -> Entry:
        with self._desk.database.read() as session:
            entry = incidents.entry(session, int(str(delivery.payload["entry"])))
        if entry is None:
            raise LookupError(delivery.payload)
        return entry

    def _pass_on(self, delivery: Delivery, duties: Sequence[Duty]) -> bool:
        """Gives duties of somebody who is not there to the first stand-in who is; False where nobody is."""
        candidates = handing.stand_ins(self._desk, duties[0])
        there = (user for user in candidates if not self._is_absent(delivery.workspace_id, user))
        to = next(there, None)
        if to is None:
            return False
        for duty in duties:
            handing.hand_over(self._desk, delivery.workspace_id, duty.notice.id, delivery.recipient, to)
        return True

    def _is_absent(self, workspace_id: str, user: str) -> bool:
        try:
            return self._directory.person(workspace_id, user).is_absent()
        except Refused:
            return True  # nobody of that name: as good as gone
