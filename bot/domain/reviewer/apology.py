"""Apologies: is there one, whose is it, is it one at all (PERO is in ``undone``; reviewer.md, domain.md §6).

An apology is an act of the writer towards the client.  Regret is a feeling, a relayed apology is somebody else's:
both are faulty, yet they count as an apology having been offered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from bot.domain.reviewer.kinds import Code, Context, Finding
from bot.domain.reviewer.phrases import Hit, Phrases
from bot.domain.reviewer.reading import Reading, Sentence
from bot.domain.words import Responsibility


class Kind(Enum):
    PLAIN = "plain"
    RELAYED = "relayed"
    REGRET = "regret"
    LETTER = "letter"  # excuses the lateness of the letter or the hour of the call, not the incident


@dataclass(frozen=True)
class Act:
    """One apology: which sentence, which tokens of it, and of which kind."""

    sentence: Sentence
    number: int
    first: int
    last: int
    kind: Kind


FIRST_PERSON = (
    "pido|pedimos|ofrezco|ofrecemos|presento|presentamos|debo|debemos|expreso|expresamos|reitero|reiteramos|hago|hacemos|"
    "doy|damos|envio|enviamos|traslado|trasladamos|pedirle|pedirles|pedirte|pediros|pedirle|pedir|ofrecerle|ofrecerles|"
    "ofrecerte|ofreceros|ofrecer|presentarle|presentarles|presentarte|presentar|trasladarle|trasladarles|expresarle|"
    "expresarles|darle|darles|reciba|reciban|recibe|recibi|acepte|acepten|acepta|acepteme|aceptame|acepta|rogarle|mando|pidiendole|"
    "extiendo|extendemos|extenderle|solicito|solicitamos|tiene|tienen|tienes|tenes|pidiendo|ofreciendo|mandarle|darte|quiero|"
    "valgan|valga|vayan|van|va|manifiesto|manifestamos|manifestarle|ruego|rogamos|suplico|suplicamos|espero|esperamos|"
    "agradezco|agradecemos|encarezco|pidamos|pedia|pediamos"
)
_APOLOGY = Phrases(
    """
    ({ME}) ..5 (disculpas|disculpa|excusas|perdon|perdones|indulgencia)
    ({ME}) ..4 (disculp*|perdon*|dispens*|excuse|excusen|excuseme|excusenos)
    (disculpe|disculpen|disculpeme|disculpenos|disculpenme|disculpennos|disculpame|disculpanos|disculpad|disculpadme|disculpadnos)
    (disculpa|disculpas|disculpandome|disculpandonos|disculparme|disculparnos|disculparte|disculpar)
    (disculpo|disculpamos)
    (perdone|perdonen|perdoneme|perdonenos|perdonenme|perdoname|perdonanos|perdona|perdonad|perdonadme|perdonadnos|perdonennos)
    (perdon|perdones|perdonarme|perdonarnos)
    (mis|mil|nuestras|sinceras|unas|muchas) ..3 (excusas|disculpas)
    (excuseme|excusenos|excuse|excusen|excusarme|excusarnos) ..1
    (excusas) (por|con)
    (dispense|dispensen|dispenseme|dispensenos|dispensa|dispensame) ..1
    (sepa|sepan|sabra|sabran|sabras|sepas|sabras) (disculpar|disculparnos|disculparme|perdonar|perdonarnos|comprender y disculpar|excusar)
    (mea) culpa
    (perdonar|disculpar) (me|nos|el|la|las|los) ..1 (molestias|error|demora|fallo|falla|inconveniente*|retraso)
    """,
    {"ME": FIRST_PERSON},
)
# The words of an apology without the act: denied, spoken of, addressed to us.
_NOT_AN_ACT = Phrases(
    """
    (no|ni|sin|nunca|tampoco) (hay|es|tiene|tienen|cabe|existe|admite|vale|valen|sirve|sirven|basta|bastan|tenemos|tengo|encuentro)? ,,2 (disculpa|disculpas|excusa|excusas|perdon)
    no (pedir|pido|pedimos|voy a pedir|vamos a pedir|pienso pedir|le pido|le pedimos|corresponde|procede|cabe) ..5 (disculpas|perdon|disculparnos|disculparme)
    (se puede|se debe|puede|pueden|podria|hay que|habria que) ..1 (perdonar|disculpar)
    (acepto|aceptamos|agradezco|agradecemos|gracias por) (sus|tus|vuestras|las) (disculpas|excusas)
    (espera|esperan|esperaba|exige|exigen|pide|merece|reclama|reclaman) ..1 (que le)? ..1 (una|unas|la|las) (disculpa|disculpas)
    (en lugar de|en vez de|aparte de|mas que|ademas de|mas alla de) ..3 (disculpa|disculpas|perdon|disculparme|disculparnos)
    (una|la|las|unas|esta|estas) (disculpa|disculpas|excusa|excusas) no
    (disculpe|perdone|disculpa|perdona|disculpen) , (tiene|tienes|tenes|puede|puedes|podria|me|usted|es|hablo|con|le hablo|se|sabe)
    """
)
# Regrets the letter, the call or its hour: nothing to do with the incident.
_LETTER = Phrases(
    """
    ..2 (por|la|el|que|mi|no|con|de|esta|este) ..3 (tardanza|demora|retraso|dilacion|atraso|tardar|tardado|tarde|lentitud) ,,2 (en|al|de) ..2 (responder*|contestar*|escribir*|respuesta|contestacion|llamar*|devolver*|atender su correo|comunic*|dirigir*)
    ..2 (la|mi|esta) (respuesta|contestacion) (tardia|tan tardia)
    ..2 (tardia|demorada) (respuesta|contestacion)
    ..2 (por|que) no ..3 (escribir*|escrito|contest*|respond*|llam*|devuelto|devolver*) ..5 (antes|a tiempo|el mismo dia|ayer|hasta ahora|hasta hoy|correo|correos|mensaje|mensajes|llamada|llamadas|mail|whatsapp) (.|,|;|:|!|-|\\n)
    ..2 (por|que) no ..3 (escribirle|escribirte|contestarle|contestarte|responderle|responderte) (antes|hasta ahora|hasta hoy)
    ..2 que ..1 (escriba|llame|moleste|interrumpa|robe|escribimos|insista|contacte) ..3 (tan|a esta|a estas|tarde|hora|horas|ahora|tiempo|fuera)
    ..2 por (escribirle|escribirte|llamarle|llamarte|molestarle|molestarte|contactarle|interrumpir*|robarle) ..4 (tan|tarde|hora|horas|tiempo)
    ..2 (la|las|por la|por las) (hora|horas|letra|ortografia)
    ..3 (tardanza|demora|retraso) (en|de) (mi|la|esta|nuestra) (respuesta|contestacion|carta|correo|mensaje|mail)
    ..2 que ..2 (tardado|tardara|tarde|demorado|demorara|haya tardado) ..3 en ..1 (escribir*|responder*|contestar*|llamar*)
    ..2 que ..3 (escribiera|contestara|respondiera|escrito|respondido|contestado|llamado) (antes|hasta ahora|hasta hoy|tan tarde)
    ..2 por (tardar|demorar|demorarme|demorarnos) ..3 (en)? (escribir*|responder*|contestar*)
    """
)

_SUBJUNCTIVE = "haya|hayan|hayas|hayais|hubiera|tenga|tengan|tengas|tuviera|tuvieran|tuvieras|fuera|fueran|sea|pasara|este|esten|estes|se"
_REGRET = Phrases(
    """
    (lo|los|la|le|cuanto|cuantisimo|tanto) (siento|sentimos|sentia|sentiamos)
    (siento|sentimos) (mucho|muchisimo|muchismo|profundamente|enormemente|sinceramente|tanto|infinito|en el alma|de corazon|de veras|de verdad|horrores|un monton|bastante|realmente)
    (siento|sentimos) ..2 (lo que|lo de|lo ocurrido|lo sucedido|lo acontecido|lo pasado)
    (siento|sentimos) (la|las|el|los|su|sus|tu|este|esta|estas|todas las|todo el|toda la) (molestia*|inconvenien*|retraso*|demora*|error*|fallo*|falla*|malentendido*|confusion*|susto|disgusto|trastorno*|perjuicio*|espera|lio|problema*|situacion|incidencia|incidente|contratiempo*|mal rato|malestar|averia|corte|caida|perdida|equivocacion|despiste|descuido|atraso|dano*|mal trago|percance)
    (siento|sentimos) que ..2 ({SUB})
    (siento|sentimos) que ..3 (llevara|llevaras|llevaran|quedara|quedaras|quedaran|llegara|llegaran|saliera|salieran|ocurriera|sucediera|perdiera|perdieras|perdieran|encontrara|encontraras|encontraran|esperara|pudiera|pudieras|pudieran)
    (siento|sentimos) (no|tener|tanto|comunicar*|informar*|decir*|haber*|molestar*)
    (lamento|lamentamos|lamentando|lamentarlo|lamentamos|lamente|lamenten)
    (quiero|queremos|quisiera|quisieramos|cabe|debo|debemos|deseo|deseamos|permitame|soy el primero en|somos los primeros en) lamentar*
    (la empresa|compania|direccion|gerencia|administracion|entidad) ..2 lamenta
    (me|nos) ..2 (apena|apenan|duele|duelen|pesa|pesan|entristece|entristecen|mortifica|mortifican|averguenza|averguenzan|consterna|aflige|disgusta|compunge|abochorna|abruma|atribula|apesadumbra|conmueve|remuerde)
    (me|nos) ..1 (da|dio|produce|causa|hace sentir|parte|rompe|encoge|daba|ha dado) ..3 (pena|penita|penota|verguenza|lastima|tristeza|coraje|rabia|apuro|alma|corazon|remordimiento|mal|pesar|bochorno|cosa|corte|palo|dolor)
    (me|nos) ..1 (sabe|sabemos|supo) ..2 (mal|fatal|malisimo)
    (me|nos) ..1 (siento|sentimos|quedo|quedamos|encuentro) ..3 (mal|fatal|apenad*|avergonzad*|culpable*|pesimo|terrible|horrible|triste*|abochornad*|consternad*|dolid*|malisimo)
    (lo|no sabe lo|no sabes lo|no se imagina lo|no te imaginas lo) ..3 (mal|fatal) que (me|nos) (siento|sentimos|sabe|quede|quedamos)
    que (pena|penita|penota|verguenza|mortificacion|lastima|disgusto|apuro|bochorno|tristeza|pesar|dolor) ..1 (con|lo|me|nos|por|que|tan|mas|tener|haber|de|la|el|todo|esto|,|.|!)
    (estoy|estamos|quedo|quedamos|ando|andamos) ..3 (apenad*|avergonzad*|consternad*|desolad*|afligid*|abatid*|dolid*|mortificad*|triste|tristes|entristecid*|abochornad*|compungid*|apesadumbrad*|disgustad*|afectad*|arrepentid*|hecho polvo|hechos polvo|destrozad*)
    con (gran|mucho|mucha|profundo|profunda|enorme|hondo|honda|inmenso|sincero|todo el|infinito|infinita)? (pesar|pena|tristeza|dolor|verguenza) (le|les|te|os|tengo|tenemos|debo|debemos|y|en|que|,|por|lo|hemos|recib*|vi|vimos)
    (me|nos) (muero|morimos|muero yo) ..2 (de) ..1 (verguenza|pena)
    (que|se) (me|nos) (muero|cae la cara) ..2 (de) ..1 (verguenza|pena)
    (la cara|se me cae la cara|se nos cae la cara) de verguenza
    ..2 (disgusto|verguenza|pena|tristeza|pesar) (enorme|tremendo|tremenda|inmensa|tan|tengo|tenemos|nos|me|infinita|terrible)
    (gran|enorme|menudo|vaya|tremendo|tremenda|mucha|muchisima|profunda|hondo) (disgusto|verguenza|pena|tristeza|pesar|mortificacion) (tengo|tenemos|tener|me|nos|el nuestro|la mia|siento|sentimos|por)
    (es|resulta|fue|ha sido|nos es) ..2 (penoso|dolorosisimo|doloroso|lamentable|una lastima|una pena|una verguenza) (para|que|tener|lo|ver|,)
    (quise|quisiera|quisieramos|hubiera querido|habria querido|ojala) ..2 que ..2 no ..2 (pasado|ocurrido|sucedido|vivido)
    (no estuvimos|no haber estado|no hemos estado) a la altura y (me|nos) ..3
    nuestro (mas)? ..2 pesar
    (deploro|deploramos|nos conduele|condolemos|compadezco)
    (sorry|sory)
    """,
    {"SUB": _SUBJUNCTIVE},
)
_NOT_REGRET = Phrases(
    """
    (no|nunca|ni) ..2 lament*
    (se|lo|la) lamenta
    (siento|sentimos) que (este|esta|esto|esa|ese) (es|seria|va|fue|puede|queda|seran|sera)
    (siento|sentimos) que (con|asi|podemos|puede|es|seria|va|sobraba|vamos|estamos|hay)
    """
)

_THIRD = (
    "pide|piden|ofrece|ofrecen|presenta|presentan|expresa|expresan|traslada|trasladan|manda|mandan|envia|envian|transmite|"
    "transmiten|debe|deben|reitera|reiteran|extiende|extienden|hace llegar|hacen llegar|quiere pedir*|quieren pedir*|"
    "desea pedir*|desea trasladar*|desea ofrecer*|quiere ofrecer*|quiere trasladar*|desean ofrecer*|ruega|ruegan|solicita|"
    "solicitan|quiere que|quieren que|desea presentar*|quiere presentar*|desea expresar*|quiere expresar*|pidio|da|dan|"
    "desea hacer llegar|manifiesta|manifiestan|pediria|suplica|suplican|desea extender*|quiere hacer llegar"
)
_RELAYED = Phrases(
    """
    ({THIRD}) ..5 (disculpas|disculpa|perdon|excusas|perdones)
    ({THIRD}) ..3 que ..4 (disculp*|perdon*|excus*|acepte*)
    se (disculpa|disculpan|excusa|excusan|disculpo|disculparon|quiere disculpar|quieren disculpar|ha disculpado|han disculpado)
    (quiere|desea|quieren|desean|querria|queria) (disculparse|excusarse)
    (en|a) (nombre|representacion) (de|del) ,,12 (disculp*|perdon*|excus*|lament*|sentimos|siento)
    (disculp*|perdon*|excus*|lament*|sentimos|siento) ,,8 (en|a) (nombre|representacion) (de|del)
    (de|por) (parte|encargo|orden|cuenta|indicacion|instruccion*) (de|del) ,,8 (disculp*|perdon*|excus*|lament*)
    (disculp*|perdon*|excus*) ..4 (de|por) (parte|encargo|orden) (de|del)
    (disculp*|perdon*|excus*) ..2 de su parte
    (las|sus|unas) ..3 (disculpas|excusas) ..2 (de|del) (la|el|los|las|nuestro|nuestra|nuestros|nuestras|mi|mis|todo|toda|todos|este|esta|parte|quienes|don|dona|senor*)
    (trasladarle|trasladarte|trasladarles|transmitirle|transmitirte|transmitirles|hacerle llegar|hacerles llegar|pasarle|pasarte|comunicarle|transmita|traslade|pasara|pasase|pase|transmitiera|trasladara|haga llegar|hago llegar|dar|darle|dé) (las|sus) ..3 (disculpas|excusas)
    (me|nos) ..1 (pidio|pidieron|pide|piden|encargo|encargaron|encarga|dijo|dice|dicen|dijeron|pedido|encargado|mandan|mando|mandaron|ordena|ordenaron|solicito|solicitaron|toca|ha tocado|solicitan|dicho|instruyeron|insisten|indican|rogo|han rogado) ..5 (disculp*|perdon*|excus*)
    (me|nos) ..1 (pidio|pidieron|pide|piden|encargo|encargaron|encarga|dijo|dice|dicen|dijeron|pedido|encargado|mandan|mando|mandaron|ordena|ordenaron|solicito|solicitaron|solicitan|dicho|instruyeron) ..5 (pida|pidiera|pidamos|pasara|transmita|traslade|ofrezca|ofreciera|diera|de|haga|presente|presentara|pedirle|pedirte|ofrecerle|transmitirle|trasladarle) ..4 (disculp*|perdon*|excus*)
    (me|nos) (encargo|encarga|pide|pidio) (pedirle|pedirte|ofrecerle|que le pida|que te pida|que le ofrezca) ..3 (perdon|disculpa*|excusas)
    que (los|las|lo|la|le|les) (disculpe|disculpes|disculpen|perdone|perdones|perdonen|excuse)
    como (empresa|compania|organizacion|institucion|entidad|equipo|firma|despacho|proveedor|marca|grupo|area|departamento|agencia|estudio) ,,4 (disculp*|perdon*|excus*|pedimos|ofrecemos|queremos|lament*|sentimos)
    (desde|en) (la|esta|nuestra|el|este|nuestro) (empresa|compania|organizacion|institucion|entidad|firma|direccion|gerencia|administracion|casa|departamento|area|equipo|clinica|tienda|agencia|despacho|grupo|coordinacion|junta|oficina|banco|hotel|restaurante|estudio|servicio|centro|colegio|sucursal) ,,8 (disculp*|perdon*|excus*|lament*|sentimos)
    (disculpa|disculpas) ..2 (oficial|oficiales|institucional|institucionales|corporativas|corporativa)
    (lamenta|lamentan) ..6 (molestia*|ocurrido|sucedido|inconvenien*|situacion|error|hechos|incidente|incidencia|demora|retraso|y pide|y ofrece)
    (esta|estan|se siente|se sienten) ..2 (arrepentid*|apenad*|avergonzad*)
    """,
    {"THIRD": _THIRD},
)
# The writer speaking of themselves, or of feelings and manner, is nobody's messenger.
_OWN = Phrases(
    """
    (quien suscribe|un servidor|una servidora|el que suscribe|la que suscribe|quien esto escribe|quien le habla|quien le escribe|soy yo|yo mismo|yo misma)
    (en|a) (mi|nuestro) (propio)? nombre
    (en|a) nombre propio
    (factura|facturas|cuenta|recibo|contrato|reserva|poliza|sala|mesa) ..4 (a|en) nombre de
    (de|con) (mi|nuestra) parte
    (disculpas|disculpa|perdon|excusas) de (corazon|antemano|verdad|nuevo|todo corazon|veras)
    """
)
_COMPANY_WORDS = frozenset(["desde", "en"])
_FIRST_ACTS = frozenset(
    ["pedimos", "ofrecemos", "queremos", "presentamos", "lamentamos", "sentimos", "pido", "ofrezco", "rogamos", "deseamos"]
)


def _from_a_company(sentence: Sentence, act: Hit) -> bool:
    """ "Desde Acme les pedimos disculpas": the firm speaks, not a person."""
    for index in range(act.first):
        token = sentence.tokens[index]
        if token.text == "desde" and index + 1 < act.first:
            following = sentence.tokens[index + 1]
            if (
                following.capital
                and following.text.isalpha()
                and not any(mark in sentence.words[index + 1 : act.first] for mark in (".", ";", ":"))
            ):
                return True
    return False


def _letter_only(sentence: Sentence, act: Hit) -> bool:
    """Whether what is excused is the letter's lateness; looked for right after, or within, the words of the act."""
    return any(
        _LETTER.inside(sentence, index, len(sentence.words) + 1) and _near(sentence, index)
        for index in range(act.first + 1, min(act.last + 1, len(sentence.words)))
    )


def _near(sentence: Sentence, index: int) -> bool:
    hit = _LETTER.first(sentence, index)
    return hit is not None and hit.first <= index + 1


def acts(reading: Reading) -> list[Act]:
    """Every apology in the text, faulty ones too, in order."""
    found: list[Act] = []
    for number, sentence in enumerate(reading.sentences):
        found.extend(_in_sentence(sentence, number))
    return found


def _in_sentence(sentence: Sentence, number: int) -> Iterator[Act]:
    denied = [range(hit.first, hit.last) for hit in _NOT_AN_ACT.hits(sentence)]
    relayed = [] if _OWN.first(sentence) else list(_RELAYED.hits(sentence))
    for hit in relayed:
        if not any(hit.last - 1 in span for span in denied):
            yield Act(sentence, number, hit.first, hit.last, Kind.RELAYED)
    for hit in _APOLOGY.hits(sentence):
        if any(hit.last - 1 in span or hit.first in span for span in denied):
            continue
        if any(hit.first < other.last and other.first < hit.last for other in relayed):
            continue
        kind = Kind.PLAIN
        if _letter_only(sentence, hit):
            kind = Kind.LETTER
        elif relayed or _from_a_company(sentence, hit):
            kind = Kind.RELAYED
        yield Act(sentence, number, hit.first, hit.last, kind)
    opinion = [range(hit.first, hit.last) for hit in _NOT_REGRET.hits(sentence)]
    for hit in _REGRET.hits(sentence):
        if not any(index in span for span in opinion for index in range(hit.first, hit.last)):
            yield Act(sentence, number, hit.first, hit.last, Kind.REGRET)


def review(reading: Reading, context: Context, found: list[Act]) -> Iterator[Finding]:
    """LO_SIENTO, EN_NOMBRE_DE and SIN_DISCULPA (reviewer.md)."""
    kinds = {act.kind for act in found}
    for kind, code in ((Kind.REGRET, Code.LO_SIENTO), (Kind.RELAYED, Code.EN_NOMBRE_DE)):
        if kind is Kind.REGRET and kinds & {Kind.PLAIN, Kind.RELAYED}:
            continue
        act = next((act for act in found if act.kind is kind), None)
        if act:
            yield Finding(code, act.sentence.tokens[act.first].start, act.sentence.tokens[act.last - 1].end)
    if context.responsibility is Responsibility.OURS and not kinds - {Kind.LETTER}:
        yield Finding(Code.SIN_DISCULPA, None, None, "letter" if Kind.LETTER in kinds else "none")
