"""Clients as a CSV file: read with an error for each bad line, written so that no spreadsheet runs what is in it."""

import csv
from collections.abc import Iterable, Iterator
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
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


Value = TypeVar("Value")


class BadRows(ValueError):
    """``problems`` are (line, reason) for every line that cannot be used."""

    def __init__(self, problems: list[tuple[int, str]]) -> None:
        super().__init__(f"{len(problems)} bad lines")
        self.problems = problems


def read(stream: TextIO, region: str) -> list[Row]:
    """The rows of a CSV file with a heading. Raises BadRows with every problem found; never half the file."""
    reader = csv.DictReader(stream)
    heading = [key_of(name or "") for name in reader.fieldnames or []]
    missing = [name for name in words.REQUIRED if name not in heading]
    if missing:
        raise BadRows([(1, words.missing_columns(missing))])
    reader.fieldnames = heading
    rows: list[Row] = []
    problems: list[tuple[int, str]] = []
    for given in reader:
        cells = {name: _text(given.get(name)) for name in words.COLUMNS}
        row, reasons = _row(cells, region)
        problems += [(reader.line_num, reason) for reason in reasons]
        if row is not None:
            rows.append(row)
    if problems:
        raise BadRows(problems)
    return rows


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
    return f"'{cell}" if cell.startswith((*_FORMULA, "'")) else cell


def _text(cell: object) -> str:
    text = " ".join(cell.split()) if isinstance(cell, str) else ""
    return text[1:] if text.startswith("'") else text


def _row(cells: dict[str, str], region: str) -> tuple[Row | None, list[str]]:
    reasons = [words.empty(name) for name in ("cliente", "responsable") if not cells[name]]
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
        ),
        [],
    )


def _chosen(texts: dict[Value, str], given: str, default: Value | None) -> Value | None:
    if not given:
        return default
    return next((value for value, text in texts.items() if key_of(text) == key_of(given)), None)
