"""What every command of the command line begins with: its settings, a database that answers, and how a mistake ends."""

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from bot.domain.errors import Unavailable
from bot.settings import Settings
from bot.store import schema
from bot.store.database import Database
from messages import cli as words


class Mistake(Exception):
    """Ends the command with one sentence on stderr and exit status 1."""


def settings() -> Settings:
    """From the environment or ``.env``; one line for each that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        raise Mistake("\n".join(words.bad_setting(one) for one in error.errors())) from error


def require_schema(wanted: Settings) -> None:
    with database(wanted) as opened:
        if not schema.is_current(opened):
            raise Mistake(words.OLD_SCHEMA)


@contextmanager
def database(wanted: Settings) -> Iterator[Database]:
    """The database of these settings, closed afterwards."""
    opened = Database(wanted.database_url.get_secret_value())
    try:
        yield opened
    except (OperationalError, Unavailable) as error:
        raise Mistake(words.NO_DATABASE) from error
    finally:
        opened.close()
