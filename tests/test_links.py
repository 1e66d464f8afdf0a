"""Links that open a mail program or WhatsApp: whoever opens them must find the same words."""

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages import links

# Half a surrogate pair cannot be typed, and has no bytes.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
LINES = TEXTS.filter(lambda text: len(text.splitlines()) <= 1 and not text.endswith(("\n", "\r")))
ADDRESSES = st.from_regex(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,20}@[a-z]{1,10}\.example", fullmatch=True)


def fields(link: str) -> tuple[str, dict[str, str]]:
    """What a mail program reads out of a link: nothing but percent forms is decoded, «+» least of all."""
    path, _, query = link.removeprefix("mailto:").partition("?")
    pairs = (field.partition("=") for field in query.split("&"))
    return unquote(path, errors="strict"), {name: unquote(value, errors="strict") for name, _, value in pairs}


@given(ADDRESSES, LINES, TEXTS)
def test_mailto_parses_back(to: str, subject: str, body: str) -> None:
    """Address, subject and body come out of the link as they went in, lines broken the way mail breaks them."""
    link = links.mailto(to, subject, body, most=10**6)
    assert link is not None
    assert link.isascii()
    told, values = fields(link)
    assert told == to
    assert values["subject"] == " ".join(subject.splitlines())
    assert values["body"].replace("\r\n", "\n") == body.replace("\r\n", "\n").replace("\r", "\n")
    assert values["body"].count("\r") == values["body"].count("\n") == values["body"].count("\r\n")
    assert set(values) == {"subject", "body"}


@given(ADDRESSES, TEXTS)
def test_the_short_link_has_address_and_subject_only(to: str, subject: str) -> None:
    """A subject of several lines becomes one, and no field can be added through it."""
    told, values = fields(links.mailto_short(to, subject))
    assert (told, set(values)) == (to, {"subject"})
    assert values["subject"] == " ".join(subject.splitlines())
    assert "\r" not in values["subject"]


@given(TEXTS, st.integers(0, 4000))
def test_a_link_is_never_longer_than_asked(body: str, most: int) -> None:
    """What does not fit is answered with nothing, and only then."""
    whole = links.mailto("ana@acme.example", "Corte", body, most=10**6)
    assert whole is not None
    assert links.mailto("ana@acme.example", "Corte", body, most) == (whole if len(whole) <= most else None)


def test_how_long_by_itself() -> None:
    """By itself a link stops at what fits in a Slack text."""
    assert links.mailto("ana@acme.example", "x", "a" * 2500) is not None
    assert links.mailto("ana@acme.example", "x", "a" * 2600) is None


def test_exact_form() -> None:
    """Accents, signs and lines in percent forms, as RFC 6068 wants them."""
    assert links.mailto("marta+es@acme.example", "Corte & más", "Hola:\nson 100 %") == (
        "mailto:marta%2Bes@acme.example?subject=Corte%20%26%20m%C3%A1s&body=Hola%3A%0D%0Ason%20100%20%25"
    )


@given(st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True), TEXTS)
def test_whatsapp_parses_back(phone: str, text: str) -> None:
    """The number without its sign, and the text as it was."""
    link = urlsplit(links.whatsapp(phone, text))
    assert (link.scheme, link.netloc, link.path) == ("https", "wa.me", f"/{phone[1:]}")
    name, _, value = link.query.partition("=")
    assert (name, unquote(value, errors="strict")) == ("text", text)


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_broken_text_makes_no_broken_link(text: str) -> None:
    """Half a character is replaced, not a reason to have no link."""
    assert "%3F" in links.whatsapp("+34600123456", text)
    assert "%3F" in (links.mailto("ana@acme.example", text, text) or "")
