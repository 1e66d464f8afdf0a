"""A notice in words: what is owed to the client, by whom, how, by when, and why (domain.md §3)."""

from bot.domain.client import Client, Contact
from bot.domain.matrix import Purpose
from bot.domain.notice import Notice, NoticeState
from bot.domain.words import Channel
from messages import words
from messages.blocks import esc, person
from messages.times import When


def will(notice: Notice, client: Client, when: When) -> str:
    """«📞 Ana llamará a Marta Ruiz antes de hoy a las 10:30.»"""
    mark, verb = words.CHANNEL_MARK[notice.channel], words.CHANNEL_WILL[notice.channel]
    who = f"{mark} {person(notice.assignee)} {verb} {name_of(client.contact(notice.contact_id), client)}"
    return f"{who} {limit(notice, when)}."


def limit(notice: Notice, when: When) -> str:
    """«hoy antes de las 10:30»; for the daily report, its hour."""
    if notice.channel is Channel.DAILY_REPORT:
        return when.at(notice.prompt_at)
    if notice.purpose is Purpose.MEET:
        return f"con fecha acordada {when.before(notice.deadline)}"
    return when.before(notice.deadline)


def line(notice: Notice, client: Client, when: When) -> str:
    """The notice's line on the card: what it is and how it stands."""
    why = f" para {words.PURPOSE[notice.purpose]}" if notice.purpose in (Purpose.NEW_HOUR, Purpose.IMPROVED) else ""
    what = f"{words.CHANNEL_MARK[notice.channel]} {words.CHANNEL[notice.channel].capitalize()}{why}"
    # One meets *with* somebody; everything else is done *to* them.
    with_or_to = "con" if notice.channel is Channel.IN_PERSON else "a"
    to = f"{with_or_to} {name_of(notice.contact(client), client)}"
    match notice.state:
        case NoticeState.GIVEN:
            settled = when.at(notice.settled_at) if notice.settled_at else ""
            return f"✔️ {what} {to}: lo hizo {person(notice.settled_by)} {settled}"
        case NoticeState.REPLACED:
            return f"~{what} {to}~ (ya no hace falta así)"
        case _:
            late = "  ·  ⏰ *va con retraso*" if notice.is_overdue(when.now) else ""
            return f"⏳ {what} {to} {limit(notice, when)} · {person(notice.assignee)}{late}"


def name_of(contact: Contact | None, client: Client) -> str:
    """The contact with their firm, escaped: «Marta Ruiz (Acme)»."""
    return f"{esc(contact.name)} ({esc(client.name)})" if contact and contact.name else esc(client.name)
