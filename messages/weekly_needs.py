"""What of the firm's work needs somebody, in the weekly digest: a line for each kind, worst first (domain.md §7)."""

from bot.domain.views import Listed
from bot.domain.warning import Level
from bot.domain.weekly import Waits, WeekFigures
from messages.blocks import one_line
from messages.weekly_numbers import many

_SMOKE = {Level.FIRE: "🔥 en llamas", Level.SMOKE: "💨 con humo"}


def needs(found: WeekFigures) -> list[str]:
    waits, this = found.waits, found.this
    lines = []
    if waits.untold:
        whom = "1 incidente sigue" if waits.untold == 1 else f"{waits.untold} incidentes siguen"
        whose = _named([_about(one) for one in waits.untold_shown], waits.untold)
        lines.append(f"📞 *{whom} sin contarse al cliente* pasada su hora{whose}")
    if waits.promises:
        owed = "1 promesa rota sigue" if waits.promises == 1 else f"{waits.promises} promesas rotas siguen"
        lines.append(f"💔 *{owed} sin cumplir.* El cliente sigue esperando: dadle una hora nueva")
    if waits.actions_overdue or waits.actions_coming:
        lines.append(f"🛠️ {_actions(waits)}")
    if this.failed:
        failed = "1 acción no funcionó" if this.failed == 1 else f"{this.failed} acciones no funcionaron"
        lines.append(f"🔁 *{failed}*: hay que intentarlo de otra manera")
    if this.never_events:
        what = "1 error imposible" if this.never_events == 1 else f"{this.never_events} errores imposibles"
        named = [_never_event(one) for one in found.never_events]
        lines.append(f"🚫 *{what}*{_named(named, this.never_events)}")
    if waits.smoking:
        leaving = "1 cliente da" if waits.smoking == 1 else f"{waits.smoking} clientes dan"
        lines.append(f"💨 *{leaving} señales de irse*{_smoking(waits)}")
    return ["*Necesita a alguien*", *(f"• {line}" for line in lines)] if lines else []


def _actions(waits: Waits) -> str:
    parts = []
    if waits.actions_overdue:
        late = "vencida" if waits.actions_overdue == 1 else "vencidas"
        parts.append(f"*{many(waits.actions_overdue, 'acción')} {late}*")
    if waits.actions_coming:
        come = "vence" if waits.actions_coming == 1 else "vencen"
        parts.append(f"{many(waits.actions_coming, 'acción')} {come} en los próximos 7 días")
    return " y ".join(parts)


def _named(names: list[str], total: int) -> str:
    """Those that may be named, and how many more there are: private ones are only counted."""
    if not names:
        return ""
    more = f" y {total - len(names)} más" if total > len(names) else ""
    return f": {'; '.join(names)}{more}"


def _about(one: Listed) -> str:
    return f"{one.incident.code} ({one_line(one.client.name, 40)})"


def _never_event(one: Listed) -> str:
    name = one.incident.never_event_name
    return f"{_about(one)}{f', «{one_line(name, 60)}»' if name else ''}"


def _smoking(waits: Waits) -> str:
    names = [f"{one_line(one.client.name, 40)} ({_SMOKE.get(one.signs.level, '')})" for one in waits.smoking_shown]
    return _named(names, waits.smoking)


def nothing(found: WeekFigures) -> str:
    if found.this.is_quiet():
        return "👌 Y no queda nada pendiente."
    return "👌 *Nada pendiente:* los clientes saben lo que tienen que saber y no hay acciones vencidas."
