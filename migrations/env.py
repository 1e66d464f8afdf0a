"""How Alembic reaches the database: the bot's own engine, or the settings' one from the command line."""

from alembic import context

from bot.settings import Settings
from bot.store import schema
from bot.store.database import Database
from bot.store.tables import metadata

engine = context.config.attributes.get("engine")
if engine is None:
    engine = Database(Settings().database_url.get_secret_value()).engine

with engine.connect() as connection:
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
