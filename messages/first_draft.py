"""The words proposed with a prompt: the duty's facts handed to the drafts, and what comes out as blocks (§6)."""

from bot.domain.matrix import Purpose
from bot.domain.views import Duty
from bot.domain.words import Address, Awareness, Status
from messages.blocks import Block, context, esc, quote, section
from messages.drafts import Draft, Facts, Kind, draft
from messages.times import When


def facts(duty: Duty, when: When) -> Facts:
    """What the draft may say, from what is known; nothing is made up."""
    notice, incident, contact = duty.notice, duty.incident, duty.contact
    promised = incident.promised_for
    by_when = when.at(promised) if promised is not None and promised > when.now else ""
    return Facts(
        kind=_kind(duty),
        channel=notice.channel,
        severity=incident.effective_severity(),
        status=incident.status,
        responsibility=incident.responsibility,
        address=contact.address if contact else Address.USTED,
        contact=contact.name if contact else "",
        client=duty.client.name,
        owner=duty.owner_name,
        owner_phone="",
        owner_email="",
        what=incident.text,
        measures=incident.measures,
        who="",
        by_when=by_when,
        hear_again=by_when,
        not_first=incident.awareness is not Awareness.NOT_YET,
        cannot_work=incident.cannot_work,
    )


def _kind(duty: Duty) -> Kind:
    if duty.notice.purpose is Purpose.MEET:
        return Kind.MEETING
    if duty.incident.status is not Status.UNRESOLVED:
        return Kind.RESOLVED
    return Kind.UPDATE if duty.notice.purpose is Purpose.UPDATE else Kind.FIRST


def draft_blocks(duty: Duty, when: When) -> list[Block]:
    """The script of a call, or the text to send, set apart from the bot's own words."""
    words = draft(facts(duty, when))
    if words.points:
        return _script(words)
    blocks = [section(f"*Unas palabras para empezar*{_subject(words)}"), quote(words.body, 2600)]
    return [*blocks, *_gaps(words)]


def _script(words: Draft) -> list[Block]:
    points = "\n".join(f"• {esc(point)}" for point in words.points)
    blocks = [section("*Para empezar:*"), quote(words.opening), section(f"*Y luego*\n{points}")]
    if words.avoid:
        blocks.append(context("*Mejor no decir:* " + " · ".join(esc(one) for one in words.avoid)))
    return [*blocks, *_gaps(words)]


def _subject(words: Draft) -> str:
    return f"\nAsunto: {esc(words.subject)}" if words.subject else ""


def _gaps(words: Draft) -> list[Block]:
    return [context("✏️ Lo que va entre corchetes no lo sé: complétalo tú.")] if words.missing else []
