"""Carries an e-mail to the firm's mail server, and tells the desk what became of it."""

import logging
from collections.abc import Callable
from datetime import datetime

from bot.desk import Desk, writing
from bot.directory import Directory
from bot.domain.client_mail import ClientMail, MailState
from bot.domain.delivery import Delivery
from bot.mail import Mail, Mailer, MailLater, MailRefused, MailUncertain, Trouble

#: After so many tries the author hears that it has not left yet.
TELL_AFTER = 3

log = logging.getLogger(__name__)


class Postman:
    """Called with a claimed delivery of kind MAIL. Raises MailLater when nothing was sent and another try may do.

    A mail server keeps no id to look a mail up by: where it is unknown whether one left, its author decides.
    """

    def __init__(self, desk: Desk, directory: Directory, mailer: Mailer | None, clock: Callable[[], datetime]) -> None:
        self._desk, self._directory, self._mailer, self._clock = desk, directory, mailer, clock

    def __call__(self, delivery: Delivery) -> None:
        mail = writing.mail_of(self._desk, delivery.workspace_id, int(str(delivery.payload["mail"])))
        if mail.state is not MailState.LEAVING:
            return
        if delivery.unsure:
            writing.stuck(self._desk, mail.id, MailState.UNSURE, Trouble.UNREACHABLE)
            return
        try:
            self._send(mail)
        except MailLater:
            if delivery.attempts + 1 >= TELL_AFTER:
                writing.slow(self._desk, mail.id)
            raise
        except MailRefused as error:
            log.warning("mail %s was refused: %s", mail.id, error)
            writing.stuck(self._desk, mail.id, MailState.REFUSED, error.reason)
        except MailUncertain:
            writing.stuck(self._desk, mail.id, MailState.UNSURE, Trouble.UNREACHABLE)
        else:
            writing.left(self._desk, mail.id, delivery)

    def _send(self, mail: ClientMail) -> None:
        if self._mailer is None:
            raise MailRefused(None, Trouble.UNREACHABLE)
        author = self._directory.person(mail.workspace_id, mail.author)
        self._mailer.send(
            Mail(
                message_id=mail.message_id,
                to=mail.to,
                to_name=mail.to_name,
                sender_name=author.name,
                reply_to=author.email,
                subject=mail.subject,
                body=mail.body,
                at=self._clock(),
            )
        )
