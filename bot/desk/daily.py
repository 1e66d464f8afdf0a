"""The daily report: gathered from the matrix's own queue, drafted to the owner, handed over once (domain.md §7)."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk.acting import find
from bot.desk.context import Desk
from bot.desk.prompts import refresh
from bot.desk.proving import Told, record
from bot.domain.client import Client, Contact
from bot.domain.daily import DailyReport
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.errors import Refused, Why
from bot.domain.notice import Climbed, Notice
from bot.domain.permissions import Actor
from bot.domain.views import Gathering, ReportView
from bot.domain.words import Channel
from bot.store import clients, deliveries, mails, people


def gather(session: Session, desk: Desk, notice: Notice, now: datetime) -> DailyReport:
    """Puts a notice that waits for the daily report into the open one of its client and owner."""
    report = mails.open_report(session, notice, now.astimezone(desk.policy.zone))
    if notice.report_id != report.id:
        notice.report_id = report.id
        refresh(session, report.workspace_id, f"report:{report.id}", now)
    return report


def remind(session: Session, report: DailyReport, climbed: Climbed) -> None:
    """Owes the owner the report. All its notices are due together; the key lets one message speak for all."""
    deliveries.owe(
        session,
        Delivery(
            workspace_id=report.workspace_id,
            kind=DeliveryKind.REPORT,
            key=f"report:{report.id}:{climbed.rung}:{int(climbed.due_at.timestamp())}",
            recipient=report.assignee,
            due_at=climbed.due_at,
            payload={"report": report.id, "rung": climbed.rung},
        ),
    )


def read(desk: Desk, workspace_id: str, report_id: int) -> ReportView:
    """The report as it stands. Raises Refused(NOT_FOUND)."""
    with desk.database.read() as session:
        return view(session, desk, workspace_id, report_id, lock=False)


def look(desk: Desk, actor: Actor, report_id: int) -> ReportView:
    """The report behind a button, for whoever may hand it over and while there is something in it."""
    actor.require_member()
    found = read(desk, actor.workspace_id, report_id)
    require_hands(actor, found)
    return found


def require_hands(actor: Actor, found: ReportView) -> None:
    """A report is its owner's, their lead's and the admins' (§8). Raises Refused also when it was handed over."""
    report = found.report
    if not actor.is_admin and actor.user not in (report.assignee, found.lead):
        raise Refused(Why.NOT_YOURS, owner=report.assignee)
    if not found.duties:
        raise Refused(Why.ALREADY_TOLD, who=report.settled_by, at=report.settled_at)


def gathering(desk: Desk, actor: Actor) -> list[Gathering]:
    """The actor's daily reports in the making, the first due first."""
    actor.require_member()
    with desk.database.read() as session:
        rows = mails.waiting_of(session, actor.workspace_id, actor.user)
    by_client: dict[int, list[tuple[Notice, Client]]] = {}
    for notice, client in rows:
        by_client.setdefault(client.id, []).append((notice, client))
    return [
        Gathering(
            found[0][1],
            len(found),
            min(notice.prompt_at for notice, _ in found),
            next((notice.report_id for notice, _ in found if notice.report_id), None),
        )
        for found in by_client.values()
    ]


def draft_now(desk: Desk, actor: Actor, client_id: int) -> int:
    """The actor wants the report to this client before its hour. Returns how much it will tell."""
    now = desk.now()
    actor.require_member()
    with desk.database.write() as session:
        found = [
            notice
            for notice, client in mails.waiting_of(session, actor.workspace_id, actor.user)
            if client.id == client_id and notice.report_id is None
        ]
        for notice in found:
            notice.retry_at = notice.next_at = now
        deliveries.wake(session)
    return len(found)


def handed_over(desk: Desk, actor: Actor, report_id: int, said: str) -> ReportView:
    """The owner has sent it by their own means. Everything in it is told, once."""
    now = desk.now()
    actor.require_member()
    with desk.database.write() as session:
        found = view(session, desk, actor.workspace_id, report_id, lock=True)
        require_hands(actor, found)
        if found.mail is not None and found.mail.is_on_its_way():
            raise Refused(Why.ON_ITS_WAY, who=found.mail.author)
        settle(session, desk, found, said, actor.user, now)
    return found


def settle(
    session: Session,
    desk: Desk,
    found: ReportView,
    said: str,
    by: str,
    now: datetime,
    about: frozenset[int] | None = None,
) -> None:
    """Marks what a locked report says as told, with ``said`` as its proof: the notices in ``about``, or all of them.

    What came in after the words were written goes into the next report, asked for at once.
    """
    for duty in found.duties:
        if about is not None and duty.notice.id not in about:
            duty.notice.report_id, duty.notice.retry_at, duty.notice.next_at = None, now, now
            deliveries.wake(session)
            continue
        name = found.contact.name if found.contact else found.client.name
        record(session, desk, duty, Told(Channel.DAILY_REPORT, name, now, said, "", None), by, now)
    found.report.settled_at, found.report.settled_by = now, by
    refresh(session, found.report.workspace_id, f"report:{found.report.id}", now)


def view(session: Session, desk: Desk, workspace_id: str, report_id: int, *, lock: bool) -> ReportView:
    """A report with what waits in it; ``lock`` takes its rows, each incident before its notice."""
    report = mails.report(session, workspace_id, report_id, lock=lock)
    client = clients.get(session, workspace_id, report.client_id) if report else None
    if report is None or client is None:
        raise Refused(Why.NOT_FOUND)
    waiting = mails.waiting_in(session, report_id) if report.is_open() else []
    duties = [find(session, desk, workspace_id, notice_id, lock=lock) for notice_id in waiting]
    contact: Contact | None = client.first_contact()
    return ReportView(
        report,
        client,
        contact,
        # Read again under the lock: one of them may just have been told in another way.
        tuple(duty for duty in duties if duty.notice.is_pending()),
        people.get(session, workspace_id, report.assignee),
        desk.policy.lead_of(client),
        mails.of_report(session, report_id),
    )
