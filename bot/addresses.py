"""Phone numbers and e-mail addresses as people write them, checked by libraries that know them all."""

import phonenumbers
from email_validator import EmailNotValidError, validate_email


class BadAddress(ValueError):
    """Not a phone number or e-mail address that could work."""


def phone(text: str, region: str) -> str:
    """The number in E.164 (``+34600123456``). ``region`` is the country for numbers without a prefix."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise BadAddress(text) from error
    if not phonenumbers.is_valid_number(number):
        raise BadAddress(text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email(text: str) -> str:
    """The address, normalised. Whether anybody reads it is not asked."""
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise BadAddress(text) from error
