"""The facts as the words a template can use; a fact nobody has given appears as a mark to be filled (domain.md §6)."""

from dataclasses import dataclass
from functools import cache

from bot.domain.words import Address, Channel, Responsibility, Severity, Status
from messages.drafts.facts import Facts, Gap, Item, Kind
from messages.drafts.vocabulary import words_for
from messages.drafts.wording import after_colon, greeting_name, of, one_line, sentence, shorten

_MARKS = {
    Gap.OWNER: "[tu nombre]",
    Gap.WHAT: "[el problema, en una frase]",
    Gap.BY_WHEN: "[hora concreta]",
    Gap.HEAR_AGAIN: "[hora de las próximas noticias]",
    Gap.OLD_DEADLINE: "[hora que dimos]",
}
_STEPS_MARK = "[qué se está haciendo]"
_SOLUTION_MARK = "[cómo se solucionó]"
#: Of each group of the daily report, what a text message tells; the rest is counted.
_ITEMS_IN_TEXT = 2


@dataclass(frozen=True)
class Limits:
    """The most characters of one of the reporter's notes, and of a name or an hour. None: whole."""

    note: int | None = None
    other: int | None = None


WHOLE = Limits()


def channel_of(facts: Facts) -> Channel:
    """The channel whose words are used: PHONE, EMAIL or TEXT."""
    match facts.channel:
        case Channel.IN_PERSON:
            return Channel.PHONE
        case Channel.DAILY_REPORT:
            return Channel.EMAIL
        case channel:
            return channel


def resolved(facts: Facts) -> bool:
    return facts.status is not Status.UNRESOLVED


def values(facts: Facts, limits: Limits = WHOLE) -> dict[str, object]:
    """Every word a template can use, filled in; texts on one line each and no longer than ``limits``."""
    return words_for(facts.address) | _facts(facts, limits) | _flags(facts)


@cache
def known_words() -> frozenset[str]:
    """The names of all of them."""
    blank = Facts(
        kind=Kind.FIRST,
        channel=Channel.EMAIL,
        severity=Severity.MINOR,
        status=Status.UNRESOLVED,
        responsibility=Responsibility.UNKNOWN,
        address=Address.USTED,
        contact="",
        client="",
        owner="",
        owner_phone="",
        owner_email="",
        what="",
        measures="",
        who="",
        by_when="",
        hear_again="",
        not_first=False,
        cannot_work=False,
    )
    return frozenset(values(blank))


def missing(facts: Facts, words: str) -> tuple[Gap, ...]:
    """The gaps that show in ``words``: a fact that this draft does not use is not asked for."""
    notes = facts.items if facts.kind is Kind.DAILY_REPORT else (Item(facts.what, facts.measures, resolved(facts)),)
    unknown = {
        Gap.OWNER: not one_line(facts.owner),
        Gap.WHAT: not all(sentence(item.what) for item in notes),
        Gap.MEASURES: not all(sentence(item.measures) for item in notes),
        Gap.BY_WHEN: not one_line(facts.by_when),
        Gap.HEAR_AGAIN: not one_line(facts.hear_again),
        Gap.OLD_DEADLINE: not one_line(facts.old_deadline),
    }
    marks = {gap: (mark,) for gap, mark in _MARKS.items()} | {Gap.MEASURES: (_STEPS_MARK, _SOLUTION_MARK)}
    return tuple(gap for gap in Gap if unknown[gap] and any(mark in words for mark in marks[gap]))


def _facts(facts: Facts, limits: Limits) -> dict[str, object]:
    def line(text: str) -> str:
        whole = one_line(text)
        return whole if limits.other is None else shorten(whole, limits.other)

    def note(item: Item) -> dict[str, str]:
        steps_mark = _SOLUTION_MARK if item.resolved else _STEPS_MARK
        return {
            "hechos": _note(item.what, _MARKS[Gap.WHAT], limits.note),
            "medidas": after_colon(_note(item.measures, steps_mark, limits.note)),
        }

    who = line(facts.who)
    contact = greeting_name(facts.contact)
    if limits.other is not None and len(contact) > limits.other:
        contact = ""  # better no name than half of one
    most = _ITEMS_IN_TEXT if channel_of(facts) is Channel.TEXT else len(facts.items)
    done = [note(item) for item in facts.items if item.resolved]
    open_ = [note(item) for item in facts.items if not item.resolved]
    untold = len(done[most:]) + len(open_[most:])
    return {
        **{name: after_colon(words) for name, words in note(Item(facts.what, facts.measures, resolved(facts))).items()},
        "saludo": f"Hola, {contact}" if contact else "Hola",
        "cliente": line(facts.client),
        "responsable": line(facts.owner) or _MARKS[Gap.OWNER],
        "teléfono": line(facts.owner_phone),
        "correo": line(facts.owner_email),
        "quién": who,
        "de_quién": of(who),
        "hora": line(facts.by_when) or _MARKS[Gap.BY_WHEN],
        "próxima_hora": line(facts.hear_again) or _MARKS[Gap.HEAR_AGAIN],
        "hora_anterior": line(facts.old_deadline) or _MARKS[Gap.OLD_DEADLINE],
        "prometido": after_colon(_note(facts.promised, "", limits.note)) if sentence(facts.promised) else "",
        "solucionados": done[:most],
        "pendientes": open_[:most],
        "cuántos_más": str(untold) if untold else "",
    }


def _note(text: str, mark: str, size: int | None) -> str:
    words = sentence(text)
    if not words:
        return f"{mark}."
    return words if size is None else shorten(words, size)


def _flags(facts: Facts) -> dict[str, bool]:
    who, by_when, hear_again = (one_line(text) for text in (facts.who, facts.by_when, facts.hear_again))
    return {
        "nuestra": facts.responsibility is Responsibility.OURS,
        "compartida": facts.responsibility is Responsibility.SHARED,
        "del_cliente": facts.responsibility is Responsibility.CLIENT,
        "de_un_tercero": facts.responsibility is Responsibility.THIRD_PARTY,
        "por_determinar": facts.responsibility is Responsibility.UNKNOWN,
        "primera_vez": facts.kind is Kind.FIRST,
        "importante": facts.severity is Severity.MAJOR or facts.cannot_work,
        "solucionada": resolved(facts),
        "hora_pasada": facts.old_passed,
        "no_puede_trabajar": facts.cannot_work,
        "no_fuimos_primeros": facts.not_first,
        "otra_persona": bool(who) and who.casefold() != one_line(facts.owner).casefold(),
        "misma_hora": bool(by_when) and by_when == hear_again,
        "hay_próxima_hora": bool(hear_again),
        "quiere_noticias": facts.wants_news,
        "despedida": facts.kind is Kind.FAREWELL,
        "por_correo": channel_of(facts) is Channel.EMAIL,
    }


def marks_in(words: str) -> tuple[str, ...]:
    """The marks still to be filled in a text, in the order of ``Gap``."""
    return tuple(mark for mark in (*_MARKS.values(), _STEPS_MARK, _SOLUTION_MARK) if mark in words)
