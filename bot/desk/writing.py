"""Writing to the client: what the owner writes is kept, sent in their name once, and is then the proof (§6)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk import daily
from bot.desk.acting import find, require_hands
from bot.desk.context import Desk
from bot.desk.proving import Told, record
from bot.domain.client import Contact
from bot.domain.client_mail import ClientMail, MailState
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.errors import Refused, Why
from bot.domain.permissions import Actor
from bot.domain.views import Duty, ReportView
from bot.domain.words import Channel
from bot.store import deliveries, mails


@dataclass(frozen=True)
class Target:
    """What is written about: one notice, or one daily report."""

    notice_id: int | None = None
    report_id: int | None = None


@dataclass(frozen=True)
class Words:
    """What is said. Of a report, ``about`` are the notices it tells of; None is everything that waits in it."""

    subject: str
    body: str
    about: frozenset[int] | None = None


def keep(desk: Desk, actor: Actor, target: Target, words: Words) -> None:
    """Keeps what was written for later."""
    with desk.database.write() as session:
        found = _locked(session, desk, actor, target)
        _written(session, desk, actor, target, found, words)


def send(desk: Desk, actor: Actor, target: Target, words: Words) -> ClientMail:
    """Owes the e-mail to the post. Raises Refused when there is no address, or when it is on its way already."""
    now = desk.now()
    with desk.database.write() as session:
        found = _locked(session, desk, actor, target)
        if not (found.contact and found.contact.email):
            raise Refused(Why.NO_EMAIL, name=found.client.name)
        mail = _written(session, desk, actor, target, found, words)
        mail.state, mail.problem = MailState.LEAVING, ""
        mail.try_number += 1
        session.flush()
        deliveries.owe(
            session,
            Delivery(
                workspace_id=actor.workspace_id,
                kind=DeliveryKind.MAIL,
                key=f"mail:{mail.id}:{mail.try_number}",
                recipient=actor.user,
                due_at=now,
                payload={"mail": mail.id, "about": None if words.about is None else sorted(words.about)},
            ),
        )
        return mail


def sent_by_hand(desk: Desk, actor: Actor, target: Target, words: Words, channel: Channel) -> None:
    """The person sent it with their own program: what was written is the proof."""
    now = desk.now()
    with desk.database.write() as session:
        found = _locked(session, desk, actor, target)
        mail = _written(session, desk, actor, target, found, words)
        mail.state, mail.sent_at = MailState.SENT, now
        _prove(session, desk, found, words, actor.user, channel, now)


def left(desk: Desk, mail_id: int, delivery: Delivery) -> None:
    """The post has taken it: told, with the words as proof. One transaction with the delivery's own settling."""
    now = desk.now()
    with desk.database.write() as session:
        mail = _mail(session, mail_id)
        if mail.state is not MailState.SENT:
            mail.state, mail.sent_at, mail.changed_at, mail.problem = MailState.SENT, now, now, ""
            found = _found(session, desk, mail.workspace_id, _target(mail), lock=True)
            if found.report.is_open() if isinstance(found, ReportView) else found.notice.is_pending():
                about = delivery.payload.get("about")
                told = frozenset(about) if isinstance(about, list) else None
                words = Words(mail.subject, mail.body, told)
                _prove(session, desk, found, words, mail.author, Channel.EMAIL, now)
        deliveries.settle_sent(session, delivery, sent_at=now)


def stuck(desk: Desk, mail_id: int, state: MailState, problem: str) -> None:
    """The post refused it, or it is not known whether it left: the author is told what to do."""
    now = desk.now()
    with desk.database.write() as session:
        mail = _mail(session, mail_id)
        if mail.state is not MailState.LEAVING:
            return
        mail.state, mail.problem, mail.changed_at = state, problem[:300], now
        _tell_author(session, mail, f"{state}:{mail.try_number}", now)


def slow(desk: Desk, mail_id: int) -> None:
    """It has been tried for a while without leaving: the author hears once, and it is tried on."""
    with desk.database.write() as session:
        mail = _mail(session, mail_id)
        if mail.state is MailState.LEAVING:
            _tell_author(session, mail, f"slow:{mail.try_number}", desk.now())


def arrived_after_all(desk: Desk, actor: Actor, mail_id: int) -> None:
    """Of a letter that may have left, its author says that it did."""
    with desk.database.read() as session:
        mail = _mail(session, mail_id)
        if mail.workspace_id != actor.workspace_id:
            raise Refused(Why.NOT_FOUND)
    sent_by_hand(desk, actor, _target(mail), Words(mail.subject, mail.body), Channel.EMAIL)


def mail_of(desk: Desk, workspace_id: str, mail_id: int) -> ClientMail:
    """The e-mail as it stands. Raises Refused(NOT_FOUND)."""
    with desk.database.read() as session:
        mail = _mail(session, mail_id)
    if mail.workspace_id != workspace_id:
        raise Refused(Why.NOT_FOUND)
    return mail


def _mail(session: Session, mail_id: int) -> ClientMail:
    mail = mails.get(session, mail_id, lock=True)
    if mail is None:
        raise Refused(Why.NOT_FOUND)
    return mail


def _target(mail: ClientMail) -> Target:
    return Target(mail.notice_id, mail.report_id)


def _locked(session: Session, desk: Desk, actor: Actor, target: Target) -> Duty | ReportView:
    actor.require_member()
    found = _found(session, desk, actor.workspace_id, target, lock=True)
    if isinstance(found, ReportView):
        daily.require_hands(actor, found)
    else:
        require_hands(actor, found)
        found.notice.require_pending()
    return found


def _found(session: Session, desk: Desk, workspace_id: str, target: Target, *, lock: bool) -> Duty | ReportView:
    if target.report_id is not None:
        return daily.view(session, desk, workspace_id, target.report_id, lock=lock)
    return find(session, desk, workspace_id, target.notice_id or 0, lock=lock)


def _written(
    session: Session, desk: Desk, actor: Actor, target: Target, found: Duty | ReportView, words: Words
) -> ClientMail:
    contact: Contact | None = found.contact
    mail = found.mail
    if mail is not None and mail.is_on_its_way():
        raise Refused(Why.ON_ITS_WAY, who=mail.author)
    if mail is None:
        mail = ClientMail(
            workspace_id=actor.workspace_id,
            message_id=f"{uuid.uuid4().hex}@incidente.invalid",
            notice_id=target.notice_id,
            report_id=target.report_id,
            author=actor.user,
            to="",
            to_name="",
            subject="",
            body="",
            state=MailState.KEPT,
            changed_at=desk.now(),
        )
        session.add(mail)
    mail.author, mail.changed_at, mail.state = actor.user, desk.now(), MailState.KEPT
    mail.to, mail.to_name = (contact.email, contact.name) if contact else ("", "")
    mail.subject, mail.body = words.subject, words.body
    return mail


def _prove(
    session: Session, desk: Desk, found: Duty | ReportView, words: Words, by: str, channel: Channel, now: datetime
) -> None:
    if isinstance(found, ReportView):
        daily.settle(session, desk, found, words.body, by, now, words.about)
        return
    name = found.contact.name if found.contact else found.client.name
    record(session, desk, found, Told(channel, name, now, words.body, "", None), by, now)


def _tell_author(session: Session, mail: ClientMail, key: str, now: datetime) -> None:
    deliveries.owe(
        session,
        Delivery(
            workspace_id=mail.workspace_id,
            kind=DeliveryKind.MAIL_PROBLEM,
            key=f"mail_problem:{mail.id}:{key}",
            recipient=mail.author,
            due_at=now,
            payload={"mail": mail.id},
        ),
    )
