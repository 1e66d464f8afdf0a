"""Many deliveries at once: how they come about, and how often each arrived."""

from collections import Counter

from bot.app import Bot
from bot.demo.server import DemoServer
from bot.desk import report
from bot.desk.clients import NewClient
from bot.desk.report import Report
from bot.domain.permissions import Actor
from bot.domain.views import Declared
from bot.domain.words import Severity, Status


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


def arrived(server: DemoServer) -> Counter[str]:
    """How many messages there are of each delivery, by the id in their metadata, threads included."""
    with server.workspace.lock:
        return Counter(
            str((message.get("metadata") or {}).get("event_payload", {}).get("id"))
            for channel in server.workspace.channels.values()
            for message in channel.messages.values()
            if message["user"] == server.workspace.bot.id
        )
