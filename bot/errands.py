"""What the command line does with a firm's own data: bring clients in, hand things out, tell a week."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from bot import export as files
from bot import roster, terminal
from bot.app import Bot, build
from bot.desk import roster as desk_roster
from bot.desk import weekly
from bot.domain.errors import Refused, Unavailable
from bot.domain.weekly import Week
from bot.settings import Settings
from bot.terminal import Mistake
from messages import cli as words
from messages import export as export_words
from messages import refusals
from messages import roster as roster_words
from messages.times import When
from messages.weekly_paper import on_paper


@contextmanager
def _at_work(settings: Settings) -> Iterator[tuple[Bot, str]]:
    """A bot and the one workspace it serves."""
    terminal.require_schema(settings)
    bot = build(settings)
    try:
        workspace = bot.workspace_id()
        if workspace is None:
            raise Mistake(words.NO_WORKSPACE)
        yield bot, workspace
    except Unavailable as error:
        raise Mistake(words.NO_DATABASE) from error
    except Refused as error:
        when = When(bot.desk.now(), bot.desk.policy.zone)
        raise Mistake(refusals.sentence(error, when)) from error
    finally:
        bot.stop()


def clients(settings: Settings, what: str, file: Path | None) -> str:
    """``export``: all of them as CSV. ``import``: those of a CSV file, all or none."""
    with _at_work(settings) as (bot, workspace):
        if what == "export":
            written = StringIO()
            roster.write(written, desk_roster.hand_out(bot.desk, workspace))
            return written.getvalue()
        if file is None:
            raise Mistake(words.NEEDS_FILE)
        try:
            with file.open(encoding="utf-8-sig", newline="") as stream:
                rows = roster.read(stream, bot.desk.in_force.of(workspace).region)
        except roster.BadRows as error:
            bad = [roster_words.problem(line, reason) for line, reason in error.problems]
            refused = roster_words.refused(len({line for line, _ in error.problems}))
            raise Mistake("\n".join([*bad, refused])) from error
        except (OSError, UnicodeDecodeError) as error:
            raise Mistake(words.cannot_read(str(file))) from error
        return roster_words.brought_in(*desk_roster.bring_in(bot.desk, workspace, rows)) + "\n"


def digest(settings: Settings, week: str | None, *, post: bool) -> str:
    """The digest of a week, last week's where none is named, on paper; ``post`` owes it to its channel too."""
    try:
        wanted = Week.parse(week) if week else None
    except ValueError as error:
        raise Mistake(words.BAD_WEEK) from error
    with _at_work(settings) as (bot, workspace):
        about = wanted or weekly.week_before(bot.desk, workspace)
        when = When(bot.desk.now(), bot.desk.policy.zone)
        told = on_paper(weekly.figures(bot.desk, workspace, about), when)
        if post:
            owed = weekly.post(bot.desk, workspace, about)
            told += f"\n{words.DIGEST_OWED if owed else words.DIGEST_ALREADY}\n"
        return told


def export(settings: Settings, out: Path) -> str:
    """Everything as CSV and JSON, in a folder."""
    with _at_work(settings) as (bot, workspace):
        try:
            written = files.write(bot.desk, workspace, out)
        except OSError as error:
            raise Mistake(words.not_written(str(out))) from error
    return export_words.written(str(out), len(written))
