"""Amounts of money as people in Spain and most of Latin America read them."""

_SIGNS = {"EUR": "€", "GBP": "£"}
#: Keeps an amount and its currency on one line.
_JOINED = "\u00a0"


def amount(cents: int, currency: str) -> str:
    """«1.200,50 €», «1.200 MXN»; without cents where there are none."""
    units, rest = divmod(abs(cents), 100)
    number = f"{units:,}".replace(",", ".") + (f",{rest:02d}" if rest else "")
    return f"{'−' if cents < 0 else ''}{number}{_JOINED}{_SIGNS.get(currency, currency)}"


def typed(cents: int) -> str:
    """The same as a person would type it into a field: «1200,50»."""
    units, rest = divmod(cents, 100)
    return f"{units},{rest:02d}" if rest else str(units)


def unit_of(currency: str) -> str:
    """The currency's name in a sentence: «En euros»."""
    return "euros" if currency == "EUR" else currency
