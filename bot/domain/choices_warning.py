"""When a firm takes a client's signs for smoke or fire: how often each has to show, and what it weighs (domain.md §7).

Kept as pairs of numbers in text: for a sign, how often and the points; for the levels, from where smoke and fire.
"""

import re
from dataclasses import replace
from types import MappingProxyType

from bot.domain.errors import Refused, Why
from bot.domain.warning import Limits, Sign

LEVELS = "warning_levels"
LEVEL_FIELDS = ("warning_smoke_from", "warning_fire_from")
MOST = 50

_PAIR = re.compile(r"\D*(\d{1,2})\D+(\d{1,2})\D*")


def name_of(sign: Sign) -> str:
    return f"warning_{sign}"


def read_sign(sign: Sign, typed: str) -> list[str]:
    """«3 veces, 1 punto». Without points, the sign does not count."""
    found = _PAIR.fullmatch(typed)
    if found is None or not 1 <= int(found[1]) <= MOST or int(found[2]) > MOST:
        raise Refused(Why.BAD_SIGN, field=name_of(sign))
    return [str(int(number)) for number in found.groups()]


def read_levels(smoke: str, fire: str) -> list[str]:
    """From how many points there is smoke, and fire: more of them."""
    for text, field in zip((smoke, fire), LEVEL_FIELDS, strict=True):
        if not text.strip().isdecimal() or not 1 <= int(text) <= MOST:
            raise Refused(Why.BAD_POINTS, field=field)
    if int(fire) <= int(smoke):
        raise Refused(Why.FIRE_BEFORE_SMOKE, field=LEVEL_FIELDS[1])
    return [str(int(smoke)), str(int(fire))]


def keep_sign(limits: Limits, sign: Sign) -> list[str]:
    rule = limits.rules[sign]
    return [str(rule.least), str(rule.points)]


def keep_levels(limits: Limits) -> list[str]:
    return [str(limits.smoke_from), str(limits.fire_from)]


def put_sign(limits: Limits, sign: Sign, kept: list[str]) -> Limits:
    rule = replace(limits.rules[sign], least=int(kept[0]), points=int(kept[1]))
    return replace(limits, rules=MappingProxyType({**limits.rules, sign: rule}))


def put_levels(limits: Limits, kept: list[str]) -> Limits:
    return replace(limits, smoke_from=int(kept[0]), fire_from=int(kept[1]))
