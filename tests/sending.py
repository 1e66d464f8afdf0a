"""Many deliveries at once: how they come about, and how often each arrived."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import cycle
from typing import Any

from sqlalchemy import insert, select

from bot.app import Bot
from bot.demo.server import DemoServer
from bot.desk import report
from bot.desk.clients import NewClient
from bot.desk.report import Report
from bot.domain.permissions import Actor
from bot.domain.views import Declared
from bot.domain.words import Severity, Status
from bot.store.database import Database
from bot.store.tables import incidents, notices


def declare(
    bot: Bot, actor: Actor, count: int = 1, severity: Severity = Severity.MINOR, name: str = "Acme"
) -> list[Declared]:
    """``count`` unresolved incidents, each of a new client, as the form would save them; nothing is sent yet.

    Of one client, so many would be warning signs, and its owner and lead would hear of those too.
    """
    told: list[Declared] = []
    for number in range(count):
        said = Report(
            f"No llega el pedido {number}",
            severity,
            Status.UNRESOLVED,
            new_client=NewClient(
                f"{name} {number}" if number else name, "Marta Ruiz", "+34600123456", "marta@acme.example"
            ),
            is_another=True,
        )
        result = report.declare(bot.desk, actor, said, f"V{name}{number}")
        assert isinstance(result, Declared)
        told.append(result)
    return told


def multiply(
    database: Database, told: Declared, count: int, owners: Sequence[str], *, next_at: datetime | None = None
) -> None:
    """``count`` more incidents like this one with its first notice, as rows, their owners taking turns.

    Nothing has been said of them yet: their first prompt is due when this one's was, or at ``next_at`` (aware).
    """
    new = incidents.c.origin.startswith("more")
    with database.engine.begin() as connection:
        incident = connection.execute(select(incidents).where(incidents.c.id == told.incident.id)).mappings().one()
        notice = connection.execute(select(notices).where(notices.c.id == told.notices[0].id)).mappings().one()
        rows = [
            _without_id({**incident, "number": 1000 + index, "origin": f"more{index}", "owner": owner})
            for index, owner in zip(range(count), cycle(owners), strict=False)
        ]
        connection.execute(insert(incidents), rows)
        made = connection.execute(select(incidents.c.id, incidents.c.owner).where(new)).all()
        changes = {"next_at": next_at or notice["prompt_at"], "rung": 0}
        connection.execute(
            insert(notices),
            [_without_id({**notice, **changes, "incident_id": one, "assignee": owner}) for one, owner in made],
        )


def _without_id(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}


def arrived(server: DemoServer) -> Counter[str]:
    """How many messages there are of each delivery, by the id in their metadata, threads included."""
    with server.workspace.lock:
        return Counter(
            str((message.get("metadata") or {}).get("event_payload", {}).get("id"))
            for channel in server.workspace.channels.values()
            for message in channel.messages.values()
            if message["user"] == server.workspace.bot.id
        )
