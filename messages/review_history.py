"""What happened to a review, each thing in one sentence, for the timeline."""

from collections.abc import Iterable

from bot.domain.incident import Entry, EntryKind
from messages.blocks import person


def what_happened(entries: Iterable[Entry]) -> list[Entry]:
    """Without what the bot planned and reminded of, and without the review itself: no part of what happened."""
    plans = (EntryKind.PLANNED, EntryKind.REMINDED)
    return [entry for entry in entries if entry.kind not in plans and not entry.kind.startswith("review_")]


def line(entry: Entry) -> str:
    who, before, after = person(entry.who), entry.before, entry.after
    author = person(str(after.get("author")))
    match entry.kind:
        case EntryKind.REVIEW_WANTED:
            return f"📝 {who} pide una revisión: cómo pasó y qué aprendemos."
        case EntryKind.REVIEW_ASKED if after.get("again"):
            return f"📝 Ha vuelto a pasar, así que toca completar la revisión. La escribe {author}."
        case EntryKind.REVIEW_ASKED:
            return f"📝 Toca la revisión: cómo pasó y qué aprendemos, sin culpables. La escribe {author}."
        case EntryKind.REVIEW_HANDED:
            return f"↪️ {person(str(before.get('author')))} no está disponible: la revisión la escribe {author}."
        case EntryKind.REVIEW_STUCK:
            return f"🔴 La revisión sigue sin terminar: lo sabe también {person(str(after.get('lead')))}."
        case EntryKind.REVIEW_OFFERED if after.get("again"):
            return f"📝 {who} ha cambiado la revisión y la vuelve a compartir."
        case EntryKind.REVIEW_OFFERED:
            return f"📝 {who} ha escrito la revisión y la comparte con quienes participaron."
        case EntryKind.REVIEW_ANSWERED if after.get("with_words"):
            return f"💬 {who} comenta la revisión."
        case EntryKind.REVIEW_ANSWERED:
            return f"👍 A {who} le parece bien la revisión."
        case _:
            return f"✅ {who} da por buena la revisión."
