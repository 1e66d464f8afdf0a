"""The schema's age: brought up to date by Alembic, and refused when it is older than the code."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import migrations
from bot.store.database import Database

#: The full-text search: a virtual table of SQLite's with its own, and an index of PostgreSQL's.
_BY_HAND = "incidents_search"


def _config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    config.attributes["engine"] = database.engine
    return config


def is_a_table_of_ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    """Whether Alembic compares it with the tables: not what revision 0003 made by hand for looking up words."""
    return not (kind in {"table", "index"} and name is not None and name.removeprefix("ix_").startswith(_BY_HAND))


def upgrade(database: Database) -> None:
    """Brings the database to the current schema; does nothing when it is there already."""
    command.upgrade(_config(database), "head")


def is_current(database: Database) -> bool:
    """Whether the database has the schema this code was written for."""
    head = ScriptDirectory.from_config(_config(database)).get_current_head()
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head
