"""A database of the first release, with data in it, is brought to the present one and nothing is lost."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Boolean, Connection, Date, DateTime, Integer, MetaData, Table, insert, select, text
from sqlalchemy.engine import make_url

from bot.store import schema
from bot.store.database import Database

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.fixture
def first_release(database_url: str, tmp_path: Path) -> Database:
    """An empty database of the first release, of each kind."""
    if make_url(database_url).get_backend_name() == "sqlite":
        database = Database(f"sqlite:///{tmp_path}/first.db")
    else:
        database = Database(database_url)
        with database.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    command.upgrade(schema._config(database), "0001")
    return database


def _row(table: Table, **values: Any) -> dict[str, Any]:
    """Something in every column that must have something."""
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.name in values:
            row[column.name] = values[column.name]
        elif not column.nullable and not column.primary_key:
            row[column.name] = _something(column.type)
    return row


def _something(kind: Any) -> Any:
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer):
        return 1
    if isinstance(kind, DateTime):
        return NOW.replace(tzinfo=None)
    return NOW.date() if isinstance(kind, Date) else ""


def _fill(connection: Connection, tables: MetaData) -> None:
    def add(table: str, /, **values: Any) -> None:
        connection.execute(insert(tables.tables[table]), _row(tables.tables[table], **values))

    add("clients", id=1, workspace_id="T1", name="Acme", key="acme", owner="U1", wish="standard")
    words = {"severity": "major", "status": "unresolved", "awareness": "not_yet", "responsibility": "ours"}
    add("incidents", id=1, workspace_id="T1", client_id=1, text="No llega el correo", owner="U1", **words)
    add("commitments", id=1, workspace_id="T1", incident_id=1, client_id=1, owner="U1", what="Llamar", state="open")
    add("timeline", id=1, workspace_id="T1", kind="reported", incident_id=1, client_id=1, before={}, after={})
    add("deliveries", id=1, workspace_id="T1", kind="refresh_report", key="a", token="a", state="waiting", payload={})


def test_what_stood_there_stands_there_still(first_release: Database) -> None:
    """Incidents, promises and deliveries come through; an open promise is looked at next; words can be searched."""
    database = first_release
    before = MetaData()
    before.reflect(database.engine)
    with database.engine.begin() as connection:
        _fill(connection, before)
    schema.upgrade(database)
    assert schema.is_current(database)
    after = MetaData()
    after.reflect(database.engine, only=["incidents", "commitments", "deliveries"])
    with database.engine.connect() as connection:
        incident = connection.execute(select(after.tables["incidents"])).mappings().one()
        promise = connection.execute(select(after.tables["commitments"])).mappings().one()
        delivery = connection.execute(select(after.tables["deliveries"])).mappings().one()
    assert (incident["text"], incident["never_event_name"], bool(incident["review_wanted"])) == (
        "No llega el correo",
        "",
        False,
    )
    assert "correo" in incident["search"]
    assert (promise["made_by"], promise["rung"], promise["next_at"]) == ("U1", 0, promise["due_at"])
    assert (delivery["kind"], delivery["state"]) == ("refresh", "dropped")
    database.close()
