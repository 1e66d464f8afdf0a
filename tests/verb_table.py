"""Makes ``bot/domain/classify/verbs.txt``, every form of the verbs of ``collections/verbs.txt``, for the training.

Made here and shipped as data: forming and folding tens of thousands of forms would cost each start a third of a second.
"""

from collections.abc import Iterator
from pathlib import Path

from bot.domain.classify.text import bare, fold

HERE = Path(__file__).parent
SOURCE = HERE / "collections/verbs.txt"
TARGET = HERE.parent / "bot/domain/classify/verbs.txt"

_AR = {
    "present": "o as a amos an e es en emos",
    "preterite": "e aste o amos aron",
    "imperfect": "aba abas abamos aban",
    "participle": "ado ada ados adas",
    "gerund": "ando andolo andola andolos andose",
}
_ER = {
    "present": "o es e en a an amos",
    "preterite": "i iste io imos ieron",
    "imperfect": "ia ias iamos ian",
    "participle": "ido ida idos idas",
    "gerund": "iendo iendolo iendola iendose",
}
_FROM_INFINITIVE = {
    "future": ("a", "an", "as", "emos"),
    "conditional": ("ia", "ian", "iamos"),
    "infinitive": ("", "lo", "la", "los", "las", "le", "les", "se", "nos"),
}
_STRONG_PAST = ("o", "io", "e", "imos", "ieron", "eron", "iste")
# Ending of the infinitive: past stem, participle, stem of the future ("" where it is regular).
_IRREGULAR = {
    "poner": ("pus", "puest", "pondr"), "tener": ("tuv", "", "tendr"), "venir": ("vin", "", "vendr"),
    "hacer": ("hic", "hech", "har"), "decir": ("dij", "dich", "dir"), "traer": ("traj", "traid", ""),
    "ducir": ("duj", "", ""), "poder": ("pud", "", "podr"), "volver": ("", "vuelt", ""), "abrir": ("", "abiert", ""),
    "romper": ("", "rot", ""), "scribir": ("", "scrit", ""), "ver": ("", "vist", ""), "cubrir": ("", "cubiert", ""),
    "morir": ("mur", "muert", ""), "resolver": ("", "resuelt", ""), "salir": ("", "", "saldr"),
    "andar": ("anduv", "", ""), "rehacer": ("rehic", "rehech", "rehar"), "caer": ("cay", "caid", ""),
    "leer": ("ley", "leid", ""), "creer": ("crey", "creid", ""), "oir": ("oy", "oid", ""), "uir": ("uy", "", ""),
    "pedir": ("pid", "", ""), "medir": ("mid", "", ""), "seguir": ("sigu", "", ""), "regir": ("rig", "", ""),
    "servir": ("sirv", "", ""), "vertir": ("virt", "", ""), "herir": ("hir", "", ""),
    "ferir": ("fir", "", ""),
}  # fmt: skip
_SPECIAL = {
    "va": ("run", "present"), "van": ("run", "present"), "iba": ("run", "imperfect"), "iban": ("run", "imperfect"),
    "sirve": ("run", "present"), "sirven": ("run", "present"), "deberia": ("guess", "conditional"),
    "deberian": ("guess", "conditional"), "puede": ("run", "present"), "salgo": ("run", "present"),
    "fue": ("fail", "preterite"), "oye": ("run", "present"), "oyen": ("run", "present"),
}  # fmt: skip


def _forms(infinitive: str, present_stem: str) -> Iterator[tuple[str, str]]:
    stem, ending = infinitive[:-2], infinitive[-2:]
    for tense, endings in (_AR if ending == "ar" else _ER).items():
        for end in endings.split():
            yield stem + end, tense
            if tense == "present" and present_stem:
                yield present_stem + end, tense
    # The longest ending wins: «resolver» before «volver» before «ver».
    cut = max((known for known in _IRREGULAR if infinitive.endswith(known)), key=len, default="")
    past, participle, future = _IRREGULAR[cut] if cut else ("", "", "")
    head = infinitive.removesuffix(cut)
    for end in _STRONG_PAST if past else ():
        yield head + past + end, "preterite"
    for end in ("iendo", "endo") if past else ():
        yield head + past + end, "gerund"
    for end in "oa" if participle else "":
        yield head + participle + end, "participle"
        yield head + participle + end + "s", "participle"
    for tense, ends in _FROM_INFINITIVE.items():
        base = head + future if future and tense != "infinitive" else infinitive
        for end in ends:
            yield base + end, tense
    # «busqué», «paguen»: the spelling changes to keep the sound.
    spelt = {"c": stem[:-1] + "qu", "g": stem + "u"}.get(stem[-1:]) if ending == "ar" else None
    if spelt:
        yield spelt + "e", "preterite"
        yield spelt + "en", "present"


def table(source: str) -> str:
    """One line for each kinds, tense and likeness to a noun: ``remedy preterite - key key…``, keys as they sound."""
    found: dict[str, tuple[set[str], str, bool]] = {}
    kind = ""
    for raw in source.splitlines():
        line = raw.split("//")[0].strip()
        if line.startswith("["):
            kind = line.strip("[]")
            continue
        for entry in line.split():
            infinitive, _, present_stem = entry.partition("/")
            for form, tense in _forms(bare(infinitive), present_stem):
                key = fold(form)
                # «arreglo» is a present, a noun and, without its accent, the past: the past is what reports tell.
                noun_like = tense in ("present", "preterite") and form.endswith(("o", "a", "e"))
                kinds, known, _ = found.setdefault(key, (set(), tense, noun_like))
                kinds.add(kind)
                if known == "present" and tense == "preterite" and not form.endswith("e"):
                    found[key] = (kinds, tense, noun_like)
    found.update({fold(word): ({kind}, tense, False) for word, (kind, tense) in _SPECIAL.items()})
    lines: dict[str, list[str]] = {}
    for key, (kinds, tense, noun_like) in found.items():
        lines.setdefault(f"{'+'.join(sorted(kinds))} {tense} {'noun' if noun_like else '-'}", []).append(key)
    return "".join(f"{head} {' '.join(sorted(keys))}\n" for head, keys in sorted(lines.items()))


def main() -> None:
    """Write the file."""
    TARGET.write_text(table(SOURCE.read_text(encoding="utf-8")), encoding="utf-8")
