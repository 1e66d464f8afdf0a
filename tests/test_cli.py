"""The command line (contract.md): answers on stdout, mistakes in one sentence on stderr, never a traceback."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.matrix import DEFAULT_MATRIX
from bot.store import choices, schema
from bot.store.database import Database
from messages import cli
from tests.shell import Shell, at_a_terminal
from tests.world import open_world


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Shell]:
    with at_a_terminal(monkeypatch, capsys, tmp_path) as opened:
        yield opened


def test_the_matrix_to_read(shell: Shell) -> None:
    """Every cell with its channel, its time limit and what has to be said."""
    status, out, err = shell("matrix")
    assert (status, err) == (0, "")
    lines = [line for line in out.splitlines() if not line.startswith(" ")]
    assert [line.split(";")[0].split() for line in lines] == [
        ["menor", "solucionada", "reporte", "diario"],
        ["menor", "no", "solucionada", "canal", "preferido", "(correo", "si", "no", "tiene)"],
        ["importante", "solucionada", "correo"],
        ["importante", "no", "solucionada", "llamada"],
    ]
    assert out.count("hay que decir:") == len(DEFAULT_MATRIX)


def test_the_matrix_for_a_program(shell: Shell) -> None:
    """The same as JSON, minutes as numbers."""
    status, out, _ = shell("matrix", "--json")
    assert status == 0
    cells = {(cell["severity"], cell["status"]): (cell["channel"], cell["minutes"]) for cell in json.loads(out)}
    assert cells == {
        ("menor", "solucionada"): ("reporte diario", None),
        ("menor", "no_solucionada"): ("preferido", 240),
        ("importante", "solucionada"): ("correo", 120),
        ("importante", "no_solucionada"): ("llamada", 30),
    }


def test_the_matrix_in_force_is_what_the_firm_has_decided(shell: Shell) -> None:
    """Read from the database where it is current; without one the usual matrix, and no file is left behind."""
    address = f"sqlite:///{shell.folder / 'bot.db'}"
    assert shell("matrix", "--json", DATABASE_URL=address)[2] == ""
    assert not (shell.folder / "bot.db").exists()
    (shell.folder / "bot.db").touch()
    assert shell("matrix", DATABASE_URL=address)[2] == f"{cli.USUAL_MATRIX}\n"
    assert shell("migrate", DATABASE_URL=address)[0] == 0
    database = Database(address)
    with database.write() as session:
        kept = ["email", "45", "ours", "what_happened"]
        choices.put(session, "T1", "cell_major_unresolved", kept, "U1", datetime(2026, 3, 10, tzinfo=UTC))
    database.close()
    status, out, err = shell("matrix", "--json", DATABASE_URL=address)
    assert (status, err) == (0, "")
    cell = next(one for one in json.loads(out) if (one["severity"], one["status"]) == ("importante", "no_solucionada"))
    assert (cell["channel"], cell["minutes"], cell["working_time"]) == ("correo", 45, True)
    assert cell["must_say"] == ["qué ha pasado"]


def test_the_manifest_is_json(shell: Shell) -> None:
    """What Slack is given to make the app can be copied as it is printed."""
    status, out, err = shell("manifest")
    assert (status, err) == (0, "")
    assert json.loads(out)["display_information"]["name"]


def test_migrate_makes_the_database_and_can_be_repeated(shell: Shell) -> None:
    """An empty folder has a current database after one command, and nothing happens after a second."""
    for _ in range(2):
        assert shell("migrate", DATABASE_URL="sqlite:///nueva.db") == (0, f"{cli.MIGRATED}\n", "")
    database = Database(f"sqlite:///{shell.folder / 'nueva.db'}")
    assert schema.is_current(database)
    database.close()


def test_run_says_every_setting_that_is_missing(shell: Shell) -> None:
    """One line for each, with where to find it; with Socket Mode the signing secret is not asked for."""
    status, out, err = shell("run")
    assert (status, out) == (1, "")
    named = [line.partition(":")[0] for line in err.splitlines()]
    assert named == ["SLACK_BOT_TOKEN", "INCIDENTS_CHANNEL", "SLACK_SIGNING_SECRET"]
    assert "SLACK_SIGNING_SECRET:" not in shell("run", SLACK_APP_TOKEN="xapp-1")[2]


def test_run_refuses_an_old_schema_and_says_what_to_do(shell: Shell) -> None:
    """A database that is behind the code is not touched by ``run``: it names the command that mends it."""
    given = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "INCIDENTS_CHANNEL": "C1"}
    assert shell("run", DATABASE_URL="sqlite:///vieja.db", **given) == (1, "", f"{cli.OLD_SCHEMA}\n")
    assert "python -m bot migrate" in cli.OLD_SCHEMA


def test_run_says_that_slack_refuses_the_connection(shell: Shell, sqlite_url: str) -> None:
    """A wrong app token ends in one sentence and an exit status, not in a traceback."""
    with open_world(sqlite_url) as world:
        given = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_APP_TOKEN": "xapp-wrong", "INCIDENTS_CHANNEL": "C1"}
        status, out, err = shell("run", DATABASE_URL=sqlite_url, SLACK_API_URL=world.server.api_url, **given)
    assert (status, out) == (1, "")
    assert err.splitlines()[-1] == cli.NO_SOCKET
    assert "Traceback" not in err
    assert "xapp-wrong" not in err


@pytest.mark.parametrize("command", ["migrate", "run", "check"])
@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("una base de datos", "DATABASE_URL: "),
        ("mysql://bot:hunter2@db/x", "DATABASE_URL: "),
        ("sqlite:////no/hay/tal/carpeta/x.db", "base de datos no contesta"),
        ("postgresql+psycopg://bot:hunter2@127.0.0.1:9/x", "base de datos no contesta"),
    ],
)
def test_a_database_that_cannot_be_used(shell: Shell, command: str, url: str, said: str) -> None:
    """A wrong address or a server that is not there is one sentence, without the password in it."""
    given = {"SLACK_APP_TOKEN": "xapp-1", "INCIDENTS_CHANNEL": "C1", "SLACK_API_URL": "http://127.0.0.1:9/"}
    given |= {"SLACK_BOT_TOKEN": "xoxb-1"} if command == "run" else {}
    status, out, err = shell(command, DATABASE_URL=url, **given)
    assert status == 1
    told = err or next(line for line in out.splitlines() if "DATABASE_URL" in line)
    assert said in told or (command == "check" and "DATABASE_URL: no contesta" in told)
    assert len(told.splitlines()) == 1
    assert "hunter2" not in out + err


def test_a_command_that_does_not_exist(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    """A word it does not know is answered with those it knows, and exit status 2."""
    with pytest.raises(SystemExit) as left:
        shell("nada")
    said = capsys.readouterr()
    assert (left.value.code, said.out) == (2, "")
    assert "classify" in said.err


def test_a_wrong_setting_stops_any_command_that_needs_it(shell: Shell) -> None:
    """All wrong settings are said at once, one line each."""
    status, out, err = shell("migrate", TIMEZONE="Marte", LOG_LEVEL="MUCHO")
    assert (status, out) == (1, "")
    assert sorted(line.partition(":")[0] for line in err.splitlines()) == ["LOG_LEVEL", "TIMEZONE"]


def test_drafts_are_written_where_asked(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of drafts is a file in UTF-8; a folder that is not there is said."""
    monkeypatch.setattr("messages.drafts.page.page", lambda: "<html>ñ</html>")
    assert shell("drafts", "--out", "borradores.html") == (0, f"{cli.written('borradores.html')}\n", "")
    assert (shell.folder / "borradores.html").read_text(encoding="utf-8") == "<html>ñ</html>"
    assert shell("drafts", "--out", "no/hay/x.html") == (1, "", f"{cli.not_written('no/hay/x.html')}\n")


def test_as_a_process(tmp_path: Path) -> None:
    """``python -m bot`` itself: pipes, exit statuses, UTF-8, and a setting that is missing."""

    def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bot", *arguments]
        return subprocess.run(
            command, input=stdin, capture_output=True, check=False, encoding="utf-8", cwd=tmp_path, timeout=120
        )

    found = run("classify", stdin='{"id": 1, "text": "Se cayó la centralita y no pueden llamar"}\nnada\n')
    assert (found.returncode, found.stderr) == (0, "")
    assert [next(iter(json.loads(line))) for line in found.stdout.splitlines()] == ["id", "line"]
    missing = run("run")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "SLACK_BOT_TOKEN" in missing.stderr
    assert "Traceback" not in missing.stderr
