"""What people read about the reviewer's findings: why it matters, and a better wording (domain.md §6, reviewer.md).

Also the reviewer's face on the command line (contract.md): the Spanish context keys in, one JSON object out.
"""

import re
from collections.abc import Mapping

from bot.domain.reviewer import Code, Context, Finding, review
from bot.domain.words import Channel, Responsibility, Severity, Status

_QUOTED = 60  # characters of the text that a reason quotes

_WHY: dict[tuple[Code, str], str] = {
    (Code.PERO, ""): "Con «{span}» la disculpa se deshace: el cliente se queda solo con lo que viene después.",
    (Code.LO_SIENTO, ""): "«{span}» cuenta cómo te sientes; una disculpa se dirige al cliente.",
    (Code.EN_NOMBRE_DE, ""): "En «{span}» se disculpa otro o nadie; el cliente necesita que lo hagas tú.",
    (
        Code.CULPA_TERCEROS,
        "",
    ): "«{span}» suena a quitarse el problema de encima; al cliente le importa quién se lo resuelve.",
    (Code.CULPA_CLIENTE, ""): "«{span}» suena a reproche; aunque haya algo de cierto, enfada y no arregla nada.",
    (Code.EXCUSA, ""): "«{span}» suena a justificarse; lo que ayuda es la causa en una línea y su arreglo.",
    (
        Code.PROMESA_ABSOLUTA,
        "",
    ): "«{span}» promete más de lo que se puede cumplir; si vuelve a fallar, nadie nos creerá.",
    (Code.SIN_PLAZO, ""): "Sigue sin resolver y no dice para cuándo: falta un día, una hora o un plazo concreto.",
    (Code.SIN_DISCULPA, "none"): "El fallo es nuestro y en ningún momento se pide disculpas por él.",
    (
        Code.SIN_DISCULPA,
        "letter",
    ): "Se excusa la tardanza en escribir o llamar, pero no se piden disculpas por el fallo.",
    (
        Code.CULPABLE_NOMBRADO,
        "",
    ): "«{span}» señala a una persona; ante el cliente responde quien le habla, no un compañero.",
    (Code.JERGA_O_LARGO, "jargon"): "«{span}» no lo entenderá quien no sea del oficio.",
    (Code.JERGA_O_LARGO, "hollow"): "«{span}» suena a trámite: muchas palabras y poco que el cliente pueda usar.",
    (Code.JERGA_O_LARGO, "story"): "La historia es larga y no le sirve al cliente para nada de lo que necesita saber.",
    (Code.MINIMIZA, ""): "«{span}» le quita peso a algo que al cliente le ha molestado.",
}

_BETTER: dict[tuple[Code, str], str] = {
    (Code.PERO, ""): "«{Pron} pido disculpas por lo ocurrido.» Punto, y a continuación lo que se va a hacer.",
    (Code.LO_SIENTO, ""): "«{Pron} pido disculpas por lo ocurrido.»",
    (Code.EN_NOMBRE_DE, ""): "En primera persona: «{Pron} pido disculpas por lo ocurrido.»",
    (Code.EXCUSA, ""): "«La causa fue … y ya la hemos corregido así: …»",
    (Code.PROMESA_ABSOLUTA, ""): "«Hemos corregido la causa, que era …; por ese motivo no se repetirá.»",
    (Code.SIN_DISCULPA, "none"): "Al empezar: «{Pron} pido disculpas por …», con el fallo dicho en pocas palabras.",
    (Code.SIN_DISCULPA, "letter"): "Además: «{Pron} pido disculpas por …», con el fallo dicho en pocas palabras.",
    (
        Code.CULPABLE_NOMBRADO,
        "",
    ): "Sin nombres, el paso que falló: «No lo comprobamos antes de … y ahora se comprueba.»",
    (
        Code.JERGA_O_LARGO,
        "jargon",
    ): "Dicho para cualquiera: «El programa que … dejó de funcionar y ya lo hemos arreglado.»",
    (Code.JERGA_O_LARGO, "hollow"): "Directo: «Hemos arreglado … Ya puede …»",
    (Code.JERGA_O_LARGO, "story"): "En tres frases: qué pasó, cómo está ahora y qué viene después.",
    (Code.MINIMIZA, ""): "El hecho y su efecto, sin adjetivos: «Durante … no se pudo …»",
}
_CHARGE = {
    Responsibility.OURS: "«Ha sido un fallo nuestro y me encargo yo: …»",
    Responsibility.CLIENT: "«Esa parte la lleva su equipo; si quiere, la hacemos nosotros y cuesta …»",
}
_CHARGE_ANYWAY = "«Me encargo yo de que quede resuelto; lo siguiente es …»"
_NO_REPROACH = {
    Responsibility.OURS: "Sin hablar de lo que hizo o no hizo el cliente: «No lo comprobamos y debimos hacerlo.»",
    Responsibility.CLIENT: "Los hechos y una salida: «De … se encarga su equipo; si quiere, puedo …, que cuesta …»",
}
_NO_REPROACH_ANYWAY = "Los hechos sin dueño y una salida: «… llegó sin …; lo completamos así: …»"

# Which pronoun the text already uses towards the client, so that the wording offered agrees with it.
_PRONOUNS = (
    ("os", re.compile(r"\b(?:os|vosotr[oa]s|vuestr[oa]s?)\b", re.I)),
    ("te", re.compile(r"\b(?:te|t[uú]s?|ti|contigo|vos)\b", re.I)),
    ("les", re.compile(r"\b(?:les|ustedes)\b", re.I)),
)


def _pronoun(text: str) -> str:
    return next((pronoun for pronoun, said in _PRONOUNS if said.search(text)), "le")


def _span(finding: Finding, text: str) -> str:
    if finding.start is None or finding.end is None:
        return ""
    span = " ".join(text[finding.start : finding.end].split())
    return span if len(span) <= _QUOTED else span[: _QUOTED - 1].rstrip() + "…"


def why(finding: Finding, text: str) -> str:
    """One Spanish line: what the client would hear in the words found."""
    return _WHY[finding.code, finding.variant].format(span=_span(finding, text))


def suggestion(finding: Finding, text: str, context: Context) -> str:
    """One Spanish line: a wording to start from, in the form of address that the text uses."""
    if finding.code is Code.CULPA_TERCEROS:
        return _CHARGE.get(context.responsibility, _CHARGE_ANYWAY)
    if finding.code is Code.CULPA_CLIENTE:
        return _NO_REPROACH.get(context.responsibility, _NO_REPROACH_ANYWAY)
    pronoun = _pronoun(text)
    if finding.code is Code.SIN_PLAZO:
        verb = "llamo" if context.channel is Channel.PHONE else "escribo"
        return f"«Hoy a las … {pronoun} {verb} con lo que haya, esté o no resuelto.»"
    return _BETTER[finding.code, finding.variant].format(Pron=pronoun.capitalize())


_CONTEXT: dict[str, dict[str, str]] = {
    "responsabilidad": {
        "nuestra": Responsibility.OURS,
        "cliente": Responsibility.CLIENT,
        "compartida": Responsibility.SHARED,
        "tercero": Responsibility.THIRD_PARTY,
    },
    "estado": {"solucionada": Status.RESOLVED, "no_solucionada": Status.UNRESOLVED},
    "severidad": {"menor": Severity.MINOR, "importante": Severity.MAJOR},
    "canal": {"llamada": Channel.PHONE, "correo": Channel.EMAIL, "mensaje": Channel.TEXT},
}


def context_from(data: Mapping[str, object]) -> Context:
    """The context from its keys and words on the command line (contract.md).

    Raises ValueError, with a Spanish sentence, for a key that is missing or a word that is none of its own.
    """
    values = {}
    for key, words in _CONTEXT.items():
        word = data.get(key)
        if not isinstance(word, str) or word not in words:
            raise ValueError(f"«{key}» debe ser una de estas palabras: {', '.join(words)}.")
        values[key] = words[word]
    return Context(
        Responsibility(values["responsabilidad"]),
        Status(values["estado"]),
        Severity(values["severidad"]),
        Channel(values["canal"]),
    )


def as_json(identifier: str, text: str, context: Context) -> dict[str, object]:
    """One answer of ``review`` on the command line (contract.md); offsets are code points of ``text``."""
    findings = review(text, context)
    return {
        "id": identifier,
        "labels": [finding.code.value for finding in findings],
        "findings": [
            {
                "code": finding.code.value,
                "start": finding.start,
                "end": finding.end,
                "text": None if finding.start is None else text[finding.start : finding.end],
                "why": why(finding, text),
                "suggestion": suggestion(finding, text, context),
            }
            for finding in findings
        ],
    }
