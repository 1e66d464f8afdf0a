"""The client list as a CSV file (contract.md): in and out unchanged, or a reason for each line and nothing imported."""

import csv
import io
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.world import ANA, CARMEN, LUIS, World, open_world

HEADING = "cliente,responsable,supervisor,deseo,canal,contacto,telefono,correo,tratamiento,horario,zona,nota"
#: Two clients; all that a spreadsheet or a parser may stumble over.
LIST = f"""{HEADING}
Peñas & Ñandú,{ANA},{CARMEN},todo,llamada,Íñigo Núñez,+34 600 123 456,inigo@penas.example,tú,L-V 09:00-14:00,,"=1+1"
Peñas & Ñandú,{ANA},,,,'t Hof <jefe>,+57 601 234 5678,,vos,,America/Bogota,"Habla inglés, y ""algo"" de francés
Segunda línea"
@Zeta,{LUIS},,solo importante,,-Ana,,zeta@zeta.example,ustedes,L-D 24h,,+nota
"""
EVERYTHING = """SELECT c.name, c.owner, c.lead, c.wish, c.preferred, p.name, p.phone, p.email, p.address, p.reachable,
p.zone, p.note FROM clients c LEFT JOIN contacts p ON p.client_id = c.id ORDER BY c.name, p.position"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _own_logging() -> Iterator[None]:
    """Puts the logging of the process back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def shell(world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path) -> Run:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DATABASE_URL", world.bot.database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("SLACK_API_URL", world.server.api_url)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-test")
    monkeypatch.setenv("HOLIDAYS", "ES-MD")

    def run(what: str, content: str | bytes | None = None) -> tuple[int, str, str]:
        arguments = ["clients", what]
        if content is not None:
            given = content.encode() if isinstance(content, str) else content
            (folder / "lista.csv").write_bytes(given)
            arguments.append("lista.csv")
        status = main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def clients(world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """``clients import`` (with a file's content) and ``clients export``, on each database."""
    return shell(world, monkeypatch, capsys, tmp_path)


@pytest.fixture
def quick(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Run:
    """The same on SQLite, for what the database has no say in."""
    return shell(sqlite_world, monkeypatch, capsys, tmp_path)


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_what_comes_in_goes_out_the_same(world: World, clients: Run) -> None:
    """Accents, formulas, phones with their +, people in order, lines within a note: nothing changes its form."""
    assert clients("import", LIST) == (0, "Importado: clientes 2, filas 3.\n", "")
    stored = world.rows(EVERYTHING)
    assert [(row[0], row[5], row[6]) for row in stored] == [
        ("@Zeta", "-Ana", ""),
        ("Peñas & Ñandú", "Íñigo Núñez", "+34600123456"),
        ("Peñas & Ñandú", "'t Hof <jefe>", "+576012345678"),
    ]
    assert [row[11] for row in stored] == [
        "+nota",
        "=1+1",
        'Habla inglés, y "algo" de francés\nSegunda línea',
    ]
    status, out, err = clients("export")
    assert (status, err) == (0, "")
    assert clients("import", out)[0] == 0
    assert world.rows(EVERYTHING) == stored
    assert clients("export") == (0, out, "")


def test_no_spreadsheet_runs_what_is_exported(world: World, quick: Run) -> None:
    """No cell that leaves begins as a formula would."""
    quick("import", LIST)
    cells = [cell for row in table(quick("export")[1]) for cell in row.values()]
    assert "'=1+1" in cells
    assert "'+34600123456" in cells
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]


def test_importing_twice_changes_nothing(world: World, clients: Run) -> None:
    """A second time adds no person and leaves no line on record."""
    clients("import", LIST)
    before = world.rows(EVERYTHING), world.rows("SELECT count(*) FROM timeline")
    assert clients("import", LIST)[0] == 0
    assert (world.rows(EVERYTHING), world.rows("SELECT count(*) FROM timeline")) == before


def test_each_change_is_on_record_with_what_stood_before(world: World, clients: Run) -> None:
    """A new client and a changed one each leave one line, by nobody in particular, with before and after."""
    clients("import", LIST)
    clients("import", LIST.replace("zeta@zeta.example", "otra@zeta.example"))
    lines = world.rows("SELECT kind, who, before, after FROM timeline ORDER BY id")
    assert [(kind, who) for kind, who, _, _ in lines] == [
        ("client_created", None),
        ("client_created", None),
        ("client_changed", None),
    ]
    before, after = (one if isinstance(one, dict) else json.loads(one) for one in lines[-1][2:])
    assert [one["email"] for one in before["contacts"]] == ["zeta@zeta.example"]
    assert [one["email"] for one in after["contacts"]] == ["otra@zeta.example"]


def test_people_that_the_file_does_not_name_stay_after_those_it_does(world: World, clients: Run) -> None:
    """The file's order is the order in which they are tried; nobody disappears because a file leaves them out."""
    world.new_client(ANA, "Acme", contact="Marta Ruiz")
    head = "cliente,responsable,contacto,telefono\n"
    assert clients("import", f"{head}ACME,{ANA},Pedro Sanz,600 765 432\nacme,{ANA},Eva Gil,600765433\n")[0] == 0
    found = world.rows("SELECT name, phone FROM contacts ORDER BY position")
    assert found == [("Pedro Sanz", "+34600765432"), ("Eva Gil", "+34600765433"), ("Marta Ruiz", "+34600123456")]
    assert world.rows("SELECT name FROM clients") == [("Acme",)]


def test_a_column_that_is_not_there_leaves_what_is_known(world: World, clients: Run) -> None:
    """A short file to change the owner does not wipe the wish, the phone or the note; an empty cell does."""
    clients("import", LIST)
    assert clients("import", f"cliente,responsable,contacto\n@Zeta,{ANA},-Ana\n")[0] == 0
    client, *contact = (row for row in world.rows(EVERYTHING)[0])
    assert client == "@Zeta"
    assert contact[:6] == [ANA, "", "major_only", None, "-Ana", ""]
    assert contact[6:] == ["zeta@zeta.example", "ustedes", "L-D 00:00-24:00", "", "+nota"]
    clients("import", f"cliente,responsable,contacto,nota,horario\n@Zeta,{ANA},-Ana,,\n")
    assert world.rows("SELECT p.note, p.reachable FROM contacts p WHERE name = '-Ana'") == [("", "")]


GOOD = f"Acme,{ANA},,,,Marta,600123456,,,,,"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (f",{ANA},,,,Pedro,,,,,,", "«cliente» está vacío"),
        ("Roa,,,,,Pedro,,,,,,", "«responsable» está vacío"),
        ("Roa,Pepe,,,,Pedro,,,,,,", "«Pepe» no vale en «responsable»"),
        (f"Roa,{ANA},la jefa,,,Pedro,,,,,,", "«la jefa» no vale en «supervisor»"),
        (f"Roa,{ANA},,mucho,,Pedro,,,,,,", "«mucho» no vale en «deseo»"),
        (f"Roa,{ANA},,,fax,Pedro,,,,,,", "«fax» no vale en «canal»"),
        (f"Roa,{ANA},,,,Pedro,12,,,,,", "el teléfono «12» no parece bueno"),
        (f"Roa,{ANA},,,,Pedro,,pedro@,,,,", "el correo «pedro@» no parece bueno"),
        (f"Roa,{ANA},,,,Pedro,,,don,,,", "«don» no vale en «tratamiento»"),
        (f"Roa,{ANA},,,,Pedro,,,,por la tarde,,", "no se entiende el horario «por la tarde»"),
        (f"Roa,{ANA},,,,Pedro,,,,,Marte,", "no se conoce la zona «Marte»"),
        (f"Roa,{ANA},,,,,600123456,,,,,", "«contacto» está vacío"),
        (f"Roa,{ANA},,,,Pedro,,,,,,una nota, con coma", "más casillas que columnas"),
        (f"{'R' * 151},{ANA},,,,Pedro,,,,,,", "«cliente» es demasiado largo"),
        (f"Roa,{ANA},,,,{'P' * 121},,,,,,", "«contacto» es demasiado largo"),
        (f"Roa,{ANA},,,,Pedro,,,,,,{'n' * 1001}", "«nota» es demasiado largo"),
        (f"Roa,{ANA},,,,Pedro,,,,,,a\0b", "signos que no son texto"),
        (f"acme,{LUIS},,,,Pedro,,,,,,", "no es lo que pone la primera línea de acme"),
        (f"ÁCME,{ANA},,,,marta,,,,,,", "marta ya está en otra línea"),
        (f'Roa,{ANA},,,,Pedro,,,,,,"sin cerrar', "comillas sin cerrar"),
        (f'Roa,{ANA},,,,Pedro,,,,,,"{"n" * 200_000}"', "texto larguísimo"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_imported(sqlite_world: World, quick: Run, bad: str, reason: str) -> None:
    """Its number, counted as an editor counts, and why; the good lines around it are not imported either."""
    note = '"una nota\nde tres\nlíneas"'
    status, out, err = quick("import", f"{HEADING}\nTres,{ANA},,,,Eva,,,,,,{note}\n{GOOD}\n\n{bad}\n")
    assert (status, out) == (1, "")
    lines = err.splitlines()
    assert len(lines) == 2, err[:2000]
    assert lines[0].startswith("Línea 7: ")
    assert reason in lines[0]
    assert not lines[0].endswith("..")
    assert lines[1] == "No se ha importado nada: hay que corregir una línea."
    assert sqlite_world.rows("SELECT count(*) FROM clients") == [(0,)]
    assert sqlite_world.rows("SELECT count(*) FROM timeline") == [(0,)]


def test_every_bad_line_is_said_at_once_and_each_reason(world: World, clients: Run) -> None:
    """Two bad lines with three reasons: three sentences, two lines to correct, on each database nothing imported."""
    bad = f"{HEADING}\n{GOOD}\nRoa,,,,,Pedro,12,,,,,\nEbro,{ANA},,,fax,,,,,,,\n"
    status, _, err = clients("import", bad)
    assert status == 1
    assert [line.partition(":")[0] for line in err.splitlines()[:-1]] == ["Línea 3", "Línea 3", "Línea 4"]
    assert "corregir 2 líneas" in err
    assert world.rows("SELECT count(*) FROM clients") == [(0,)]


@pytest.mark.parametrize("content", ["", "\n", "nombre,correo\nAcme,a@acme.example\n", f"Acme,{ANA}\n"])
def test_columns_that_are_missing_are_named(sqlite_world: World, quick: Run, content: str) -> None:
    """An empty file, other columns or no heading at all: it says which columns there must be."""
    status, out, err = quick("import", content)
    assert (status, out) == (1, "")
    assert err.startswith("Línea 1: faltan columnas (cliente, responsable)")
    assert sqlite_world.rows("SELECT count(*) FROM clients") == [(0,)]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + LIST.encode(),
        LIST.replace("\n", "\r\n").encode(),
        LIST.replace("telefono", "Teléfono").replace("cliente,", " CLIENTE ,", 1).encode(),
        f"{LIST}\n,,,,,,,,,,,\n\n".encode(),
    ],
    ids=["BOM", "CRLF", "heading-as-people-write-it", "empty-lines"],
)
def test_files_as_spreadsheets_save_them(sqlite_world: World, quick: Run, content: bytes) -> None:
    """A mark at the beginning, other line ends, accents in the heading, empty lines at the end: the same list."""
    assert quick("import", LIST)[0] == 0
    before = sqlite_world.rows(EVERYTHING)
    assert quick("import", content) == (0, "Importado: clientes 2, filas 3.\n", "")
    assert sqlite_world.rows(EVERYTHING) == before


def test_semicolons_as_a_spanish_spreadsheet_saves_them(sqlite_world: World, quick: Run) -> None:
    """Where the comma parts decimals, spreadsheets part columns by semicolons."""
    assert quick("import", f"cliente;responsable;contacto;nota\nAcme;{ANA};Marta;una, dos\n")[0] == 0
    assert sqlite_world.rows("SELECT name, note FROM contacts") == [("Marta", "una, dos")]


@pytest.mark.parametrize("content", ["Peñas".encode("latin-1"), LIST.encode("utf-16"), b"\x00\xff\xfe"])
def test_what_is_not_utf_8_is_said(sqlite_world: World, quick: Run, content: bytes) -> None:
    """One sentence with the file and the encoding that is wanted, and no traceback."""
    status, out, err = quick("import", content)
    assert (status, out) == (1, "")
    assert "lista.csv" in err
    assert "UTF-8" in err
    assert len(err.splitlines()) == 1
    assert sqlite_world.rows("SELECT count(*) FROM clients") == [(0,)]


def test_a_file_that_is_not_there(quick: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No file named, one that does not exist, or a folder: one sentence each."""
    assert quick("import") == (1, "", "Falta el fichero:  python -m bot clients import FICHERO.csv\n")
    (tmp_path / "carpeta").mkdir()
    for path in ("nada.csv", "carpeta"):
        assert main(["clients", "import", path]) == 1
        assert capsys.readouterr().err == f"No puedo leer {path}. Mira que exista y que sea un CSV en UTF-8.\n"


def test_whom_the_bot_cannot_ask_slack_about(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """An empty database and no Slack: it says that it does not know whose clients they would be."""
    with open_world(sqlite_url) as world:
        run = shell(world, monkeypatch, capsys, tmp_path)
        monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/")
        status, out, err = run("import", LIST)
    assert (status, out) == (1, "")
    assert "SLACK_BOT_TOKEN" in err
