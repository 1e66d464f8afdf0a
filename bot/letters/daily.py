"""The daily report, and what becomes of an e-mail to a client."""

from dataclasses import replace

from bot.desk import daily, writing
from bot.domain.client_mail import MailState
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.notice import Rung
from bot.domain.views import ReportView
from bot.letters.shared import Shared, Write, about, edits, number
from bot.outbox import Letter
from messages import daily as words
from messages import first_draft
from messages import writing as writing_words
from messages.blocks import Message
from messages.times import When


def _report(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    found = daily.read(shared.desk, delivery.workspace_id, number(delivery, "report"))
    if not found.duties or found.report.assignee != delivery.recipient:
        return None
    if shared.is_absent(delivery.workspace_id, delivery.recipient) and shared.pass_on(delivery, found.duties):
        return None  # asked for afresh, in the name of whoever has it now
    return Letter(delivery.recipient, _message(shared, delivery, found, Rung(str(delivery.payload["rung"])), when))


def _redrawn(shared: Shared, delivery: Delivery, when: When) -> Letter:
    found = daily.read(shared.desk, delivery.workspace_id, about(delivery))
    if found.duties:
        message = _message(shared, delivery, found, Rung.PROMPT, when)
    else:
        message = words.settled(found, replace(when, lasting=True))
    return Letter(delivery.recipient, message, edits=edits(delivery))


def _message(shared: Shared, delivery: Delivery, found: ReportView, rung: Rung, when: When) -> Message:
    subject, body = first_draft.report_words(found, when, shared.own(delivery))
    return words.prompt(found, subject, body, rung, can_send=shared.can_send)


def _mail_problem(shared: Shared, delivery: Delivery, when: When) -> Letter | None:
    del when
    mail = writing.mail_of(shared.desk, delivery.workspace_id, number(delivery, "mail"))
    if mail.state in (MailState.SENT, MailState.KEPT):
        return None
    return Letter(delivery.recipient, writing_words.problem(mail))


WRITERS: dict[DeliveryKind, Write] = {DeliveryKind.REPORT: _report, DeliveryKind.MAIL_PROBLEM: _mail_problem}
REDRAWN: dict[str, Write] = {"report": _redrawn}
