"""Hours, zone, closed days and the reports' hours, as `/incidente config` asks for them and says them."""

from datetime import date
from typing import Any

from bot.domain.choices_time import stretch
from bot.domain.finding import MONTHS
from messages import pickers
from messages.blocks import Element, one_line, option, select
from messages.choice_parts import Group, Question, typed_text
from messages.fitting import cut
from messages.times import DAYS

#: Where people work who use this most; whatever else is in force is offered too.
ZONES = {
    "Europe/Madrid": "España (península, Baleares, Ceuta y Melilla)",
    "Atlantic/Canary": "España (Canarias)",
    "Europe/Andorra": "Andorra",
    "America/Mexico_City": "México (centro)",
    "America/Cancun": "México (Cancún)",
    "America/Hermosillo": "México (Sonora)",
    "America/Mazatlan": "México (Pacífico)",
    "America/Tijuana": "México (Tijuana)",
    "America/Guatemala": "Guatemala",
    "America/El_Salvador": "El Salvador",
    "America/Tegucigalpa": "Honduras",
    "America/Managua": "Nicaragua",
    "America/Costa_Rica": "Costa Rica",
    "America/Panama": "Panamá",
    "America/Havana": "Cuba",
    "America/Santo_Domingo": "República Dominicana",
    "America/Puerto_Rico": "Puerto Rico",
    "America/Bogota": "Colombia",
    "America/Caracas": "Venezuela",
    "America/Guayaquil": "Ecuador",
    "America/Lima": "Perú",
    "America/La_Paz": "Bolivia",
    "America/Asuncion": "Paraguay",
    "America/Santiago": "Chile",
    "America/Punta_Arenas": "Chile (Magallanes)",
    "America/Argentina/Buenos_Aires": "Argentina",
    "America/Montevideo": "Uruguay",
    "America/Sao_Paulo": "Brasil (São Paulo)",
    "Europe/Lisbon": "Portugal",
    "Europe/London": "Reino Unido",
    "Europe/Paris": "Francia",
    "Europe/Rome": "Italia",
    "Europe/Berlin": "Alemania",
    "America/New_York": "Estados Unidos (este)",
    "America/Chicago": "Estados Unidos (centro)",
    "America/Denver": "Estados Unidos (montaña)",
    "America/Los_Angeles": "Estados Unidos (Pacífico)",
    "Africa/Malabo": "Guinea Ecuatorial",
}


#: Whose holidays are counted, in words; any other place is said by its code.
PLACES = {
    "ES": "España",
    "ES-AN": "Andalucía",
    "ES-AR": "Aragón",
    "ES-AS": "Asturias",
    "ES-CB": "Cantabria",
    "ES-CE": "Ceuta",
    "ES-CL": "Castilla y León",
    "ES-CM": "Castilla-La Mancha",
    "ES-CN": "Canarias",
    "ES-CT": "Cataluña",
    "ES-EX": "Extremadura",
    "ES-GA": "Galicia",
    "ES-IB": "Islas Baleares",
    "ES-MC": "Región de Murcia",
    "ES-MD": "Comunidad de Madrid",
    "ES-ML": "Melilla",
    "ES-NC": "Navarra",
    "ES-PV": "País Vasco",
    "ES-RI": "La Rioja",
    "ES-VC": "Comunidad Valenciana",
    "AD": "Andorra",
    "AR": "Argentina",
    "BO": "Bolivia",
    "CL": "Chile",
    "CO": "Colombia",
    "CR": "Costa Rica",
    "CU": "Cuba",
    "DO": "República Dominicana",
    "EC": "Ecuador",
    "GQ": "Guinea Ecuatorial",
    "GT": "Guatemala",
    "HN": "Honduras",
    "MX": "México",
    "NI": "Nicaragua",
    "PA": "Panamá",
    "PE": "Perú",
    "PR": "Puerto Rico",
    "PT": "Portugal",
    "PY": "Paraguay",
    "SV": "El Salvador",
    "UY": "Uruguay",
    "VE": "Venezuela",
}


def place_name(code: Any) -> str:
    """«Cataluña»; «Chile (RM)» where the region has no name here."""
    country, _, region = str(code).partition("-")
    known = PLACES.get(str(code)) or (f"{PLACES[country]} ({region})" if country in PLACES else str(code))
    return one_line(known) or "ninguna parte"


def _zone(name: str, value: Any) -> Element:
    offered = ZONES if value in ZONES else {value: zone_name(value), **ZONES}
    return select(name, [option(text, zone) for zone, text in offered.items()], value)


def zone_name(zone: Any) -> str:
    """«Colombia»; a zone that is not in our list, by its city: «Vienna»."""
    return ZONES.get(str(zone)) or one_line(str(zone).rpartition("/")[2].replace("_", " "))


def _weekday(name: str, value: Any) -> Element:
    return select(name, [option(day.capitalize(), number) for number, day in enumerate(DAYS)], str(value))


def _written(kept: list[str]) -> str:
    """The firm's closures as a person types them, one to a line."""
    return "\n".join(" - ".join(_figures(day) for day in dict.fromkeys(stretch(one))) for one in kept)


def _closures(kept: list[str]) -> str:
    said = [" a ".join(_day(day) for day in dict.fromkeys(stretch(one))) for one in kept]
    return cut(", ".join(said), 300) or "ninguno"


def _figures(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


TIME_GROUPS = {
    "hours": Group(
        "Horario y festivos",
        "🕘 *Horario y festivos.* Cuándo se trabaja, y qué días no.",
        "Con esto cuento los plazos y elijo a qué hora aviso. Los avisos que ya están en marcha no cambian: "
        "siguen con el plazo que tenían.",
        {
            "working_hours": Question(
                "Horario de trabajo",
                "Los días por sus letras (L M X J V S D) y sus horas. Por ejemplo: "
                "L-J 09:00-14:00 16:00-19:00; V 08:00-15:00",
                typed_text(most=300),
            ),
            "timezone": Question("Hora de", "El lugar con cuya hora trabajáis.", _zone, zone_name),
            "holidays": Question(
                "Festivos de",
                "País, y región si la tiene: ES-MD, ES-Cataluña, MX, CO… Vacío si no queréis que cuente festivos.",
                said=place_name,
                optional=True,
            ),
            "closed_days": Question(
                "Días de cierre propios",
                "Uno en cada línea, con su año: 24/12/2026. Si son seguidos: 3/8/2026 - 21/8/2026.",
                typed_text(lines=True, most=3000, typed=_written),
                _closures,
                optional=True,
            ),
        },
    ),
    "reports": Group(
        "Reportes",
        "📋 *Reportes.* Cuándo salen el reporte diario y el resumen semanal.",
        "El reporte diario lo preparo para cada cliente los días de trabajo, a esta hora. Lo que ya esperaba en el de "
        "hoy sale a la hora que tenía. El resumen semanal lo lee el equipo.",
        {
            "report_hour": Question("Hora del reporte diario", element=pickers.hour),
            "digest_weekday": Question(
                "Día del resumen semanal", element=_weekday, said=lambda day: DAYS[day] if day in range(7) else "—"
            ),
            "digest_hour": Question("Hora del resumen semanal", element=pickers.hour),
        },
    ),
}
