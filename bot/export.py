"""Everything as files: CSV for a spreadsheet, in which nothing typed runs as a formula, and JSON for a program.

Each file is written beside under another name and renamed once all are whole: whoever finds them finds all of them.
Only their owner may read them, since they hold what was told in private.
"""

import csv
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

from bot.desk import Desk
from bot.desk.export import Dataset, everything_of
from messages import export as words

#: What a spreadsheet would take for a formula, in the widths and with the blanks that some of them forgive.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
README = "LEEME.txt"


class Form(StrEnum):
    CSV = "csv"
    JSON = "json"


def write(desk: Desk, workspace_id: str, folder: Path, forms: tuple[Form, ...] = tuple(Form)) -> list[Path]:
    """Writes everything into ``folder``, made where it is not there. Raises OSError; nothing is left half then."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written: dict[Path, Path] = {}
    try:
        with everything_of(desk, workspace_id) as datasets:
            for dataset in datasets:
                paths = {form: folder / f"{dataset.name}.{form}" for form in forms}
                beside = {form: path.with_name(f".{path.name}.part") for form, path in paths.items()}
                written.update({beside[form]: path for form, path in paths.items()})
                _write(dataset, beside)
        readme = folder / README
        written[readme.with_name(f".{README}.part")] = readme
        with _open(readme.with_name(f".{README}.part"), "utf-8") as stream:
            stream.write(words.readme(desk.now().astimezone(UTC).isoformat(timespec="seconds")))
        for part, path in written.items():
            part.replace(path)
    finally:
        for part in written:
            part.unlink(missing_ok=True)
    return list(written.values())


@contextmanager
def packed(desk: Desk, workspace_id: str, form: Form) -> Iterator[Path]:
    """Everything in one form, as one ZIP file that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="incidente-") as folder:
        files = write(desk, workspace_id, Path(folder) / "files", (form,))
        path = Path(folder) / "export.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in files:
                archive.write(file, file.name)
        yield path


def _write(dataset: Dataset, paths: Mapping[Form, Path]) -> None:
    """A row at a time into each of the files."""
    with ExitStack() as stack:
        table, lines = None, None
        if Form.CSV in paths:
            # The mark at the beginning tells spreadsheets that it is UTF-8.
            table = csv.writer(stack.enter_context(_open(paths[Form.CSV], "utf-8-sig")))
            table.writerow(dataset.columns)
        if Form.JSON in paths:
            lines = stack.enter_context(_open(paths[Form.JSON], "utf-8"))
            lines.write("[")
        between = "\n"
        for row in dataset.rows:
            plain = {name: _plain(row[name]) for name in dataset.columns}
            if table is not None:
                table.writerow([_cell(value) for value in plain.values()])
            if lines is not None:
                lines.write(between + _json(plain))
                between = ",\n"
        if lines is not None:
            lines.write("\n]\n")


def _open(path: Path, encoding: str) -> TextIO:
    private = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    # What cannot be written as UTF-8 (half a character) is shown as a question mark instead of stopping everything.
    return open(private, "w", encoding=encoding, errors="replace", newline="")


def _plain(value: Any) -> Any:
    """A value as JSON holds it: moments in UTC, words of the domain as their names."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | StrEnum):
        return str(value)
    return value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        # The quote makes it text; one that stood there itself gets another, so that it can be told apart.
        return f"'{value}" if value.startswith((*_FORMULA, "'")) else value
    return _json(value)
