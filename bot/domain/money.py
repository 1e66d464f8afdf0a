"""Amounts of money as people type them, in whole cents; and whether a text gives one away (domain.md §5)."""

import re
from collections.abc import Iterable

from bot.domain.errors import Refused, Why

#: More than a thousand million is a slip of the finger.
MOST_CENTS = 1_000_000_000 * 100

_AROUND = re.compile(
    r"^(?:[a-z]{3}\s+|(?:us|mx)?\$|[€£])|(?:euros?|[a-z]{3}|[€$£]|pesos|dólares|soles|quetzales)$", re.IGNORECASE
)
_NUMBER = re.compile(r"[−\-]?[.,]?\d(?:[\d.,'’ \u00a0\u202f]*\d)?")
_MONEY_BESIDE = re.compile(
    r"[€$£]\s*\d|\d\s*(?:€|\$|£|%|por ciento|euros?\b|eur\b|pesos?\b|d[oó]lar(?:es)?\b|usd\b|mil\b|k\b|mill[oó]n)",
    re.IGNORECASE,
)


def parse(text: str, field: str = "") -> int:
    """Cents of «1.200,50», «1,200.50», «1 200», «1200 €», «0,5».

    A lone point or comma before exactly three digits parts thousands: nobody counts tenths of a cent.
    Raises Refused on ``field``: AMOUNT_UNREADABLE, AMOUNT_NEGATIVE or AMOUNT_ABSURD.
    """
    plain = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
    negative = plain.startswith(("-", "−")) or (plain.startswith("(") and plain.endswith(")"))
    plain = _AROUND.sub("", plain.strip("-−() ").strip()).strip()
    plain = _AROUND.sub("", plain).strip("-− ")
    cents = _cents(plain)
    if cents is None:
        raise Refused(Why.AMOUNT_UNREADABLE, field=field)
    if negative and cents:
        raise Refused(Why.AMOUNT_NEGATIVE, field=field)
    if cents > MOST_CENTS:
        raise Refused(Why.AMOUNT_ABSURD, field=field)
    return cents


def whole(text: str, field: str = "") -> int:
    """An amount without cents, in units."""
    cents = parse(text, field)
    if cents % 100:
        raise Refused(Why.AMOUNT_NOT_WHOLE, field=field)
    return cents // 100


def _cents(plain: str) -> int | None:
    if len(plain) > 40 or not re.fullmatch(r"[0-9][0-9., ]*|[.,][0-9]{1,2}", plain) or plain[-1] in "., ":
        return None
    last = max(plain.rfind("."), plain.rfind(","))
    units, decimals = plain, ""
    if last >= 0 and _is_decimal_mark(plain, last):
        units, decimals = plain[:last], plain[last + 1 :]
    grouped = _ungrouped(units) if units else "0"
    if grouped is None or not re.fullmatch(r"[0-9]{0,2}", decimals):
        return None
    return int(grouped) * 100 + int(decimals.ljust(2, "0"))


def _is_decimal_mark(plain: str, last: int) -> bool:
    mark, digits = plain[last], len(plain) - last - 1
    if plain.count(mark) > 1:
        return False
    other = "," if mark == "." else "."
    # «1.200,500» has no reading; «0,500» is no thousand either.
    return digits != 3 or other in plain or " " in plain[:last] or plain[:last] == "0"


def _ungrouped(units: str) -> str | None:
    """The digits of a whole number, its thousands parted by one and the same mark or by none."""
    if units.isdecimal():
        return units
    if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+", units):
        return re.sub(r"[., ]", "", units)
    return None


def gives_away(text: str, secret_cents: Iterable[int] = ()) -> bool:
    """Whether a text that everybody may read names money: an amount with its currency, or one of these figures."""
    if _MONEY_BESIDE.search(text):
        return True
    secrets = {cents for cents in secret_cents if cents}
    return any(_amount_or_none(found) in secrets for found in _NUMBER.findall(text))


def has_number(text: str) -> bool:
    return any(char.isdecimal() for char in text)


def _amount_or_none(found: str) -> int | None:
    try:
        return parse(found)
    except Refused:
        return None
