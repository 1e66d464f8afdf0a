"""Columns that every table has, written once."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, text

from bot.store.types import Moment, Word

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def identity() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def workspace(*, primary_key: bool = False) -> Column[str]:
    return Column("workspace_id", String(32), nullable=False, primary_key=primary_key)


def ref(name: str, target: str, *, nullable: bool = False, primary_key: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey(target), nullable=nullable, primary_key=primary_key)


def user(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, String(32), nullable=nullable)


def moment(name: str, *, nullable: bool = False) -> Column[datetime]:
    return Column(name, Moment, nullable=nullable)


def flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def word(name: str, words: type[StrEnum], *, nullable: bool = False) -> Column[Any]:
    return Column(name, Word(words), nullable=nullable)


def due(table: str) -> Index:
    """What the tick asks: only what still has an hour stands in it, so a tick costs what is due, not what is open."""
    waits = text("next_at IS NOT NULL")
    return Index(f"ix_{table}_due", "next_at", sqlite_where=waits, postgresql_where=waits)
