"""A mail as the bytes that travel: headers nobody can write into, plain text, and the same as simple HTML."""

import html
import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime


@dataclass(frozen=True)
class Mail:
    """One mail to one person. ``message_id`` is ``something@domain`` and the same on each try; ``at`` is aware."""

    message_id: str
    to: str
    to_name: str
    sender_name: str
    reply_to: str
    subject: str
    body: str
    at: datetime


def written(mail: Mail, sender: str, to: str, reply_to: str) -> bytes:
    """The whole message. The addresses are given apart, since here they must be ASCII and known to be addresses.

    The headers are not left to EmailMessage: Python 3.11 undoes encoded words in what it is given («=?utf-8?q?=0A…»
    becomes a line of its own), and loses quotes when it folds long names.
    """
    owner = one_line(mail.sender_name)
    lines = {
        "From": _mailbox(owner, sender),
        "Reply-To": _mailbox(owner, reply_to),
        "To": _mailbox(one_line(mail.to_name), to),
        "Subject": _words(one_line(mail.subject), r"[ -~]{1,60}"),
        "Date": format_datetime(mail.at),
        "Message-ID": f"<{one_line(mail.message_id)}>",
    }
    headers = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return headers.encode("ascii") + _content(mail.body)


def one_line(text: str) -> str:
    """Text as it may stand in a header or a log: one line, nothing invisible that ends it."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", text.encode("utf-8", "replace").decode()).strip()


def _mailbox(name: str, address: str) -> str:
    return f"{_words(name, '[A-Za-z0-9 ]{1,60}')} <{address}>" if name else address


def _words(text: str, plain: str) -> str:
    """Text as it is when all of it is plain, otherwise in encoded words (RFC 2047), which mean nothing to anybody."""
    if not text or (re.fullmatch(plain, text) and "=?" not in text):
        return text
    return Header(text, "utf-8", maxlinelen=70).encode(linesep="\r\n")


def _content(body: str) -> bytes:
    """Plain text, and the same as simple HTML: escaped, in paragraphs, no link made of anything."""
    text = re.sub(r"\r\n?", "\n", body.encode("utf-8", "replace").decode())
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", text).strip("\n") + "\n"
    message = EmailMessage(SMTP)
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(_html(text), subtype="html", cte="quoted-printable")
    return message.as_bytes()


def _html(text: str) -> str:
    paragraphs = (html.escape(part).replace("\n", "<br>\n") for part in re.split(r"\n\s*\n", text.strip("\n")))
    inside = "\n".join(f"<p>{part}</p>" for part in paragraphs)
    return f'<!doctype html>\n<html lang="es"><head><meta charset="utf-8"></head><body>\n{inside}\n</body></html>\n'
