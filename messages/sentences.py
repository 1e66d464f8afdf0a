"""What is said about one field of a form, when it cannot be used as it is."""

SAY_WHAT = "Cuenta con palabras qué ha pasado; con una frase basta."
SAY_WHO = "Pon el nombre de la persona con la que hablamos allí."
BAD_PHONE = "Ese teléfono no parece bueno. Escríbelo con su prefijo, por ejemplo +34 600 123 456."
BAD_EMAIL = "Ese correo no parece bueno. Escríbelo entero, por ejemplo nombre@empresa.es."
PHONE_OR_EMAIL = "Pon al menos un teléfono o un correo: si no, no podremos avisarle."
BAD_HOURS = "No entiendo esas horas. Escríbelas así: L-V 09:00-14:00 16:00-19:00."
BAD_ZONE = "No conozco esa zona horaria. Escríbela así: America/Bogota."
SAY_NAME = "Pon el nombre del cliente."
SAY_SAID = "Escribe qué le has dicho al cliente; con una frase basta."
SAY_WHY_LATE = "Escribe por qué no llega a su hora; el cliente te lo va a preguntar."
SAY_PROMISED = "Escribe qué se ha prometido; con una frase basta."
SAY_FAILING = "Di si está fallando otra vez: de eso depende que se avise al cliente."
SAY_ACTION = "Escribe qué se va a hacer; con una frase basta."
SAY_HOW_WE_KNOW = "Escribe en qué se notará que ha funcionado; sin eso nadie podrá comprobarlo."
SAY_DAY = "Elige un día."
SAY_WHO_DOES_IT = "Elige quién la hace."
SAY_WHY = "Escribe por qué; con una frase basta."
SAY_WHAT_FAILED = "Escribe qué ha pasado; con una frase basta."
WHICH_ACTIONS = (
    "Puedes pedir `/incidente acciones` (las tuyas), `acciones vencidas`, `acciones todas` o `acciones INC-12`."
)
SAY_INCIDENT = "Elige de qué incidente es."
SAY_WHY_AMENDS = "Escribe por qué: dentro de un año alguien querrá saberlo."
SAY_WHY_NOT = "Escribe por qué no, para que se pueda proponer otra cosa."
SAY_CLIENT_SAID = "Escribe qué te ha dicho el cliente; con una frase basta."
SAY_OWNER = "Elige quién lleva a este cliente."
FILL_GAPS = "Queda algo entre corchetes por completar: pon el dato o quita esa frase."


def too_long(most: int) -> str:
    return f"Es demasiado largo con lo que has completado: caben {most} letras."
