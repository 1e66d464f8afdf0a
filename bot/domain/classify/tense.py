"""When a thing is told to happen: tense by the ending, and what a "no" denies (domain.md §2)."""

import re

from bot.domain.classify.text import Word, bare

_CLITICS = frozenset(["me", "te", "se", "le", "les", "lo", "la", "los", "las", "nos", "os"])
_DENIALS = frozenset(["no", "ni", "nunca", "tampoco", "jamas", "nadie", "ninguno", "ninguna", "sin"])

_NOT_VERBS = re.compile(
    r"(?:cuando|segundo|mundo|fondo|comando|bando|ahora|hora|para|camara|compra|obra|otra|nuestra|entrada|salida|comida"
    r"|medida|bebida|llamada|jornada|temporada|parada|lado|estado|grado|mercado|resultado|pedido|sonido|partido|contenido"
    r"|vida|nada|cada|todavia|dia|via|compania|policia|garantia|energia|tecnologia|categoria|mayoria|averia|bateria"
    r"|tuberia|loteria|auditoria|farmacia|historia|noticia|emergencia|asi|aqui|ahi|alli|gran|estan|tan|pan|plan|san)$"
)
_ENDINGS = (
    ("gerund", re.compile(r"(?:ando|iendo|yendo)(?:l[aeo]s?|se)?$")),
    ("future", re.compile(r"(?:[aei]r|dr|br|rr)(?:á|án|é|ás|emos)$|(?:ar|er|ir|dr)(?:an|emos)$|(?:ara|era|ira|dra)$")),
    ("conditional", re.compile(r"(?:r[ií]a|r[ií]an|r[ií]amos)$")),
    ("imperfect", re.compile(r"(?:aba|aban|[aá]bamos|[ií]an|[ií]amos|ía|iba|iban)$")),
    ("preterite", re.compile(r"(?:ó|aron|ieron|jeron|imos|amos|uvo|udo|iso|izo)$")),
    ("participle", re.compile(r"(?:ad|id)[oa]s?$|(?:uelt|puest|hech|rot|viert|biert|crit)[oa]s?$")),
    ("infinitive", re.compile(r"(?:ar|er|ir)(?:l[aeo]s?|se)?$")),
)
_UNACCENTED = {
    "podia": "imperfect", "tenia": "imperfect", "habia": "imperfect", "salia": "imperfect", "venia": "imperfect",
    "hacia": "imperfect", "queria": "imperfect", "veia": "imperfect", "decia": "imperfect", "sabia": "imperfect",
    "quedo": "preterite", "volvio": "preterite", "arreglo": "preterite", "cambio": "preterite", "llego": "preterite",
    "fue": "preterite", "estuvo": "preterite", "hubo": "preterite", "dio": "preterite", "vino": "preterite",
    "salio": "preterite", "cayo": "preterite", "paro": "preterite", "entro": "preterite", "era": "imperfect",
    "eran": "imperfect", "fueron": "preterite", "ha": "perfect", "han": "perfect", "hemos": "perfect", "he": "perfect",
    "hay": "present", "esta": "present", "estan": "present", "es": "present", "son": "present", "va": "present",
    "van": "present", "puede": "present", "pueden": "present", "tiene": "present", "tienen": "present",
}  # fmt: skip


def tense(word: Word) -> str:
    """The tense a word's ending shows; "" for what does not look like a verb."""
    plain = bare(word.plain)
    if plain in _UNACCENTED:
        return _UNACCENTED[plain]
    if len(plain) < 4 or _NOT_VERBS.match(plain):
        return ""
    for name, ending in _ENDINGS:
        if ending.search(word.plain):
            return name
    return ""


def denied(words: list[Word], place: int) -> bool:
    """Whether a "no" stands before the word, with nothing but pronouns or "ha" in between."""
    for back in range(place - 1, max(place - 4, -1), -1):
        if words[back].clause != words[place].clause:
            return False
        plain = bare(words[back].plain)
        if plain in _DENIALS:
            return True
        if plain not in _CLITICS and plain not in ("ha", "han", "hemos", "esta", "estan", "quedo", "ya", "se", "todo"):
            return False
    return False
