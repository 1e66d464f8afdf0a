"""The days on which nobody works: public holidays of a country or region, and the firm's own (domain.md §4)."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from threading import Lock

import holidays

from bot.domain.client import key_of
from bot.domain.errors import Refused, Why


@dataclass(frozen=True)
class ClosedDays:
    """``public`` are the holidays of a place, ``own`` the firm's closed days."""

    public: Container[date]
    own: frozenset[date]

    def __contains__(self, day: object) -> bool:
        if day in self.own:
            return True
        with _FILLING:
            return day in self.public


#: A calendar of holidays fills itself in, year by year, while it is asked: one thread at a time.
_FILLING = Lock()


def closed(code: str, own: frozenset[date] = frozenset()) -> Container[date]:
    """``code`` is a country, with a region if it has one ("ES-MD"), or empty for no public holidays at all."""
    return ClosedDays(_public(code), own)


def is_known(code: str) -> bool:
    country, _, region = code.partition("-")
    known = _regions()
    return not code or (country in known and (not region or region in known[country]))


def place(typed: str) -> str:
    """The code of the place that a person typed, as a code in any case or with a region's name ("ES-Madrid").

    Raises Refused on ``holidays``, with the regions that there are where only the region is wrong.
    """
    country, _, region = (part.strip() for part in typed.strip().partition("-"))
    country = country.upper()
    if not country:
        return ""
    if country not in _regions():
        raise Refused(Why.UNKNOWN_COUNTRY, field="holidays")
    if not region:
        return country
    known = _by_name(country)
    if key_of(region) not in known:
        raise Refused(Why.UNKNOWN_REGION, field="holidays", country=country, regions=tuple(_regions()[country]))
    return f"{country}-{known[key_of(region)]}"


@lru_cache
def _regions() -> dict[str, list[str]]:
    return holidays.list_supported_countries()


@lru_cache
def _by_name(country: str) -> dict[str, str]:
    """A country's regions by what they are called, without capitals and accents."""
    names: dict[str, str] = getattr(holidays.country_holidays(country), "subdivisions_aliases", {})
    return {key_of(name): code for name, code in (*names.items(), *((one, one) for one in _regions()[country]))}


@lru_cache
def _public(code: str) -> Container[date]:
    if not code:
        return frozenset()
    country, _, region = code.partition("-")
    return holidays.country_holidays(country, subdiv=region or None)
