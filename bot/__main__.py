"""The command line; thin: each command is one call into the house."""

import argparse
import json
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Event

from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy.exc import OperationalError

from bot import errands, lines, terminal
from bot.app import build, mailer, policy
from bot.desk.in_force import InForce
from bot.domain.errors import Unavailable
from bot.domain.matrix import DEFAULT_MATRIX, Matrix
from bot.log import configure
from bot.settings import Settings
from bot.store import schema
from bot.store.database import Database
from bot.terminal import Mistake
from messages import cli as words


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except Mistake as mistake:
        print(mistake, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="incidente", description=words.ABOUT)
    commands = parser.add_subparsers(required=True, metavar="ORDEN")

    def command(name: str, run: Callable[[argparse.Namespace], int | None]) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=words.COMMANDS[name], description=words.COMMANDS[name])
        one.set_defaults(run=run)
        return one

    demo = command("demo", _demo)
    demo.add_argument("--port", type=int, default=8765)
    demo.add_argument("--data", type=Path, default=None)
    run = command("run", _run)
    run.add_argument("--port", type=int, default=3000)
    command("migrate", _migrate)
    command("check", _check)
    command("manifest", _manifest)
    command("matrix", _matrix).add_argument("--json", action="store_true")
    command("life", _life)
    command("classify", _classify)
    command("review", _review)
    clients = command("clients", _clients)
    clients.add_argument("what", choices=["import", "export"])
    clients.add_argument("file", type=Path, nargs="?")
    digest = command("digest", _digest)
    digest.add_argument("--week", metavar="AAAA-Wnn")
    digest.add_argument("--post", action="store_true")
    everything = command("export", _export)
    everything.add_argument("--out", type=Path, required=True)
    drafts = command("drafts", _drafts)
    drafts.add_argument("--out", type=Path, required=True)
    return parser


def _demo(options: argparse.Namespace) -> int:
    try:
        from bot.demo import run  # noqa: PLC0415 - the demo's libraries come with an extra
    except ModuleNotFoundError as error:
        raise Mistake(words.NEEDS_DEMO_EXTRA) from error
    with tempfile.TemporaryDirectory(prefix="incidente-") as temporary:
        configure("WARNING", "text")
        try:
            demo = run.start(options.port, options.data or Path(temporary))
        except OSError as error:
            raise Mistake(words.port_taken(options.port)) from error
        print(words.demo_ready(demo.url), flush=True)
        try:
            _until_told_to_stop()
        finally:
            demo.stop()
    return 0


def _run(options: argparse.Namespace) -> int:
    settings = terminal.settings()
    problems = words.missing_settings(settings.model_dump(), has_socket=settings.slack_app_token is not None)
    if problems:
        raise Mistake("\n".join(problems))
    try:
        mailer(settings)
    except ValueError as error:
        raise Mistake(str(error)) from error
    configure(settings.log_level, settings.log_format)
    terminal.require_schema(settings)
    if settings.slack_app_token is None:
        from bot import web  # noqa: PLC0415 - Socket Mode needs no web server

        web.serve(settings, options.port)
        return 0
    bot = build(settings)
    socket = bot.socket_mode(settings.slack_app_token.get_secret_value(), settings.slack_api_url)
    bot.start()
    try:
        socket.connect()
        _until_told_to_stop()
    except (SlackApiError, SlackClientError, OSError) as error:
        raise Mistake(words.NO_SOCKET) from error
    finally:
        socket.close()
        bot.stop()
    return 0


def _migrate(_: argparse.Namespace) -> int:
    with terminal.database(terminal.settings()) as database:
        schema.upgrade(database)
    print(words.MIGRATED)
    return 0


def _check(_: argparse.Namespace) -> int:
    from bot import check  # noqa: PLC0415 - only this command needs it

    configure("CRITICAL", "text")  # what fails is a finding, said once
    findings = check.run(terminal.settings())
    for finding in findings:
        print(words.finding(finding.topic, finding.ok, finding.detail))
    return 0 if all(finding.ok for finding in findings) else 1


def _manifest(_: argparse.Namespace) -> int:
    from bot.manifest import manifest  # noqa: PLC0415 - only this command needs it

    print(json.dumps(manifest(), ensure_ascii=False, indent=2))
    return 0


def _matrix(options: argparse.Namespace) -> int:
    matrix = _matrix_in_force(terminal.settings())
    if matrix is None:
        print(words.USUAL_MATRIX, file=sys.stderr)
        matrix = DEFAULT_MATRIX
    print(words.matrix_json(matrix) if options.json else words.matrix_table(matrix))
    return 0


def _matrix_in_force(settings: Settings) -> Matrix | None:
    """What the firm has decided, the usual one while there is no database, None where it cannot be asked."""
    database = Database(settings.database_url.get_secret_value())
    if database.is_sqlite and not Path(database.url.database or "").exists():
        return DEFAULT_MATRIX  # asking would leave an empty file behind
    try:
        if not schema.is_current(database):
            return None
        return InForce(database, policy(settings)).policy().matrix
    except (OperationalError, Unavailable):
        return None
    finally:
        database.close()


def _life(_: argparse.Namespace) -> int:
    from messages.life import diagram  # noqa: PLC0415 - only this command needs it

    print(diagram())
    return 0


def _classify(_: argparse.Namespace) -> int:
    return _print(lines.classify(sys.stdin.buffer))


def _review(_: argparse.Namespace) -> int:
    return _print(lines.review(sys.stdin.buffer))


def _print(answers: Iterable[str]) -> int:
    for answer in answers:
        print(answer, flush=True)
    return 0


def _clients(options: argparse.Namespace) -> int:
    print(errands.clients(terminal.settings(), options.what, options.file), end="")
    return 0


def _digest(options: argparse.Namespace) -> int:
    print(errands.digest(terminal.settings(), options.week, post=options.post), end="")
    return 0


def _export(options: argparse.Namespace) -> int:
    print(errands.export(terminal.settings(), options.out))
    return 0


def _drafts(options: argparse.Namespace) -> int:
    from messages.drafts.page import page  # noqa: PLC0415 - only this command needs it

    try:
        options.out.write_text(page(), encoding="utf-8")
    except OSError as error:
        raise Mistake(words.not_written(str(options.out))) from error
    print(words.written(str(options.out)))
    return 0


def _until_told_to_stop() -> None:
    stop = Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    stop.wait()


if __name__ == "__main__":
    sys.exit(main())
