"""Telling the client: the prompt to whoever has to do it, its forms, and what the lead hears (domain.md §4)."""

from datetime import datetime

import phonenumbers

from bot.domain.client import Contact
from bot.domain.delivery import DeliveryKind
from bot.domain.incident import Entry
from bot.domain.matrix import Purpose
from bot.domain.notice import NoticeState, Rung
from bot.domain.views import Duty
from bot.domain.words import Channel
from messages import plan, words
from messages.blocks import (
    Block,
    Element,
    Message,
    actions,
    address,
    button,
    context,
    divider,
    esc,
    header,
    one_line,
    person,
    quote,
    section,
)
from messages.first_draft import OwnWords, draft_blocks
from messages.times import When


def prompt(duty: Duty, rung: Rung, when: When, own: OwnWords, *, handed_from: str | None = None) -> Message:
    """The direct message to the owner: what to do, by when, why, with whom, the words, and the buttons."""
    notice, incident = duty.notice, duty.incident
    task = _task(duty)
    opening = words.RUNG[rung]
    blocks = [header(f"{words.CHANNEL_MARK[notice.channel]} {task}")]
    if handed_from:
        blocks.append(context(f"Te llega a ti porque {person(handed_from)} no está disponible."))
    if opening:
        blocks.append(section(opening))
    blocks += [
        section(
            f"*{_by_when(duty, when)}*\n{incident.code} · {words.cell(incident.effective_severity(), incident.status)}"
        ),
        quote(incident.text),
        *_who(duty, when),
        context(f"*Por qué así:* {words.because(notice.why)}"),
        divider(),
        *draft_blocks(duty, when, own),
        *_progress(duty, when),
        *_buttons(duty),
    ]
    text = f"{opening + ' ' if opening else ''}{esc(task)}: {_by_when(duty, when).lower()}. {incident.code}"
    return Message(text, tuple(blocks))


def settled_prompt(duty: Duty, when: When) -> Message:
    """What stays of a prompt when there is nothing left to do: no buttons, who did it and when."""
    notice = duty.notice
    moment_of = when.at(notice.settled_at) if notice.settled_at else ""
    if notice.state is NoticeState.GIVEN:
        line = f"✅ *Hecho.* {person(notice.settled_by)} se lo contó a {_name(duty)}; anotado {moment_of}."
    elif notice.state is NoticeState.REPLACED:
        line = "↪️ Este aviso ya no vale: el incidente ha cambiado. Si hace falta algo más, te lo mando aparte."
    else:
        line = f"↪️ Ahora se encarga {person(notice.assignee)}."
    blocks = (section(f"{line}\n{duty.incident.code} · {one_line(duty.incident.text)}"),)
    return Message(f"{duty.incident.code}: este aviso ya está atendido.", blocks)


def _task(duty: Duty) -> str:
    notice = duty.notice
    contact = duty.contact.name if duty.contact and duty.contact.name else ""
    whom = f"{contact} ({duty.client.name})" if contact else duty.client.name
    return f"{words.task(notice.purpose, notice.channel)} {whom}"


def _by_when(duty: Duty, when: When) -> str:
    notice = duty.notice
    if notice.channel is Channel.DAILY_REPORT:
        return "En el reporte de hoy"
    limit = plan.limit(notice, when)
    return f"{limit[:1].upper()}{limit[1:]} ({when.left(notice.deadline)})"


def _name(duty: Duty) -> str:
    return plan.name_of(duty.contact, duty.client)


def _who(duty: Duty, when: When) -> list[Block]:
    contact, notice = duty.contact, duty.notice
    if contact is None:
        return [section(f"👤 {esc(duty.client.name)} no tiene a nadie apuntado. Pregunta a un compañero y añádelo.")]
    lines = [f"👤 *{esc(contact.name)}* · se le trata {words.ADDRESS[contact.address]}"]
    if notice.channel in (Channel.PHONE, Channel.TEXT, Channel.IN_PERSON):
        lines.append(f"📞 {phone(contact)}" if contact.phone else "📵 No tenemos su teléfono: añádelo en su ficha.")
    if notice.channel in (Channel.EMAIL, Channel.DAILY_REPORT):
        lines.append(f"✉️ {email(contact)}" if contact.email else "📭 No tenemos su correo: añádelo en su ficha.")
    if notice.channel is Channel.PHONE and not duty.hours.contact.is_open(when.now):
        reachable = when.at(duty.hours.contact.next_open(when.now))
        lines.append(f"🌙 A esta hora no se le puede llamar. Su hora empieza {reachable}.")
    if contact.note:
        lines.append(f"📝 {one_line(contact.note, 200)}")
    return [section("\n".join(lines))]


def phone(contact: Contact) -> str:
    """A number that can be tapped, always readable beside it."""
    try:
        number = phonenumbers.parse(contact.phone)
    except phonenumbers.NumberParseException:
        return address(contact.phone)
    readable = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return f"<tel:{address(contact.phone)}|{readable}>"


def email(contact: Contact) -> str:
    return f"<mailto:{address(contact.email)}|{address(contact.email)}>"


def _progress(duty: Duty, when: When) -> list[Block]:
    """What has been tried so far, and when the bot will ask again."""
    notice = duty.notice
    lines = []
    if notice.tries:
        times = "una vez" if notice.tries == 1 else f"{notice.tries} veces"
        lines.append(f"📵 No ha contestado ({times}).")
    if notice.retry_at is not None and notice.retry_at > when.now:
        lines.append(f"Te vuelvo a avisar {when.at(notice.retry_at)}.")
    if duty.propose_message:
        other = f" o prueba con *{esc(duty.next_contact.name)}*" if duty.next_contact else ""
        lines.append(f"Tras {notice.tries} intentos, mándale un mensaje y cuéntame que lo has escrito{other}.")
    return [section(" ".join(lines))] if lines else []


def _buttons(duty: Duty) -> list[Block]:
    notice = duty.notice
    done = words.CHANNEL_DONE[notice.channel]
    first = [button(done, "notice_done", notice.id, style="primary", hint=f"{done}: anotar lo hablado")]
    if notice.channel in (Channel.EMAIL, Channel.TEXT):
        write = "Escribir el correo" if notice.channel is Channel.EMAIL else "Escribir el mensaje"
        first = [button(write, "notice_write", notice.id, style="primary"), button(done, "notice_done", notice.id)]
    if notice.channel is Channel.PHONE:
        first.append(button("No contesta", "notice_no_answer", f"{notice.id}:{notice.tries}"))
        if duty.propose_message:
            first.append(button("He escrito", "notice_written", notice.id))
            if duty.next_contact:
                first.append(
                    button(f"Probar con {duty.next_contact.name}", "notice_next", f"{notice.id}:{duty.next_contact.id}")
                )
    first += [button("Posponer", "notice_postpone", notice.id), button("Reasignar", "notice_reassign", notice.id)]
    second = [button("Ver todo", "incident_open", duty.incident.id)]
    if not duty.incident.is_closed():
        second.insert(0, button("Ha cambiado algo", "incident_change", duty.incident.id))
    second.append(button("Ficha del cliente", "client_open", duty.client.id))
    return [actions(*first), actions(*second)]


def escalation(duty: Duty, when: When) -> Message:
    """The lead hears that the hour has passed: to help, not to blame."""
    improved = duty.notice.purpose is Purpose.IMPROVED
    news = "sin saber qué ha mejorado" if improved else "sin noticias nuestras"
    task = f"{_name(duty)} sigue {news}"
    blocks = (
        section(
            f"🔴 *{task}* y debía tenerlas {when.at(duty.notice.deadline)}.\n"
            f"Lo lleva {person(duty.notice.assignee)}. {duty.incident.code}:"
        ),
        quote(duty.incident.text, 300),
        *_who(duty, when),
        context("Pregúntale si necesita una mano. Si lo hablas tú, anótalo aquí."),
        *_buttons(duty),
    )
    return Message(f"{duty.incident.code}: ha pasado la hora y {esc(duty.client.name)} sigue {news}.", blocks)


def lead_copy(duty: Duty, when: When) -> Message:
    """The lead is told at once when a client cannot work, and confirms a never event (§3)."""
    incident = duty.incident
    why = "el cliente no puede trabajar" if incident.cannot_work else "es un error imposible"
    say = plan.will if duty.notice.is_pending() else plan.line
    how = say(duty.notice, duty.client, when)
    blocks: list[Block] = [
        section(f"🚨 *{esc(duty.client.name)}: {why}.* {incident.code}\n{how}"),
        quote(incident.text),
        context("También toca verse con el cliente en persona en los próximos dos días laborables."),
    ]
    buttons: list[Element] = [button("Ver todo", "incident_open", incident.id)]
    if incident.never_event and incident.lead_confirmed_by is None:
        blocks.append(section("Como es un error imposible, necesito tu visto bueno a cómo se está llevando."))
        buttons.insert(0, button("Lo confirmo", "lead_confirm", duty.notice.id, style="primary"))
    elif incident.lead_confirmed_by is not None:
        at = when.at(incident.lead_confirmed_at) if incident.lead_confirmed_at else ""
        blocks.append(context(f"✅ Confirmado por {person(incident.lead_confirmed_by)} {at}."))
    blocks.append(actions(*buttons))
    return Message(f"{incident.code}: {esc(duty.client.name)}: {why}.", tuple(blocks))


def postponed_past(duty: Duty, entry: Entry, when: When) -> Message:
    until = when.at(datetime.fromisoformat(str(entry.after.get("until"))))
    text = f"{duty.incident.code}: el aviso a {esc(duty.client.name)} se deja para {until}."
    return Message(
        text,
        (
            section(
                f"⏰ {person(entry.who)} deja el aviso a {_name(duty)} para *{until}*, "
                f"aunque el cliente debía saberlo {plan.limit(duty.notice, when)}.\n"
                f"Motivo: {one_line(str(entry.after.get('reason', '')), 500)}"
            ),
            actions(button("Ver todo", "incident_open", duty.incident.id)),
        ),
    )


def handed_on(duty: Duty, entry: Entry) -> Message:
    text = f"{duty.incident.code} lo lleva ahora otra persona."
    to = person(str(entry.after.get("owner")))
    return Message(
        text, (section(f"↪️ {person(entry.who)} ha pasado *{duty.incident.code}* a {to}. Ya no tienes que hacer nada."),)
    )


def late(message: Message, due_at: datetime, when: When) -> Message:
    """What arrives late says so, and since when it was due."""
    note = context(f"⏱️ Esto tenía que llegarte {when.at(due_at)}; no he podido mandarlo antes.")
    return Message(message.text, (note, *message.blocks))


#: Kinds for which arriving late matters to the reader.
TIMELY = {
    DeliveryKind.PROMPT,
    DeliveryKind.ESCALATION,
    DeliveryKind.LEAD_COPY,
    DeliveryKind.POSTPONED_PAST,
    DeliveryKind.REPORT,
    DeliveryKind.PROMISE,
    DeliveryKind.ACTION,
    DeliveryKind.ACTION_LEAD,
    DeliveryKind.REVIEW,
    DeliveryKind.REVIEW_LEAD,
    DeliveryKind.SATISFACTION,
    DeliveryKind.SATISFACTION_LOW,
    DeliveryKind.DIGEST,
}
