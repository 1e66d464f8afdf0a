"""The forms behind a prompt's buttons: proof, postponing, handing on (domain.md §4)."""

from bot.domain.commitment import TrackRecord
from bot.domain.matrix import Content
from bot.domain.notice import Snooze
from bot.domain.views import Duty
from bot.domain.words import Channel
from messages import plan, satisfaction, words
from messages.blocks import (
    Block,
    checkboxes,
    context,
    esc,
    field,
    modal,
    moment,
    one_line,
    option,
    people,
    radios,
    section,
    text_input,
)
from messages.commitments import promising
from messages.times import When


def proof_form(duty: Duty, when: When, record: TrackRecord, *, written: bool = False) -> Block:
    """What was said on both sides. Listening is half the job, so the client's words have their own field."""
    notice = duty.notice
    channel = _proof_channel(duty, written=written)
    spoken = channel in (Channel.PHONE, Channel.IN_PERSON)
    name = duty.contact.name if duty.contact else ""
    moods = [option(f"{words.MOOD_MARK[mood]} {text}", mood) for mood, text in words.MOOD.items()]
    blocks = [
        context(f"{duty.incident.code} · {esc(duty.client.name)} · {one_line(duty.incident.text)}"),
        field(
            "spoke_with",
            "¿Con quién has hablado?" if spoken else "¿A quién se lo has escrito?",
            text_input("spoke_with", name, most=120),
        ),
        field("told_at", "¿Cuándo?", moment("told_at", when.now)),
        field(
            "said",
            "¿Qué le has dicho?",
            text_input("said", lines=True, placeholder=f"Le toca saber: {words.must_say(notice.must_say)}"),
        ),
        field(
            "client_said",
            "¿Qué ha dicho el cliente?",
            text_input("client_said", lines=True, placeholder="Con sus palabras, si puedes"),
            optional=not spoken,
        ),
        field("mood", "¿Cómo se lo ha tomado?", radios("mood", moods), optional=not spoken),
        *(satisfaction.client_fields(optional=True) if Content.HOW_CONTENT in notice.must_say else []),
        *promising(record, duty.client),
        field(
            "promised",
            "¿Le has prometido algo?",
            text_input("promised", most=500, placeholder="Por ejemplo: volver a llamarle con novedades"),
            optional=True,
        ),
        field(
            "promised_for", "¿Para cuándo?", moment("promised_for"), hint="Solo si has prometido algo.", optional=True
        ),
        field(
            "next_touch_at",
            "¿Cuándo vuelves a hablar con el cliente?",
            moment("next_touch_at"),
            hint="Te lo recuerdo a tiempo.",
            optional=True,
        ),
    ]
    if Content.TALK_OR_REPORT in notice.must_say:
        choice = [option("Prefiere leerlo en el reporte diario", "for_report")]
        label = "Le has dado a elegir: ¿qué prefiere el cliente?"
        blocks.append(field("for_report", label, checkboxes("for_report", choice), optional=True))
    title = words.CHANNEL_DONE[channel]
    return modal(title, blocks, callback="proof", submit="Anotar", metadata=f"{notice.id}:{channel}")


def _proof_channel(duty: Duty, *, written: bool) -> Channel:
    if not written:
        return duty.notice.channel
    return Channel.TEXT if duty.contact and duty.contact.phone else Channel.EMAIL


def postpone_form(duty: Duty, when: When) -> Block:
    choices = [option(text, value) for value, text in words.SNOOZE.items()]
    blocks = [
        section(f"El cliente debe saberlo {plan.limit(duty.notice, when)} ({when.left(duty.notice.deadline)})."),
        field("choice", "¿Cuándo te lo recuerdo?", radios("choice", choices, Snooze.QUARTER)),
        field(
            "reason",
            "Motivo",
            text_input("reason", most=500),
            hint="Hace falta si se pasa de esa hora. Lo verá también tu supervisor.",
            optional=True,
        ),
    ]
    return modal("Posponer", blocks, callback="postpone", submit="Posponer", metadata=str(duty.notice.id))


def reassign_form(duty: Duty) -> Block:
    blocks = [
        section(f"{duty.incident.code} y todo lo que tenga pendiente pasa a la persona que elijas. Le aviso yo."),
        field("person", "¿Quién se encarga?", people("person")),
    ]
    return modal("Reasignar", blocks, callback="reassign", submit="Reasignar", metadata=str(duty.notice.id))
