"""Reports per second and time to acknowledge: the bot beside a bare Bolt application on the same server."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import psutil  # type: ignore[import-untyped]
from sqlalchemy import func, select

from bot.domain.client import Client, Contact, key_of
from bot.domain.words import Severity, Status
from bot.store.database import Database
from bot.store.tables import clients as clients_table
from bot.store.tables import incidents
from messages.report import Typed, form
from messages.times import When
from tests.bench.load import TEAM
from tests.bench.parts import HOST, free_port, process, wait_for
from tests.world import ANA

CLIENTS = 16
ROUNDS = 3
SECONDS = 5.0
RATE = 50.0
RATE_SECONDS = 12.0
#: So many clients that two reports of one of them within two minutes are rare, as they are in a firm.
KNOWN = 2000


@dataclass
class Side:
    """One server under load. ``database`` is None for the bare one."""

    name: str
    port: int
    database: Database | None = None
    #: Of the server; known once it runs.
    pid: int = 0

    def cpu(self) -> float:
        """Seconds of CPU that the server's processes have used."""
        whole = psutil.Process(self.pid)
        times = [each.cpu_times() for each in (whole, *whole.children(recursive=True))]
        return float(sum(one.user + one.system for one in times))

    def load(self, spec: dict[str, Any]) -> list[float]:
        spec = {**spec, "port": self.port, "kind": "bot" if self.database else "bare"}
        command = [sys.executable, "-m", "tests.bench.load"]
        answer = subprocess.run(command, input=json.dumps(spec), capture_output=True, text=True, check=False)
        if answer.returncode:
            raise RuntimeError(answer.stderr)
        sys.stderr.write(answer.stderr)
        return [float(one) for one in json.loads(answer.stdout)]

    def committed(self) -> int:
        if self.database is None:
            return 0
        with self.database.engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(incidents)) or 0


def firm(database: Database) -> list[int]:
    """``KNOWN`` clients with a contact each; answers their ids."""
    now = datetime.now(UTC)
    with database.write() as session:
        for number in range(KNOWN):
            name = f"Cliente {number}"
            contact = Contact(workspace_id=TEAM, name="Marta Ruiz", phone="+34600123456", email="marta@acme.example")
            session.add(
                Client(workspace_id=TEAM, name=name, key=key_of(name), owner=ANA, created_at=now, contacts=[contact])
            )
    with database.read() as session:
        return list(session.scalars(select(clients_table.c.id)))


def view(client: int) -> dict[str, Any]:
    """The form as Slack sends it back."""
    typed = Typed(client_id=client, client_name="Cliente", text="No llega", owner=ANA)
    typed = Typed(**{**vars(typed), "severity": Severity.MAJOR, "status": Status.UNRESOLVED})
    return {**form(typed, when=When(datetime.now(UTC), ZoneInfo("Europe/Madrid"))), "root_view_id": "V0", "hash": "1.x"}


def measure(urls: dict[str, str]) -> Iterator[str]:
    """Three rounds of full load, sides in turn, then an even trickle of 50 a second on each."""
    with ExitStack() as stack:
        slack_port = free_port()
        stack.enter_context(process("tests.bench.serve", "slack", str(slack_port)))
        sides = [Side("bare", free_port())]
        sides += [Side(name, free_port(), Database(url)) for name, url in urls.items()]
        known: list[int] = []
        for side in sides:
            if side.database is not None:
                known = firm(side.database)
            kind = "bot" if side.database else "bare"
            url = side.database.url.render_as_string(hide_password=False) if side.database else "sqlite://"
            server = process("tests.bench.serve", kind, str(side.port), url, str(slack_port))
            side.pid = stack.enter_context(server).pid
            wait_for(f"http://{HOST}:{side.port}/healthz")
        spec = {"view": view(known[0]), "clients_known": known}
        for side in sides:
            side.load({**spec, "clients": CLIENTS, "seconds": 1.5})
        yield from _throughput(sides, spec)
        yield from _latency(sides, spec)


def _throughput(sides: list[Side], spec: dict[str, Any]) -> list[str]:
    rates: dict[str, list[float]] = {side.name: [] for side in sides}
    burned: dict[str, list[float]] = {side.name: [] for side in sides}
    for _ in range(ROUNDS):
        for side in sides:
            before, cpu = side.committed(), side.cpu()
            took = side.load({**spec, "clients": CLIENTS, "seconds": SECONDS})
            done = side.committed() - before if side.database else len(took)
            if done != len(took):
                raise RuntimeError(f"{side.name}: {len(took)} acknowledged, {done} committed")
            rates[side.name].append(done / SECONDS)
            burned[side.name].append((side.cpu() - cpu) / done * 1000)
    rate = {name: statistics.median(all_) for name, all_ in rates.items()}
    cost = {name: statistics.median(all_) for name, all_ in burned.items()}
    lines = [f"bare command, acknowledged: {rate['bare']:.0f}/s ({CLIENTS} clients), {cost['bare']:.2f} ms of CPU each"]
    for side in sides[1:]:
        ratio = f"{rate[side.name] / rate['bare']:.2f} × bare (aim ≥ 0.5)"
        lines.append(
            f"committed reports, {side.name}: {rate[side.name]:.0f}/s = {ratio}, {cost[side.name]:.2f} ms of CPU each"
        )
    return lines


def _latency(sides: list[Side], spec: dict[str, Any]) -> list[str]:
    worst: dict[str, tuple[float, float]] = {}
    for side in sides:
        took = side.load({**spec, "rate": RATE, "seconds": RATE_SECONDS})
        worst[side.name] = (took[int(len(took) * 0.99)] * 1000, took[-1] * 1000)
    bare = worst["bare"][0]
    lines = [f"bare command at {RATE:.0f}/s: p99 {bare:.1f} ms, most {worst['bare'][1]:.1f} ms"]
    for side in sides[1:]:
        p99, most = worst[side.name]
        ratio = f"{p99 / bare:.1f} × bare (aim ≤ 10)"
        lines.append(
            f"reports at {RATE:.0f}/s, {side.name}: p99 {p99:.1f} ms = {ratio}, most {most:.0f} ms (aim ≤ 1000)"
        )
    return lines
