"""The words proposed with a prompt: the duty's facts handed to the drafts, and what comes out as blocks (§6)."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.incident import Incident
from bot.domain.matrix import Purpose
from bot.domain.reviewer import Context
from bot.domain.views import Duty, ReportView
from bot.domain.words import Address, Awareness, Channel, Responsibility, Severity, Status
from messages.blocks import Block, context, esc, quote, section
from messages.drafts import Draft, Facts, Item, Kind, draft, marks_in
from messages.times import When

#: A workspace's own texts for the templates, by name.
OwnWords = Mapping[str, str]


def facts(duty: Duty, when: When) -> Facts:
    """What the draft may say, from what is known; nothing is made up."""
    notice, incident, contact = duty.notice, duty.incident, duty.contact
    promised = incident.promised_for
    by_when = when.at(promised) if promised is not None and promised > when.now else ""
    known = Facts(
        kind=_kind(duty),
        channel=notice.channel,
        severity=incident.effective_severity(),
        status=incident.status,
        responsibility=incident.responsibility,
        address=contact.address if contact else Address.USTED,
        contact=contact.name if contact else "",
        client=duty.client.name,
        owner=duty.owner.name if duty.owner else "",
        owner_phone="",
        owner_email=duty.owner.email if duty.owner else "",
        what=incident.text,
        measures=incident.measures,
        who="",
        by_when=by_when,
        hear_again=by_when,
        not_first=incident.awareness is not Awareness.NOT_YET,
        cannot_work=incident.cannot_work,
    )
    match notice.purpose:
        case Purpose.NEW_HOUR:
            return _of_new_hour(known, duty, when)
        case Purpose.IMPROVED:
            measures = "\n".join(one.what for one in duty.improvements)
            return replace(known, measures=measures, not_first=False, cannot_work=False)
        case _:
            return known


def _of_new_hour(known: Facts, duty: Duty, when: When) -> Facts:
    """A promise that will not be kept in time, or was not: what was promised for which hour, and the new one."""
    old, hour = duty.commitment, when.at(duty.new_hour) if duty.new_hour else ""
    return replace(
        known,
        by_when=hour,
        hear_again=hour,
        old_deadline=when.at(old.due_at) if old else "",
        old_passed=old is not None and old.due_at <= when.now,
        promised=old.what if old else "",
        not_first=False,
        cannot_work=False,
    )


def _kind(duty: Duty) -> Kind:
    by_purpose = {
        Purpose.MEET: Kind.MEETING,
        Purpose.NEW_HOUR: Kind.NEW_DEADLINE,
        Purpose.IMPROVED: Kind.IMPROVED,
    }
    if duty.notice.purpose in by_purpose:
        return by_purpose[duty.notice.purpose]
    if duty.incident.status is not Status.UNRESOLVED:
        return Kind.RESOLVED
    return Kind.UPDATE if duty.notice.purpose is Purpose.UPDATE else Kind.FIRST


def situation(duty: Duty) -> Context:
    """The situation in which the reviewer reads a text about this duty."""
    incident, channel = duty.incident, duty.notice.channel
    heard = channel if channel in (Channel.PHONE, Channel.TEXT) else Channel.EMAIL
    return Context(incident.responsibility, incident.status, incident.effective_severity(), heard)


def written_words(duty: Duty, when: When, own: OwnWords) -> tuple[str, str]:
    """(subject, body): what its owner has written so far, or the draft. A call that nobody answers becomes a text."""
    if duty.mail is not None:
        return duty.mail.subject, duty.mail.body
    known = facts(duty, when)
    words = draft(replace(known, channel=Channel.TEXT) if known.channel is Channel.PHONE else known, own)
    return words.subject, words.body


def report_situation(found: ReportView) -> Context:
    """A report is read as its gravest item would be."""
    incidents = [duty.incident for duty in found.duties]
    ours = any(one.responsibility is Responsibility.OURS for one in incidents)
    is_open = any(one.status is Status.UNRESOLVED for one in incidents)
    major = any(one.effective_severity() is Severity.MAJOR for one in incidents)
    return Context(
        Responsibility.OURS if ours else Responsibility.UNKNOWN,
        Status.UNRESOLVED if is_open else Status.RESOLVED,
        Severity.MAJOR if major else Severity.MINOR,
        Channel.EMAIL,
    )


def report_words(found: ReportView, when: When, own: OwnWords) -> tuple[str, str]:
    """(subject, body) of a daily report: what its owner has written so far, or the draft."""
    if found.mail is not None:
        return found.mail.subject, found.mail.body
    seen = report_situation(found)
    items = tuple(
        Item(duty.incident.text, duty.incident.measures, duty.incident.status is not Status.UNRESOLVED)
        for duty in found.duties
    )
    first = facts(found.duties[0], when)
    words = draft(
        replace(
            first,
            kind=Kind.DAILY_REPORT,
            channel=Channel.EMAIL,
            severity=seen.severity,
            status=seen.status,
            responsibility=seen.responsibility,
            items=items,
            not_first=False,
            cannot_work=False,
        ),
        own,
    )
    return words.subject, words.body


def untold(found: ReportView) -> tuple[Incident, ...]:
    """What came into a report after its owner wrote the words that stand there."""
    if found.mail is None:
        return ()
    return tuple(duty.incident for duty in found.duties if duty.notice.prompt_at > found.mail.changed_at)


def has_gaps(text: str) -> bool:
    """Whether something is still to be filled in."""
    return bool(marks_in(text))


def draft_blocks(duty: Duty, when: When, own: OwnWords) -> list[Block]:
    """The script of a call, or the text to send, set apart from the bot's own words."""
    words = draft(facts(duty, when), own)
    if words.points:
        return script(words)
    subject, body = written_words(duty, when, own)
    title = "Lo que llevas escrito" if duty.mail is not None else "Unas palabras para empezar"
    blocks = [section(f"*{title}*" + (f"\nAsunto: {esc(subject)}" if subject else "")), quote(body, 2600)]
    return [*blocks, *_gaps(words)]


def script(words: Draft) -> list[Block]:
    """A call: how to begin, the points, and what is better not said."""
    points = "\n".join(f"• {esc(point)}" for point in words.points)
    blocks = [section("*Para empezar*"), quote(words.opening), section(f"*Y luego*\n{points}")]
    if words.avoid:
        blocks.append(context("*Mejor no decir:* " + " · ".join(esc(one) for one in words.avoid)))
    return [*blocks, *_gaps(words)]


def _gaps(words: Draft) -> list[Block]:
    return [context("✏️ Lo que va entre corchetes no lo sé: complétalo tú.")] if words.missing else []
