"""E-mails to clients and daily reports: rows in, domain objects out."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.client import Client
from bot.domain.client_mail import ClientMail
from bot.domain.daily import DailyReport
from bot.domain.notice import Notice, NoticeState
from bot.domain.words import Channel
from bot.store.tables import client_mails, clients, daily_reports, notices


def of_notice(session: Session, notice_id: int) -> ClientMail | None:
    return session.scalar(select(ClientMail).where(client_mails.c.notice_id == notice_id))


def of_report(session: Session, report_id: int) -> ClientMail | None:
    return session.scalar(select(ClientMail).where(client_mails.c.report_id == report_id))


def get(session: Session, mail_id: int, *, lock: bool = False) -> ClientMail | None:
    query = select(ClientMail).where(client_mails.c.id == mail_id)
    return session.scalar(query.with_for_update() if lock else query)


def report(session: Session, workspace_id: str, report_id: int, *, lock: bool = False) -> DailyReport | None:
    query = select(DailyReport).where(daily_reports.c.workspace_id == workspace_id, daily_reports.c.id == report_id)
    return session.scalar(query.with_for_update() if lock else query)


def open_report(session: Session, notice: Notice, day: datetime) -> DailyReport:
    """The open report that this notice goes into, begun on ``day`` (aware, in the firm's zone) where there is none."""
    found = session.scalar(
        select(DailyReport).where(
            daily_reports.c.workspace_id == notice.workspace_id,
            daily_reports.c.client_id == notice.client_id,
            daily_reports.c.assignee == notice.assignee,
            daily_reports.c.settled_at.is_(None),
        )
    )
    if found is not None and found.id != notice.report_id and not waiting_in(session, found.id):
        # All that was in it has been told in other ways: what comes now is another day's.
        found.settled_at = day
        session.flush()
        found = None
    if found is None:
        found = DailyReport(
            workspace_id=notice.workspace_id,
            client_id=notice.client_id,
            assignee=notice.assignee,
            day=day.date(),
            created_at=day,
        )
        session.add(found)
        session.flush()
    return found


def waiting_in(session: Session, report_id: int) -> list[int]:
    """The ids of the notices that wait in a report, oldest incident first: also the order in which they are locked."""
    return list(
        session.scalars(
            select(notices.c.id)
            .where(notices.c.report_id == report_id, notices.c.state == NoticeState.PENDING)
            .order_by(notices.c.incident_id, notices.c.id)
        )
    )


def waiting_of(session: Session, workspace_id: str, assignee: str) -> list[tuple[Notice, Client]]:
    """What somebody's next daily reports will tell, by client, the first due first."""
    rows = session.execute(
        select(Notice, Client)
        .join(Client, notices.c.client_id == clients.c.id)
        .where(
            notices.c.workspace_id == workspace_id,
            notices.c.assignee == assignee,
            notices.c.state == NoticeState.PENDING,
            notices.c.channel == Channel.DAILY_REPORT,
        )
        .order_by(notices.c.prompt_at, notices.c.id)
    )
    return [(notice, client) for notice, client in rows.all()]
