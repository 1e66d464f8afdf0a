"""Clients as a CSV file: read with an error for each bad line, written so that no spreadsheet runs what is in it."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import chain
from typing import TextIO, TypeVar
from zoneinfo import available_timezones

from bot import addresses
from bot.addresses import BadAddress
from bot.desk.roster import Row
from bot.domain.client import key_of
from bot.domain.words import Address, Wish
from bot.domain.working_time import HoursError, WeeklyHours
from messages import roster as words

#: What a spreadsheet would take for a formula; a quote in front makes it text, and is taken off again on reading.
_FORMULA = ("=", "+", "-", "@", "'")
#: An id of Slack's, which is what reminders are sent to.
_PERSON = re.compile(r"[UW][A-Z0-9]{2,31}")
#: The most characters of a cell, as in the forms.
_MOST = {"cliente": 150, "contacto": 120, "horario": 200, "nota": 1000}
#: What belongs to the client: on each of its lines the same as on the first, or left empty.
_OF_CLIENT = ("responsable", "supervisor", "deseo", "canal")
_OF_CONTACT = ("telefono", "correo", "horario", "zona", "nota")

#: Columns of the file by the field of a row that they fill.
_FIELDS = dict(zip(words.COLUMNS, (one.name for one in fields(Row)), strict=False))

Cells = dict[str, str]
Value = TypeVar("Value")


class BadRows(ValueError):
    """``problems`` are (line, reason) for every line that cannot be used."""

    def __init__(self, problems: list[tuple[int, str]]) -> None:
        super().__init__(f"{len(problems)} bad lines")
        self.problems = problems


def read(stream: TextIO, region: str) -> list[Row]:
    """The rows of a CSV file with a heading, parted by commas or, as some spreadsheets do it, by semicolons.

    Raises BadRows with every problem found, each on the line where its row begins; never half the file.
    """
    first = stream.readline()
    delimiter = ";" if first.count(";") > first.count(",") else ","
    # Strict: a quotation mark that is never closed would swallow the rest of the file as one cell.
    reader = csv.reader(chain([first], stream), delimiter=delimiter, strict=True)
    sheet = _Sheet(region)
    line = 1
    try:
        sheet.head(next(reader, []))
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                sheet.take(line, cells)
            line = reader.line_num + 1
    except csv.Error:
        sheet.problems.append((line, words.BROKEN))
    if sheet.problems:
        raise BadRows(sheet.problems)
    return sheet.rows


class _Sheet:
    """What has been read so far, to set each line against those before it."""

    def __init__(self, region: str) -> None:
        self._region = region
        self._heading: list[str] = []
        self._clients: dict[str, Cells] = {}
        self._contacts: set[tuple[str, str]] = set()
        self.rows: list[Row] = []
        self.problems: list[tuple[int, str]] = []

    def head(self, names: list[str]) -> None:
        self._heading = [key_of(name) for name in names]
        missing = [name for name in words.REQUIRED if name not in self._heading]
        if missing:
            raise BadRows([(1, words.missing_columns(missing))])

    def take(self, line: int, given: list[str]) -> None:
        said = dict(zip(self._heading, given, strict=False))
        cells = {name: _text(said.get(name, ""), lines=name == "nota") for name in words.COLUMNS}
        row, reasons = _row(cells, self._region, frozenset(words.COLUMNS) - set(self._heading))
        if any(cell.strip() for cell in given[len(self._heading) :]):
            reasons.append(words.TOO_MANY_CELLS)
        self.problems += [(line, reason) for reason in [*reasons, *self._against_earlier(cells)]]
        if row is not None:
            self.rows.append(row)

    def _against_earlier(self, cells: Cells) -> Iterator[str]:
        """One file must not say two things of the same client or person: nobody could know which is meant."""
        client = key_of(cells["cliente"])
        first = self._clients.setdefault(client, cells)
        for name in _OF_CLIENT:
            if cells[name] and key_of(cells[name]) != key_of(first[name]):
                yield words.differs(name, cells[name], cells["cliente"])
        person = (client, key_of(cells["contacto"]))
        if cells["contacto"] and person in self._contacts:
            yield words.twice(cells["contacto"], cells["cliente"])
        self._contacts.add(person)


def write(stream: TextIO, rows: Iterable[Row]) -> None:
    """The same columns that ``read`` takes."""
    writer = csv.writer(stream)
    writer.writerow(words.COLUMNS)
    for row in rows:
        writer.writerow([_safe(cell) for cell in _cells(row)])


def _cells(row: Row) -> Iterator[str]:
    yield from (row.client, row.owner, row.lead, words.WISH[row.wish])
    yield words.CHANNEL[row.preferred] if row.preferred else ""
    yield from (row.contact, row.phone, row.email, words.ADDRESS[row.address], row.reachable, row.zone, row.note)


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _text(cell: str, *, lines: bool) -> str:
    """A cell without the quote that made it text: «'=1» is «=1», and «'t Hof» stays as it is."""
    text = "\n".join(cell.splitlines()).strip() if lines else " ".join(cell.split())
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def _row(cells: Cells, region: str, absent: frozenset[str]) -> tuple[Row | None, list[str]]:
    reasons = [words.empty(name) for name in words.REQUIRED if not cells[name]]
    if not cells["contacto"] and any(cells[name] for name in _OF_CONTACT):
        reasons.append(words.empty("contacto"))
    reasons += [words.too_long(name, most) for name, most in _MOST.items() if len(cells[name]) > most]
    reasons += [words.NOT_TEXT for cell in cells.values() if "\0" in cell]
    for name in ("responsable", "supervisor"):
        if cells[name] and not _PERSON.fullmatch(cells[name]):
            reasons.append(words.bad_person(name, cells[name]))
    wish = _chosen(words.WISH, cells["deseo"], Wish.STANDARD)
    channel = _chosen(words.CHANNEL, cells["canal"], None)
    form = _chosen(words.ADDRESS, cells["tratamiento"], Address.USTED)
    for name, found, known in (
        ("deseo", wish, words.WISH.values()),
        ("canal", channel, words.CHANNEL.values()),
        ("tratamiento", form, words.ADDRESS.values()),
    ):
        if cells[name] and found is None:
            reasons.append(words.not_one_of(name, cells[name], known))
    phone, email, hours = cells["telefono"], cells["correo"], cells["horario"]
    try:
        phone = addresses.phone(phone, region) if phone else ""
    except BadAddress:
        reasons.append(words.bad_phone(phone))
    try:
        email = addresses.email(email) if email else ""
    except BadAddress:
        reasons.append(words.bad_email(email))
    try:
        hours = str(WeeklyHours.parse(hours)) if hours else ""
    except HoursError:
        reasons.append(words.bad_hours(hours))
    if cells["zona"] and cells["zona"] not in available_timezones():
        reasons.append(words.bad_zone(cells["zona"]))
    if reasons:
        return None, reasons
    return (
        Row(
            cells["cliente"],
            cells["responsable"],
            cells["supervisor"],
            wish or Wish.STANDARD,
            channel,
            cells["contacto"],
            phone,
            email,
            form or Address.USTED,
            hours,
            cells["zona"],
            cells["nota"],
            frozenset(_FIELDS[name] for name in absent),
        ),
        [],
    )


def _chosen(texts: dict[Value, str], given: str, default: Value | None) -> Value | None:
    if not given:
        return default
    return next((value for value, text in texts.items() if key_of(text) == key_of(given)), None)
