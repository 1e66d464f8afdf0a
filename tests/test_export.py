"""Everything as files (contract.md): for admins alone, whole or not at all, with nothing in it that runs."""

import csv
import io
import json
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import export
from bot.store import everything
from bot.store.tables import metadata
from messages import export as words
from tests.shell import Shell, at_a_terminal
from tests.test_seeing import last, press
from tests.world import ANA, CARMEN, GENERAL, IVAN, World, open_world

FORMULAS = ("=1+1", "+34", "-2", "@SUM(A1)", "\tx", "\rx", "＝1", "'=1")


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Shell]:
    with at_a_terminal(monkeypatch, capsys, tmp_path) as opened:
        yield opened


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_everything_is_written_as_csv_and_json(world: World, tmp_path: Path) -> None:
    """Each table in both forms with all its rows, private ones included, moments in UTC, for its owner's eyes only."""
    world.new_client(ANA, "Peña & Cía", '=HYPERLINK("https://evil.example")', severity="major", status="unresolved")
    world.pass_time(minutes=5)
    world.report(ANA, "Peña & Cía: fuga de nóminas", private=["private"], severity="major", status="unresolved")
    files = export.write(world.bot.desk, world.team, tmp_path / "new" / "out")
    folder = tmp_path / "new" / "out"
    assert {path.name for path in folder.iterdir()} == {path.name for path in files}
    for kind in everything.TABLES:
        rows = json.loads((folder / f"{kind.name}.json").read_text(encoding="utf-8"))
        assert len(rows) == len(table(folder, kind.name))
        (count,) = world.rows(f"SELECT count(*) FROM {kind.name}")[0]  # noqa: S608 - our own names
        assert len(rows) == count, kind.name
    first, second = json.loads((folder / "incidents.json").read_text(encoding="utf-8"))
    assert (first["text"], second["private"], "search" in first) == ('=HYPERLINK("https://evil.example")', True, False)
    assert first["created_at"] == "2026-03-10T09:00:00+00:00"
    assert table(folder, "incidents")[0]["text"] == '\'=HYPERLINK("https://evil.example")'
    assert table(folder, "clients")[0]["name"] == "Peña & Cía"
    assert table(folder, "contacts")[0]["phone"] == "'+34600123456"
    assert json.loads(table(folder, "timeline")[0]["after"])
    assert (folder / "clients.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)


def test_another_workspace_is_not_in_it(sqlite_world: World, tmp_path: Path) -> None:
    """Several workspaces share a database: each takes out what is its own."""
    sqlite_world.new_client(ANA, "Acme")
    export.write(sqlite_world.bot.desk, "T0OTHER", tmp_path)
    assert all(table(tmp_path, kind.name) == [] for kind in everything.TABLES)


def test_no_table_is_forgotten() -> None:
    """A new table is exported, or somebody has said why not; and the note beside the files explains each."""
    names = {kind.name for kind in everything.TABLES}
    assert names | everything.LEFT_OUT == set(metadata.tables)
    assert names == words.described()


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    """Whatever was typed stays text in a spreadsheet, also after a blank that it forgives."""
    assert export._cell(text) == f"'{text}"
    assert export._cell("Acme - 1") == "Acme - 1"
    assert export._cell(-2) == "-2"


def test_what_fails_half_way_leaves_nothing(
    sqlite_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up leaves the files of the last time as they were, and no piece of new ones."""
    sqlite_world.new_client(ANA, "Acme")
    export.write(sqlite_world.bot.desk, sqlite_world.team, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}

    def fill_up(_moment: str) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(words, "readme", fill_up)
    with pytest.raises(OSError, match="No space"):
        export.write(sqlite_world.bot.desk, sqlite_world.team, tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_command_line_writes_it(shell: Shell, sqlite_url: str, tmp_path: Path) -> None:
    """``export --out`` writes into a new folder and says so; where it cannot, one sentence on stderr."""
    with open_world(sqlite_url) as world:
        world.new_client(ANA, "Acme")
    status, out, err = shell("export", "--out", "salida", DATABASE_URL=sqlite_url)
    assert (status, err) == (0, "")
    assert "Escrito en salida" in out
    assert table(tmp_path / "salida", "clients")[0]["name"] == "Acme"
    (tmp_path / "fichero").write_text("")
    status, out, err = shell("export", "--out", "fichero")
    assert (status, out) == (1, "")
    assert err.count("\n") == 1
    assert "No puedo escribir en fichero" in err


@pytest.mark.parametrize("form", ["csv", "json"])
def test_an_admin_gets_it_in_their_direct_message(sqlite_world: World, form: str) -> None:
    """One press puts a ZIP with everything where only they read it."""
    world = sqlite_world
    world.new_client(ANA, "Acme")
    world.command(CARMEN, "exportar")
    assert "datos personales" in last(world, CARMEN)
    press(world, f"export_{form}", CARMEN)
    assert "Listo" in last(world, CARMEN)
    (file,) = world.server.workspace.files.values()
    assert file["name"] == f"incidente-2026-03-10-{form}.zip"
    with zipfile.ZipFile(io.BytesIO(file["content"])) as archive:
        assert {name.rpartition(".")[2] for name in archive.namelist()} == {form, "txt"}
        assert b"Acme" in archive.read(f"clients.{form}")
    assert "files" in str(world.server.messages(world.server.dm(CARMEN))[-1])


def test_where_slack_takes_no_file_the_command_line_is_named(sqlite_world: World) -> None:
    """What cannot be sent is said, with another way to do it."""
    sqlite_world.server.faults.add("files.getUploadURLExternal", "error:missing_scope")
    sqlite_world.command(CARMEN, "exportar")
    press(sqlite_world, "export_csv", CARMEN)
    assert "python -m bot export" in last(sqlite_world, CARMEN)


@pytest.mark.parametrize(("user", "sentence"), [(ANA, "solo lo cambia quien administra"), (IVAN, "persona invitada")])
def test_nobody_else_gets_it(sqlite_world: World, user: str, sentence: str) -> None:
    """Colleagues and guests get a sentence, from the command and from a button that was never theirs."""
    world = sqlite_world
    world.command(user, "exportar")
    assert sentence in last(world, user)
    element = {"type": "button", "action_id": "export_csv", "text": {"type": "plain_text", "text": "x"}}
    blocks = [{"type": "actions", "block_id": "b", "elements": [element]}]
    channel = world.server.workspace.channels[GENERAL]
    message = world.server.workspace.post(channel, world.server.workspace.bot.id, "x", blocks=blocks)
    world.press(user, "export_csv", channel=GENERAL, message=message)
    assert sentence in last(world, user)
    assert "preparando" not in world.answers(user)
    assert not world.server.workspace.files
