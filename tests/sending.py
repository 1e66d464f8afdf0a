"""Many deliveries at once: how they come about, and how often each arrived."""

from collections import Counter

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
    """``count`` unresolved incidents of one new client, as the form would save them; nothing is sent yet."""
    new_client = NewClient(name=name, contact="Marta Ruiz", phone="+34600123456", email="marta@acme.example")
    told: list[Declared] = []
    for number in range(count):
        said = Report(
            f"No llega el pedido {number}",
            severity,
            Status.UNRESOLVED,
            client_id=told[0].client.id if told else None,
            new_client=None if told else new_client,
            is_another=True,
        )
        result = report.declare(bot.desk, actor, said, f"V{name}{number}")
        assert isinstance(result, Declared)
        told.append(result)
    return told


def multiply(database: Database, told: Declared, count: int, **changes: object) -> None:
    """``count`` more incidents like this one, each with its first notice (``changes`` to it): rows, in one go."""
    with database.engine.begin() as connection:
        incident = dict(
            connection.execute(select(incidents).where(incidents.c.id == told.incident.id)).mappings().one()
        )
        notice = dict(connection.execute(select(notices).where(notices.c.id == told.notices[0].id)).mappings().one())
        del incident["id"], notice["id"]
        more = [{**incident, "number": 1000 + index, "origin": f"more{index}"} for index in range(count)]
        connection.execute(insert(incidents), more)
        new = connection.scalars(select(incidents.c.id).where(incidents.c.number >= 1000)).all()
        connection.execute(insert(notices), [{**notice, **changes, "incident_id": one} for one in new])


def arrived(server: DemoServer) -> Counter[str]:
    """How many messages there are of each delivery, by the id in their metadata, threads included."""
    with server.workspace.lock:
        return Counter(
            str((message.get("metadata") or {}).get("event_payload", {}).get("id"))
            for channel in server.workspace.channels.values()
            for message in channel.messages.values()
            if message["user"] == server.workspace.bot.id
        )
