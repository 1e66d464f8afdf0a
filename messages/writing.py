"""Writing to the client: the form with the draft and the reviewer's findings beside it, and what becomes of it (§6)."""

import json
from dataclasses import dataclass

from bot.domain.client import Contact
from bot.domain.client_mail import ClientMail, MailState
from bot.domain.incident import Incident
from bot.domain.reviewer import Context, Finding
from bot.domain.words import Channel
from messages import links, reviewer, words
from messages.blocks import (
    Block,
    Message,
    actions,
    address,
    button,
    context,
    divider,
    esc,
    field,
    modal,
    one_line,
    option,
    radios,
    section,
    text_input,
)
from messages.drafts import marks_in
from messages.fitting import cut

MOST_BODY, MOST_TEXT = 3000, 300
SEND, BY_HAND, KEEP = "send", "by_hand", "keep"


@dataclass(frozen=True)
class Sheet:
    """What is being written: ``target`` names the duty (``n12`` a notice, ``r5`` a report), ``seen`` the text whose
    findings the person has already been shown. ``field`` is the name of the text's own field. Of a report, ``about``
    are the notices in it when the form was drawn, and ``untold`` what the text says nothing of yet."""

    target: str
    channel: Channel
    contact: Contact | None
    subject: str
    body: str
    can_send: bool
    seen: str = ""
    field: str = "body"
    about: tuple[int, ...] = ()
    untold: tuple[Incident, ...] = ()

    @property
    def is_mail(self) -> bool:
        return self.channel is not Channel.TEXT

    @property
    def most(self) -> int:
        """The most characters that the channel takes."""
        return MOST_BODY if self.is_mail else MOST_TEXT


def form(sheet: Sheet, findings: tuple[Finding, ...], situation: Context, *, insist: bool = False) -> Block:
    """The words, what the reviewer hears in them, and what to do with them. Nothing is ever forbidden."""
    blocks: list[Block] = [context(_to(sheet))]
    if sheet.untold:
        lines = "\n".join(f"• {one.code}: {one_line(one.text, 140)}" for one in sheet.untold[:10])
        blocks.append(section(f"🆕 *Ha entrado después de lo que escribiste, y el texto no lo cuenta:*\n{lines}"))
    if insist and findings:
        blocks.append(section("👀 *Antes de enviarlo, mira esto.* Corrígelo, o continúa otra vez si lo ves bien así."))
    blocks += [*finding_blocks(findings, sheet.body, situation)]
    if sheet.is_mail:
        blocks.append(field("subject", "Asunto", text_input("subject", sheet.subject, most=150)))
    blocks.append(
        field(
            sheet.field,
            "Texto",
            text_input(sheet.field, cut(sheet.body, sheet.most), lines=True, most=sheet.most),
            hint="Lo que va entre corchetes no lo sé: dímelo debajo." if marks_in(sheet.body) else "",
        )
    )
    for index, mark in enumerate(marks_in(sheet.body)):
        name = f"gap{index}"
        blocks.append(
            field(
                name,
                mark.strip("[]").capitalize(),
                text_input(name, most=300),
                hint=f"Va donde pone {mark}.",
                optional=True,
            )
        )
    opening = _opening(sheet)
    if opening:
        blocks.append(section(opening))
    blocks.append(field("finish", "¿Y ahora?", radios("finish", _choices(sheet), _choices(sheet)[0]["value"])))
    metadata = json.dumps({"target": sheet.target, "channel": sheet.channel, "seen": sheet.seen, "about": sheet.about})
    title = "Correo al cliente" if sheet.is_mail else "Mensaje al cliente"
    return modal(title, blocks, callback="compose", submit="Continuar", metadata=metadata)


def _to(sheet: Sheet) -> str:
    contact = sheet.contact
    if contact is None:
        return "Para el cliente: no tiene a nadie apuntado en su ficha."
    where = contact.email if sheet.is_mail else contact.phone
    missing = "sin correo en su ficha" if sheet.is_mail else "sin teléfono en su ficha"
    reach = address(where) if where else missing
    return f"Para *{esc(contact.name)}* ({reach}), a quien se trata {words.ADDRESS[contact.address]}"


def _choices(sheet: Sheet) -> list[Block]:
    choices = [option("Ya lo he enviado yo", BY_HAND), option("Guardarlo para luego", KEEP)]
    if sheet.is_mail and sheet.can_send and sheet.contact and sheet.contact.email:
        choices.insert(0, option("Enviarlo ahora, en mi nombre", SEND))
    return choices


def _opening(sheet: Sheet) -> str:
    """A way to the person's own program, with the words as they stood when this form was drawn."""
    contact = sheet.contact
    if contact is None:
        return ""
    if not sheet.is_mail:
        chat = links.whatsapp(contact.phone, sheet.body) if contact.phone else ""
        return f"<{address(chat)}|Abrir en WhatsApp>" if chat and len(chat) < links.LONGEST else ""
    if not contact.email:
        return ""
    link = links.mailto(contact.email, sheet.subject, sheet.body)
    if link is not None:
        return f"<{address(link)}|Abrir en mi correo>"
    short = links.mailto_short(contact.email, sheet.subject)
    return f"<{address(short)}|Abrir en mi correo> (el texto es largo: cópialo y pégalo allí)"


def finding_blocks(findings: tuple[Finding, ...], text: str, situation: Context) -> list[Block]:
    """What the client would hear wrong, and better words for it."""
    blocks = []
    for finding in findings[:12]:
        quote = ""
        if finding.start is not None and finding.end is not None:
            quote = f"«{one_line(text[finding.start : finding.end], 140)}»  ·  "
        better = reviewer.suggestion(finding, text, situation)
        blocks.append(section(f"✏️ {quote}{esc(reviewer.why(finding, text))}\n*Mejor:* {esc(cut(better, 500))}"))
    return [*blocks, divider()] if blocks else []


def leaving(mail: ClientMail) -> Block:
    return modal(
        "Saliendo",
        [
            section(f"📤 El correo a {esc(mail.to_name or mail.to)} sale ahora mismo, en tu nombre."),
            context("Si algo falla, te lo digo. Cuando salga, queda anotado y no hay que hacer nada más."),
        ],
    )


def noted() -> Block:
    return modal("Anotado", [section("✅ Queda anotado que se lo has contado. No hay que hacer nada más.")])


def kept() -> Block:
    return modal("Guardado", [section("💾 Guardado. Lo tienes en el mismo botón; el cliente todavía no sabe nada.")])


_TROUBLE = {
    "recipient": "el servidor del cliente no acepta esa dirección. Comprueba su correo en la ficha y prueba otra vez.",
    "sender": "nuestro servidor no acepta el remitente. Avisa a quien administra el bot y mándalo desde tu correo.",
    "reply_to": "no tengo tu dirección de correo para que te contesten. Ponla en tu perfil de Slack o mándalo tú.",
    "login": "nuestro servidor de correo no nos deja entrar. Avisa a quien administra el bot y mándalo tú.",
    "content": "el servidor no acepta este texto. Cámbialo un poco o mándalo desde tu correo.",
    "insecure": "la conexión con nuestro servidor de correo no es segura. Avisa a quien administra el bot.",
    "unreachable": "nuestro servidor de correo no contesta. Mándalo desde tu correo.",
    "not_now": "el servidor pide que se pruebe más tarde. Mándalo desde tu correo si corre prisa.",
}


def problem(mail: ClientMail) -> Message:
    """What the author hears when an e-mail is stuck, and how to go on."""
    whom = esc(mail.to_name or mail.to)
    again = button("Corregir y enviar", "mail_again", mail.id, style="primary")
    arrived = button("Ya le llegó", "mail_arrived", mail.id)
    match mail.state:
        case MailState.UNSURE:
            line = (
                f"🤔 No sé si el correo a {whom} llegó a salir: se cortó justo al final. "
                "Míralo con el cliente o en tu buzón antes de mandarlo otra vez."
            )
            buttons = [arrived, button("Mandarlo otra vez", "mail_again", mail.id)]
        case MailState.REFUSED:
            line = f"📭 El correo a {whom} no ha salido: {_TROUBLE.get(mail.problem, _TROUBLE['content'])}"
            buttons = [again]
        case _:
            line = (
                f"⏳ El correo a {whom} todavía no ha salido: el servidor de correo no contesta o pide esperar. "
                "Sigo intentándolo. Si corre prisa, llámale."
            )
            buttons = []
    blocks = [section(f"{line}\n*Asunto:* {one_line(mail.subject)}")]
    return Message(line, tuple([*blocks, actions(*buttons)] if buttons else blocks))
