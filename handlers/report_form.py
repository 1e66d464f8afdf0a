"""The report form, read: what was typed, what is wrong with it, and the report it becomes."""

from collections.abc import Callable

from bot import addresses
from bot.addresses import BadAddress
from bot.desk.clients import NewClient
from bot.desk.report import Report
from bot.domain.words import Address, Awareness, Responsibility, Severity, Status, Wish
from handlers.tools import Values
from messages import sentences as words
from messages.never_events import NAMED, NO
from messages.report import HARD, NEW, Typed


def read(values: Values) -> Typed:
    """What stands in the form, as typed."""
    chosen = values.chosen("client") or ""
    is_new = chosen.startswith(NEW)
    flags, same = values.ticked("flags"), values.chosen("same")
    owner_field = values.starting("owner-")
    is_never, never_name = never_event(values)
    return Typed(
        client_id=int(chosen) if chosen.isdecimal() else None,
        client_name=chosen.removeprefix(NEW) if is_new else values.label("client"),
        is_new=is_new,
        text=values.text("text"),
        contact=values.text("contact"),
        phone=values.text("phone"),
        email=values.text("email"),
        wish=values.chosen("wish") or Wish.STANDARD,
        address=values.chosen("address") or Address.USTED,
        severity=values.chosen("severity"),
        status=values.chosen("status"),
        cannot_work="cannot_work" in flags,
        never_event=is_never,
        never_event_name=never_name,
        awareness=values.chosen("awareness") or Awareness.NOT_YET,
        responsibility=values.chosen("responsibility") or Responsibility.UNKNOWN,
        owner=values.user(owner_field) if owner_field else None,
        measures=values.text("measures"),
        promised_for=values.moment("promised_for"),
        private="private" in values.ticked("private"),
        is_another={"another": True, "same": False}.get(same or ""),
    )


def never_event(values: Values) -> tuple[bool, str]:
    """Whether the form says that it is a never event, and which: from the list, or as a tick where there is none."""
    chosen = values.chosen("never_event")
    if chosen is None:
        return "never_event" in values.ticked("flags"), ""
    return chosen != NO, chosen.removeprefix(NAMED) if chosen.startswith(NAMED) else ""


def problems(typed: Typed, region: str) -> dict[str, str]:
    """What is wrong with each field, in a sentence, by the field's name."""
    found: dict[str, str] = {}
    if not any(char.isalnum() for char in typed.text):
        found["text"] = words.SAY_WHAT
    if typed.is_new:
        if not typed.contact:
            found["contact"] = words.SAY_WHO
        if typed.phone and not _is_good(addresses.phone, typed.phone, region):
            found["phone"] = words.BAD_PHONE
        if typed.email and not _is_good(addresses.email, typed.email):
            found["email"] = words.BAD_EMAIL
        if not typed.phone and not typed.email:
            found["phone"] = words.PHONE_OR_EMAIL
    return found


def to_report(typed: Typed, region: str) -> Report:
    """The report that a form without ``problems`` says."""
    new_client = None
    if typed.is_new:
        new_client = NewClient(
            name=typed.client_name,
            contact=typed.contact,
            phone=addresses.phone(typed.phone, region) if typed.phone else "",
            email=addresses.email(typed.email) if typed.email else "",
            wish=Wish(typed.wish),
            address=Address(typed.address),
        )
    return Report(
        text=typed.text,
        severity=Severity(typed.severity or Severity.MINOR),
        status=Status.UNRESOLVED if typed.status in (HARD, None) else Status(typed.status),
        client_id=typed.client_id,
        new_client=new_client,
        hard=typed.status == HARD,
        cannot_work=typed.cannot_work,
        never_event=typed.never_event,
        never_event_name=typed.never_event_name,
        awareness=Awareness(typed.awareness),
        responsibility=Responsibility(typed.responsibility),
        owner=typed.owner,
        measures=typed.measures,
        promised_for=typed.promised_for,
        private=typed.private,
        is_another=bool(typed.is_another),
    )


def _is_good(check: Callable[..., str], *arguments: str) -> bool:
    try:
        check(*arguments)
    except BadAddress:
        return False
    return True
