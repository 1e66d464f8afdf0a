"""How Alembic reaches the database: the bot's own engine, or the settings' one from the command line."""

from typing import Any

from alembic import context
from sqlalchemy import Connection

from bot.settings import Settings
from bot.store import schema
from bot.store.database import Database
from bot.store.tables import metadata

engine = context.config.attributes.get("engine")
if engine is None:
    engine = Database(Settings().database_url.get_secret_value()).engine


def _references(connection: Connection, *, checked: bool) -> None:
    """SQLite changes a table by making it anew: meanwhile the rows that point at it point at nothing.

    Only outside a transaction does it listen to this, so it is said to the driver itself.
    """
    driver: Any = connection.connection.dbapi_connection
    if engine.dialect.name == "sqlite" and driver is not None:
        if checked and driver.execute("PRAGMA foreign_key_check").fetchone():
            raise RuntimeError("rows point at nothing after the change")
        driver.execute(f"PRAGMA foreign_keys={'ON' if checked else 'OFF'}")


with engine.connect() as connection:
    _references(connection, checked=False)
    # SQLite changes a table by making it anew: "batch" lets one revision serve both databases.
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        include_object=schema.is_a_table_of_ours,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    _references(connection, checked=True)
