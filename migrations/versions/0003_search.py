"""Incidents are found by their words, with what each database brings for it: FTS5 on SQLite, GIN on PostgreSQL.

Written by hand, since neither is a table or an index that both know. Whoever makes ``incidents`` anew in a later
revision (``batch_alter_table`` on SQLite) must make these triggers anew as well.
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_SQLITE = (
    "CREATE VIRTUAL TABLE incidents_search USING fts5(search, content='incidents', content_rowid='id', prefix='2 3')",
    "INSERT INTO incidents_search(incidents_search) VALUES('rebuild')",
    """
    CREATE TRIGGER incidents_search_new AFTER INSERT ON incidents BEGIN
      INSERT INTO incidents_search(rowid, search) VALUES (new.id, new.search);
    END
    """,
    """
    CREATE TRIGGER incidents_search_gone AFTER DELETE ON incidents BEGIN
      INSERT INTO incidents_search(incidents_search, rowid, search) VALUES ('delete', old.id, old.search);
    END
    """,
    """
    CREATE TRIGGER incidents_search_changed AFTER UPDATE OF search ON incidents BEGIN
      INSERT INTO incidents_search(incidents_search, rowid, search) VALUES ('delete', old.id, old.search);
      INSERT INTO incidents_search(rowid, search) VALUES (new.id, new.search);
    END
    """,
)
_POSTGRESQL = ("CREATE INDEX ix_incidents_search ON incidents USING gin (to_tsvector('simple', search))",)


def upgrade() -> None:
    bind = op.get_bind()
    rows = bind.execute(
        sa.text("SELECT i.id, i.text, i.measures, c.name FROM incidents i JOIN clients c ON c.id = i.client_id")
    ).all()
    for incident_id, *texts in rows:
        bind.execute(
            sa.text("UPDATE incidents SET search = :search WHERE id = :id"),
            {"search": _searchable(" ".join(texts)), "id": incident_id},
        )
    for statement in _POSTGRESQL if bind.dialect.name == "postgresql" else _SQLITE:
        op.execute(statement)


def _searchable(text: str) -> str:
    """As ``bot.domain.finding.searchable`` was when this was written."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(char for char in plain if not unicodedata.combining(char))))
