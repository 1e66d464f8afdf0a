"""Alembic's revisions, oldest first; configured in pyproject.toml."""
