"""Personal data, recognised by what a column is called and by what it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gapsurvey.matching import fold

__all__ = ["PERSONAL_NAMES", "holds_personal_data", "names_personal_data"]

PERSONAL_NAMES = frozenset(
    (
        "email", "e-mail", "email address", "e-mail address", "your email", "your email address", "respondent email",
        "user email", "e-mail-adresse", "email-adresse", "e-post", "e-postadress", "correo electrónico",
        "dirección de correo electrónico", "correo", "adresse e-mail", "adresse de messagerie", "courriel",
        "endereço de e-mail", "indirizzo email", "indirizzo e-mail", "e-mailadres", "メールアドレス", "username",
        "user name", "benutzername", "nom d'utilisateur", "nombre de usuario", "name", "your name", "full name",
        "first name", "last name", "given name", "surname", "family name", "firstname", "lastname", "namn", "nombre",
        "nom", "nome", "naam", "vorname", "nachname", "prénom", "apellido", "apellidos", "phone", "phone number",
        "telephone", "telephone number", "mobile", "mobile number", "mobile phone", "telefon", "telefonnummer",
        "handynummer", "teléfono", "téléphone", "telefone", "ip", "ip address", "ipaddress", "ip-adresse", "ip_address",
        "adresse ip", "dirección ip", "street", "street address", "postal address", "home address", "address",
        "latitude", "longitude", "social security number", "date of birth", "geburtsdatum",
    )
)  # fmt: skip
_TICKS = frozenset(("yes", "no", "true", "false", "x", "selected", "not selected", "ja", "nein", *map(str, range(11))))
_EMAIL = re.compile(r"(?:mailto:)?[^@\s<>,;]+@[^@\s<>,;]+\.[A-Za-z]{2,}")
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_IP = re.compile(rf"(?:{_OCTET}\.){{3}}{_OCTET}|(?:[0-9a-fA-F]{{0,4}}:){{4,7}}[0-9a-fA-F]{{0,4}}")
_NOT_A_PHONE = re.compile(r"\d+[.,]\d+|\d+ ?- ?\d+|\d{4}-\d\d?-\d\d?.*")  # a decimal number, a range, a date
_PHONE = re.compile(r"(?=(?:\D*\d){7,15}\D*$)(?:\+\d[\d ()./-]+|(?=(?:\D*\d){9})[(0]\d*[ ()./-][\d ()./-]+)")


def names_personal_data(heading: str, cells: Iterable[str]) -> bool:
    """Whether a column of this name asks who the respondent is.

    cells: some of its cells; where they are ticks, "Phone" is an option that was asked about, not a number to call.
    """
    name = fold(heading).rstrip(" :?*")
    if name not in PERSONAL_NAMES:
        return False
    given = {fold(cell) for cell in cells}
    return not given or not given <= {name, *_TICKS}


def holds_personal_data(values: Sequence[str], records: int) -> bool:
    """Whether a column's distinct texts are e-mail addresses, IP addresses or telephone numbers.

    values: the distinct texts; records: how many cells are filled. One e-mail address in ten texts is enough, as
    people who gave theirs can be found; version numbers and ranges resemble the other two, so half the texts must fit,
    and telephone numbers hardly repeat.
    """
    some = [value.strip() for value in values[:: max(1, len(values) // 200)]]
    if not some:
        return False
    if sum(1 for value in some if "@" in value and _EMAIL.fullmatch(value)) >= max(1, len(some) / 10):
        return True
    if 2 * sum(1 for value in some if _IP.fullmatch(value)) >= len(some):
        return True
    varied = 2 * len(values) > records
    return varied and 2 * sum(1 for value in some if _PHONE.fullmatch(value) and not _NOT_A_PHONE.fullmatch(value)) >= len(some)
