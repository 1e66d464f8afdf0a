"""Links that open the person's own mail program or WhatsApp with the words already there."""

import re
from urllib.parse import quote

#: Slack takes addresses of up to 3,000 characters, and there must be room for the rest of the text (slack-facts.md).
LONGEST = 2600


def mailto(to: str, subject: str, body: str, most: int = LONGEST) -> str | None:
    """A ``mailto:`` link (RFC 6068) with subject and body; None when it would be longer than ``most`` characters."""
    lines = re.sub(r"\r\n?|\n", "\r\n", body)
    link = f"{mailto_short(to, subject)}&body={_quoted(lines)}"
    return link if len(link) <= most else None


def mailto_short(to: str, subject: str) -> str:
    """The same without a body, for when it has to be pasted."""
    return f"mailto:{quote(to, safe='@', errors='replace')}?subject={_quoted(' '.join(subject.splitlines()))}"


def whatsapp(phone_e164: str, text: str) -> str:
    """A link that opens WhatsApp with the text typed for that number (``+34600123456``)."""
    return f"https://wa.me/{phone_e164.removeprefix('+')}?text={_quoted(text)}"


def _quoted(text: str) -> str:
    # Half a surrogate pair is no character and has no percent form.
    return quote(text, safe="", errors="replace")
