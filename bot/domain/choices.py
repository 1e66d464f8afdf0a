"""What a firm can decide while the bot runs: what a person typed becomes the value that is kept (domain.md §5).

Pure readers, one for each choice: text in, a value that JSON holds out. They raise Refused on the choice's own field.
"""

import re
from typing import TypeAlias

from bot.domain import money
from bot.domain.client import key_of
from bot.domain.errors import Refused, Why

#: What a row holds, and None where there is none: nothing was decided, and the environment's word counts.
Value: TypeAlias = str | int | list[str]
Kept: TypeAlias = Value | None

#: In a record of changes, the names that nobody had decided.
UNDECIDED = "undecided"

MOST_NAMES = 90
MOST_NAME = 75
MOST_ADMINS = 20

#: What Slack calls a person or a channel by.
_ID = re.compile(r"[A-Z][A-Z0-9]{2,20}")

#: ISO 4217, without funds, metals and tests.
CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY
    COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS
    INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP
    MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
    SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV
    WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """.split()  # noqa: SIM905 - a list of 150 strings is no easier to read
)


def never_events(typed: str) -> list[str]:
    """The firm's own errors that must never happen, one to a line; the same one written twice is one."""
    names: dict[str, str] = {}
    for line in typed.splitlines():
        name = " ".join(line.split()).lstrip("-•* ").strip()
        if any(char.isalnum() for char in name):
            names.setdefault(key_of(name), name)
    if any(len(name) > MOST_NAME for name in names.values()):
        raise Refused(Why.NAME_TOO_LONG, field="never_events")
    if len(names) > MOST_NAMES:
        raise Refused(Why.TOO_MANY_NAMES, field="never_events")
    return list(names.values())


def currency(typed: str) -> str:
    """Three letters of ISO 4217, or the euro's own sign."""
    code = typed.strip().upper().replace("€", "EUR")
    if code not in CURRENCIES:
        raise Refused(Why.UNKNOWN_CURRENCY, field="currency")
    return code


def approval_limit(typed: str) -> int:
    """Units of the firm's currency above which the lead approves."""
    return money.whole(typed, "approval_limit")


def admins(typed: str) -> list[str]:
    """The people who may configure the bot, in order: the first backs owners where nobody else does."""
    users = list(dict.fromkeys(filter(_ID.fullmatch, typed.split())))
    if not users:
        raise Refused(Why.NO_ADMINS, field="admins")
    if len(users) > MOST_ADMINS:
        raise Refused(Why.TOO_MANY_ADMINS, field="admins")
    return users


def one_id(typed: str) -> str:
    """A person or a channel that was picked; empty where none was."""
    return typed if _ID.fullmatch(typed) else ""


def incidents_channel(typed: str) -> str:
    if not one_id(typed):
        raise Refused(Why.NO_CHANNEL, field="incidents_channel")
    return typed
