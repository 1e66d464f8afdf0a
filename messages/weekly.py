"""The weekly digest in words: three figures, what needs somebody, a chart, what was learned (domain.md §7)."""

from datetime import date

from bot.domain.finding import MONTHS
from bot.domain.weekly import Left, Tally, WeekFigures
from messages import charts
from messages import weekly_needs as needs
from messages.blocks import Block, Message, actions, button, context, divider, esc, header, one_line, section
from messages.times import When
from messages.weekly_numbers import many, median, said_share

MOST_LEARNED = 3


def digest(found: WeekFigures, when: When) -> Message:
    """The message in the channel: a minute's reading on a phone; the rest hangs in its thread."""
    return Message(_notification(found), (*_body(found, when), context("🧵 Todas las cifras, en el hilo.")))


def preview(found: WeekFigures, when: When, *, has_channel: bool) -> Message:
    """The same for whoever asks, before or after it is posted; ``has_channel``: whether it is posted anywhere."""
    fate = "Esto solo lo ves tú."
    if not has_channel:
        fate += " Todavía no hay un canal en el que publicarlo: pídeselo a quien administra el bot."
    elif not found.is_over:
        fate += " Cuando acabe la semana, sale así en su canal."
    turns = []
    if found.before is not None:
        turns.append(button("← La semana anterior", "digest_earlier", found.week.earlier().code))
    if found.is_over:
        turns.append(button("La siguiente →", "digest_later", found.week.later().code))
    more = [actions(*turns)] if turns else []
    return Message(_notification(found), (*_body(found, when), divider(), context(fate), *more))


def _body(found: WeekFigures, when: When) -> list[Block]:
    blocks = [header(f"📊 {title(found, when)}"), section(_figures(found))]
    blocks.append(section("\n".join(needs.needs(found)) or needs.nothing(found)))
    blocks += _chart(found)
    if learned := _learned(found):
        blocks.append(section("*Lo que hemos aprendido*\n" + "\n".join(learned)))
    overdue = button("Ver vencidas", "actions_overdue", "1:overdue:0", hint="Ver las acciones vencidas")
    return [*blocks, actions(overdue, button("Mis pendientes", "digest_mine"))]


def title(found: WeekFigures, when: When) -> str:
    """«La semana del 9 al 15 de marzo»."""
    first, last = found.week.monday, found.week.sunday
    this_year = when.now.astimezone(when.zone).year
    year = f" de {last.year}" if last.year != this_year else ""
    start = str(first.day)
    if first.year != last.year:
        start = f"{_date(first)} de {first.year}"
        year = f" de {last.year}"
    elif first.month != last.month:
        start = _date(first)
    so_far = "" if found.is_over else ", hasta ahora"
    return f"La semana del {start} al {_date(last)}{year}{so_far}"


def _date(day: date) -> str:
    return f"{day.day} de {MONTHS[day.month - 1]}"


def _notification(found: WeekFigures) -> str:
    this = found.this
    if this.is_quiet():
        return "Resumen semanal: una semana tranquila."
    parts = [many(this.incidents, "incidente")]
    if this.told:
        parts.append(f"{said_share(this)} contado a tiempo")
    if this.promises:
        parts.append(f"{this.kept} de {many(this.promises, 'promesa')} a tiempo")
    return f"Resumen semanal: {', '.join(parts)}."


# The three figures


def _figures(found: WeekFigures) -> str:
    this, before = found.this, found.before
    if this.is_quiet():
        calm = "*Una semana tranquila.*" if found.is_over else "*Por ahora, una semana tranquila.*"
        then = ""
        if before is not None and before.incidents:
            then = f" La semana anterior hubo {many(before.incidents, 'incidente')}."
        return (
            f"🌤️ {calm} Nada ha ido mal con ningún cliente, y no vencía ninguna promesa."
            f"{then} Buen momento para adelantar algo de lo que evita que se repita."
        )
    return "\n".join((_incidents(this, before), _told(this, before), _promises(this, before)))


def _incidents(this: Tally, before: Tally | None) -> str:
    majors = ""
    if this.majors:
        important = "importante" if this.majors == 1 else "importantes"
        majors = f", {important}" if this.majors == this.incidents == 1 else f", {this.majors} {important}"
    line = f"🗂️ *{many(this.incidents, 'incidente')}*{majors}" if this.incidents else "🗂️ *Ningún incidente nuevo*"
    return line + _since(this.incidents, before.incidents if before else None)


def _since(now: int, then: int | None) -> str:
    """How it compares with the week before, in words: an arrow would not say which way is good."""
    if then is None:
        return ""
    if now == then:
        return " · igual que la semana anterior"
    return f" · {abs(now - then)} {'más' if now > then else 'menos'} que la semana anterior"


def _told(this: Tally, before: Tally | None) -> str:
    if not this.told:
        return "⏱️ *Nada que contar a ningún cliente*"
    line = f"⏱️ *{said_share(this)} contado a tiempo* ({this.in_time} de {many(this.told, 'aviso')})"
    if this.median is not None:
        line += f" · lo habitual, en {median(this)}"
    if before is not None and before.told:
        line += f" · la semana anterior, {said_share(before)}"
    return line


def _promises(this: Tally, before: Tally | None) -> str:
    if not this.promises:
        return "🤝 *Ninguna promesa* llegaba a su hora"
    if this.kept == this.promises:
        line = "🤝 *1 promesa, cumplida*" if this.kept == 1 else f"🤝 *{this.kept} promesas, todas cumplidas*"
    else:
        line = f"🤝 *{this.kept} de {many(this.promises, 'promesa')}* a su hora"
    if before is not None and before.promises:
        line += f" · la semana anterior, {before.kept} de {before.promises}"
    return line


# The chart, and what was learned


def _chart(found: WeekFigures) -> list[Block]:
    if not any(bar.majors or bar.minors for bar in found.history) or len(found.history) < 2:
        return []
    labels = [f"{bar.week.monday.day} {MONTHS[bar.week.monday.month - 1][:3]}" for bar in found.history]
    majors, minors = [bar.majors for bar in found.history], [bar.minors for bar in found.history]
    words = [f"{label}, {major} y {minor}" for label, major, minor in zip(labels, majors, minors, strict=True)]
    return [
        charts.bars("Incidentes por semana", labels, {"Importantes": majors, "Menores": minors}),
        context(f"Importantes y menores, por el lunes de cada semana: {' · '.join(words)}."),
    ]


def _learned(found: WeekFigures) -> list[str]:
    lines = [
        f"💡 {one_line(one.review.learned, 180)} ({one.incident.code}, {one_line(one.client.name, 40)})"
        for one in found.learned[:MOST_LEARNED]
    ]
    lines += [f"🚪 {_left(left)}" for left in found.departures[:MOST_LEARNED]]
    rest = max(0, len(found.learned) - MOST_LEARNED) + max(0, len(found.departures) - MOST_LEARNED)
    return [*lines, f"… y {rest} más en el hilo"] if rest else lines


def _left(left: Left, most: int = 200) -> str:
    """What we learn from a client who leaves: the processes that failed them, never a person."""
    name = esc(left.client.name)
    goes = f"{name} nos da otra oportunidad" if left.departure.second_chance else f"{name} se va"
    failed = one_line(left.departure.processes, most)
    return f"{goes}. Lo que falló, según nos contó: {failed}" if failed else f"{goes}. Le hemos escuchado."


def learned(found: WeekFigures) -> Message | None:
    """In the thread: everything that was learned, whole; None when there was nothing."""
    blocks = [
        section(
            f"💡 *{one.incident.code} · {one_line(one.client.name, 60)}*\n{one_line(one.review.learned, 700)}",
            accessory=button("Ver", "incident_open", one.incident.id, hint=f"Ver {one.incident.code}"),
        )
        for one in found.learned[:12]
    ]
    blocks += [section(f"🚪 {_left(left, 700)}") for left in found.departures[:8]]
    if not blocks:
        return None
    more = max(0, len(found.learned) - 12) + max(0, len(found.departures) - 8)
    if more:
        blocks.append(context(f"… y {more} más."))
    return Message("Lo que hemos aprendido esta semana", (section("*Lo que hemos aprendido*"), *blocks))
