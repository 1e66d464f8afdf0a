"""The door to the database: short transactions, the same promises on SQLite and PostgreSQL."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from bot.domain.errors import Unavailable

#: A person waits at most this long for a lock: Slack wants its acknowledgement within 3 seconds.
PATIENCE_MS = 1400
#: Transactions that one process has open for writing at the same time.
POSTGRES_WRITERS = 4


class Database:
    """One engine. ``read`` never blocks on a writer; ``write`` is one transaction, committed on leaving.

    Both raise ``Unavailable`` where the database does not answer within the patience, with nothing changed.
    ``on_waiting`` is called after each commit that left something to deliver.
    """

    def __init__(self, url: str | URL) -> None:
        self.url = make_url(url)
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgres_engine(self.url)
        self.on_waiting: Callable[[], None] = lambda: None
        self._writers = BoundedSemaphore(1 if self.is_sqlite else POSTGRES_WRITERS)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        with _named_errors(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        with self._turn() as patience, _named_errors(), Session(self.engine, expire_on_commit=False) as session:
            if self.is_sqlite:
                # One writer: taking the lock first means no transaction fails half way for want of it.
                session.connection(execution_options={"immediate": patience})
            yield session
            session.commit()
            waiting = session.info.get("waiting", False)
        if waiting:
            self.on_waiting()

    @contextmanager
    def _turn(self) -> Iterator[int]:
        """This process's turn to write; answers what is left of the patience, in milliseconds.

        SQLite's own waiting is asleep most of the time, and passes over whoever has waited longest; on PostgreSQL
        those who write at once wait for each other's locks, and for the interpreter while they hold them.
        """
        start = time.monotonic()
        if not self._writers.acquire(timeout=PATIENCE_MS / 1000):
            raise Unavailable("database")
        try:
            yield max(1, PATIENCE_MS - int((time.monotonic() - start) * 1000))
        finally:
            self._writers.release()

    def ping(self) -> None:
        """Raises Unavailable where the database does not answer."""
        with self.read() as session:
            session.execute(text("SELECT 1"))

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _named_errors() -> Iterator[None]:
    try:
        yield
    except (OperationalError, PoolTimeout) as error:
        raise Unavailable("database") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable("database") from error
        raise


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(
        url, connect_args={"timeout": PATIENCE_MS / 1000, "check_same_thread": False}, pool_size=16, max_overflow=16
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late; ours is below
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")  # what was acknowledged survives a power cut too
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        patience = connection.get_execution_options().get("immediate")
        if patience is not None:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={patience}")
        connection.exec_driver_sql("BEGIN" if patience is None else "BEGIN IMMEDIATE")

    return engine


def _postgres_engine(url: URL) -> Engine:
    options = f"-c lock_timeout={PATIENCE_MS} -c statement_timeout={PATIENCE_MS * 5} -c timezone=UTC"
    return create_engine(
        url,
        pool_pre_ping=True,
        pool_size=16,
        max_overflow=16,
        pool_timeout=PATIENCE_MS / 1000,
        connect_args={"options": options, "connect_timeout": 2},
    )
