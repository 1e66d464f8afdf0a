"""Warning signs in words: what they are, the facts behind each, and what to do before it burns (domain.md §7)."""

from bot.domain.incident import Entry
from bot.domain.warning import Finding, Level, Sign, WarningView
from messages.blocks import Block, Message, actions, button, context, esc, header, person, section
from messages.contact import phone
from messages.times import When

LEVEL = {Level.GREEN: "verde", Level.SMOKE: "humo", Level.FIRE: "fuego"}
LEVEL_MARK = {Level.GREEN: "🟢", Level.SMOKE: "💨", Level.FIRE: "🔥"}
#: Each sign in a few words, for lists.
SIGN = {
    Sign.WANTS_TO_LEAVE: "ha dicho que quiere irse",
    Sign.VERY_UPSET: "quedó muy molesto",
    Sign.HEARD_ELSEWHERE: "se enteró por otra persona",
    Sign.BROKEN_PROMISES: "promesas que no llegaron a su hora",
    Sign.MANY_INCIDENTS: "muchos incidentes seguidos",
    Sign.BAD_NEWS: "malas noticias casi a diario",
    Sign.NOT_CONTENT: "no está contento",
}
_MOST_CODES = 5


def reason(finding: Finding, view: WarningView, when: When) -> str:
    """One sign with its facts: how often, when last, and the incidents that this person may see."""
    count, last = len(finding.facts), when.day(finding.facts[0].at.astimezone(when.zone).date())
    match finding.sign:
        case Sign.WANTS_TO_LEAVE:
            line = f"Dijo que quiere irse ({last})"
        case Sign.VERY_UPSET:
            line = f"Quedó muy molesto ({last})"
        case Sign.HEARD_ELSEWHERE:
            line = f"Se enteró de lo ocurrido por otra persona ({last})"
        case Sign.BROKEN_PROMISES:
            line = f"Le hemos fallado a la hora prometida {count} veces en tres meses (la última, {last})"
        case Sign.MANY_INCIDENTS:
            line = f"Lleva {count} incidentes en 30 días (el último, {last})"
        case Sign.BAD_NEWS:
            line = f"Ha recibido malas noticias {count} días distintos en poco más de una semana (la última, {last})"
        case Sign.NOT_CONTENT:
            line = f"Nos puntuó con un 2 o menos sobre 5 ({last})"
    ids = dict.fromkeys(fact.incident_id for fact in finding.facts if fact.incident_id in view.codes)
    codes = [view.codes[one] for one in ids if one is not None]
    more = "…" if len(codes) > _MOST_CODES else ""
    return line + (f": {', '.join(codes[:_MOST_CODES])}{more}" if codes else "")


def advice(view: WarningView) -> str:
    """What to do about it: to talk and to listen, before there is something to put out."""
    signs = {finding.sign for finding in view.findings}
    if Sign.WANTS_TO_LEAVE in signs:
        return (
            "Queda hoy con él, mejor en persona. Pregunta y escucha hasta el final; no te defiendas ni prometas "
            "todavía. Si te da otra oportunidad, que sea con poco, seguro y con su hora."
        )
    if view.level is Level.FIRE:
        return (
            "Esto ya no se arregla con otro correo: propón esta semana una visita o una videollamada, "
            "con su supervisor si ayuda. Lleva dicho qué va a cambiar, y para cuándo."
        )
    if signs & {Sign.BROKEN_PROMISES}:
        return (
            "Llámale antes de que lo haga él: reconoce las horas que no cumplimos y promete solo lo que llegue seguro."
        )
    if signs & {Sign.HEARD_ELSEWHERE}:
        return "Llámale: dile que debió saberlo por nosotros, y pregúntale cómo quiere enterarse a partir de ahora."
    return "Llámale sin esperar a que pase algo más: pregúntale cómo está y qué le haría falta. Diez minutos bastan."


def alarm(view: WarningView, when: When, *, mine: bool) -> Message:
    """To the owner, or to the lead (not ``mine``): the signs have grown."""
    name = esc(view.client.name)
    fire = view.level is Level.FIRE
    what = "puede irse" if fire else "asoma algo de humo"
    title = f"{LEVEL_MARK[view.level]} {view.client.name}: {what}"
    lines = "\n".join(f"• {reason(finding, view, when)}" for finding in view.findings)
    blocks: list[Block] = [
        header(title),
        section(f"*Por qué lo digo*\n{lines}"),
        section(f"*Qué haría yo*\n{_do(view, mine)}"),
    ]
    contact = view.client.first_contact()
    if contact is not None and contact.phone:
        blocks.append(section(f"👤 *{esc(contact.name)}* · 📞 {phone(contact)}"))
    blocks += [
        actions(
            button("Ficha del cliente", "client_open", view.client.id, style="primary"),
            button("Anotar un compromiso", "promise_new", f"client:{view.client.id}"),
        ),
        context("No te lo repito mientras siga igual. Baja solo, a medida que las causas quedan atrás."),
    ]
    return Message(f"{LEVEL_MARK[view.level]} {name} {what}: conviene hablar con él.", tuple(blocks))


def _do(view: WarningView, mine: bool) -> str:
    if mine:
        return advice(view)
    return f"Lo lleva {person(view.client.owner)}: pregúntale si le echas una mano. Mi consejo: {advice(view)}"


def line(entry: Entry) -> str:
    """One line of the timeline."""
    now, signs = Level(str(entry.after["level"])), entry.after.get("signs")
    why = ", ".join(SIGN[Sign(str(one))] for one in signs) if isinstance(signs, list) else ""
    return f"{LEVEL_MARK[now]} El cliente pasa a {LEVEL[now]}" + (f": {why}." if why else ".")


def profile(view: WarningView, when: When) -> list[Block]:
    """How a client stands, in their profile."""
    since = f" desde {when.day(view.since.astimezone(when.zone).date())}" if view.since else ""
    title = f"{LEVEL_MARK[view.level]} *Señales de humo: {LEVEL[view.level]}*"
    if view.level is Level.GREEN:
        return [section(f"{title}. Nada que haga temer que se vaya.")]
    lines = "\n".join(f"• {reason(finding, view, when)}" for finding in view.findings)
    return [section(f"{title}{since}\n{lines}"), context(f"💡 {advice(view)}")]
