"""Machine-readable zone TD1: three lines of thirty characters, as on the Macao resident identity card.

Source: ICAO Doc 9303, parts 3 (check digits) and 5 (TD1). Line 1 holds the document code, the issuing
state, the number with its check digit and optional data; line 2 the birth date, sex, expiry date,
nationality, optional data and the composite check digit; line 3 the names. A check digit is the sum of the
characters' values (0-9, A=10 ... Z=35, ``<`` = 0) under the weights 7, 3, 1, modulo 10.

The specimen of ICAO Doc 9303-5:

>>> td1 = parse("I<UTOD231458907<<<<<<<<<<<<<<<",
...             "7408122F1204159UTO<<<<<<<<<<<6",
...             "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
>>> td1.number, td1.birth, td1.expiry, td1.surname, td1.given
('D23145890', '740812', '120415', 'ERIKSSON', 'ANNA MARIA')
>>> td1.valid
True
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LINE_LENGTH = 30
_LINE = re.compile(r"[A-Z0-9<]{30}")
_WEIGHTS = (7, 3, 1)


@dataclass(frozen=True, slots=True)
class Td1:
    """The fields of a TD1 zone without fillers, and the verdict of each check digit.

    Dates are six characters YYMMDD as printed; an absent date is empty. `sex` is "M", "F" or "" (not said).
    """

    document_code: str
    issuer: str
    number: str
    optional1: str
    birth: str
    sex: str
    expiry: str
    nationality: str
    optional2: str
    surname: str
    given: str
    number_valid: bool
    birth_valid: bool
    expiry_valid: bool
    composite_valid: bool

    @property
    def valid(self) -> bool:
        """Whether all four check digits are right."""
        return self.number_valid and self.birth_valid and self.expiry_valid and self.composite_valid


def check_digit(data: str) -> str:
    """The check digit of `data`; ValueError for a character outside A-Z, 0-9 and ``<``.

    >>> check_digit("D23145890"), check_digit("740812"), check_digit("<<<<<<")
    ('7', '2', '0')
    """
    return str(sum(_value(char) * _WEIGHTS[i % 3] for i, char in enumerate(data)) % 10)


def is_line(text: str) -> bool:
    """Whether `text` has the form of one line: thirty characters out of A-Z, 0-9 and ``<``.

    >>> is_line("ERIKSSON<<ANNA<MARIA<<<<<<<<<<"), is_line("ERIKSSON<<ANNA")
    (True, False)
    """
    return _LINE.fullmatch(text) is not None


def parse(line1: str, line2: str, line3: str) -> Td1:
    """Decode the three lines; ValueError where one has not the form of a line."""
    for i, line in enumerate((line1, line2, line3), 1):
        if not is_line(line):
            raise ValueError(f"line {i} is not 30 characters of A-Z, 0-9 and '<'")
    number, number_digit, optional1 = _number(line1)
    surname, _, given = line3.partition("<<")
    composite = line1[5:] + line2[:7] + line2[8:15] + line2[18:29]
    return Td1(
        document_code=_plain(line1[:2]),
        issuer=_plain(line1[2:5]),
        number=_plain(number),
        optional1=_plain(optional1),
        birth=_plain(line2[:6]),
        sex=_plain(line2[7]),
        expiry=_plain(line2[8:14]),
        nationality=_plain(line2[15:18]),
        optional2=_plain(line2[18:29]),
        surname=_plain(surname),
        given=_plain(given),
        number_valid=_digit_holds(number, number_digit),
        birth_valid=_digit_holds(line2[:6], line2[6]),
        expiry_valid=_digit_holds(line2[8:14], line2[14]),
        composite_valid=_digit_holds(composite, line2[29]),
    )


def names_agree(line3: str, surname: str, given: str = "") -> bool:
    """Whether a line 3 has the names that are printed elsewhere, by their letters: accents and separators vary.

    Where no given name is told, only the surname is compared. Names too long for the line are cut in it.

    >>> names_agree("SOUSA<CONCEICAO<<ANNA<MARIA<<<", "SOUSA CONCEIÇÃO", "ANNA-MARIA")
    True
    >>> names_agree("ERIKSSON<<ANNA<MARIA<<<<<<<<<<", "ERIK", "ANNA MARIA")
    False
    """
    first, between, rest = line3.partition("<<")
    last, own = _only_letters(first), _only_letters(surname)
    is_cut = not line3.endswith("<")
    if not between:
        whole = own + _only_letters(given)
        return whole.startswith(last) if is_cut else whole == last
    told, printed = _only_letters(rest), _only_letters(given)
    return own == last and (not printed or (printed.startswith(told) if is_cut else printed == told))


def build_td1(
    document_code: str,
    issuer: str,
    number: str,
    optional1: str,
    birth: str,
    sex: str,
    expiry: str,
    nationality: str,
    optional2: str,
    surname: str,
    given: str,
) -> tuple[str, str, str]:
    """Three lines with right check digits.

    Args:
        birth, expiry: YYMMDD; an empty expiry (a card that never expires) becomes ``<<<<<<``.
        sex: "M", "F" or "".
        surname, given: Latin letters; accents are dropped, names too long for the line are cut.

    Raises:
        ValueError: a field is too long or holds a character that has no place in the zone.

    >>> build_td1("I", "UTO", "D23145890", "", "740812", "F", "120415", "UTO", "", "Eriksson", "Anna")[1]
    '7408122F1204159UTO<<<<<<<<<<<6'
    >>> build_td1("ID", "MAC", "12345678", "", "600101", "M", "", "CHN", "", "CHAN", "TAI MAN")[1][8:15]
    '<<<<<<0'
    """
    number, birth, expiry = _pad(number, 9), _pad(birth, 6), _pad(expiry, 6)
    head = _pad(document_code, 2) + _pad(issuer, 3)
    numbers = number + check_digit(number) + _pad(optional1, 15)
    birth += check_digit(birth)
    expiry += check_digit(expiry)
    optional2 = _pad(optional2, 11)
    line2 = birth + _pad(sex, 1) + expiry + _pad(nationality, 3) + optional2
    line2 += check_digit(numbers + birth + expiry + optional2)
    names = _letters(surname) + ("<<" + _letters(given) if given else "")
    return head + numbers, line2, names[:LINE_LENGTH].ljust(LINE_LENGTH, "<")


def _value(char: str) -> int:
    if char == "<":
        return 0
    if char in "0123456789":
        return int(char)
    if "A" <= char <= "Z":
        return ord(char) - ord("A") + 10
    raise ValueError(f"{char!r} has no value in a machine-readable zone")


def _digit_holds(data: str, digit: str) -> bool:
    # Where there are no data, the standard allows a filler for the check digit.
    return digit == check_digit(data) or (digit == "<" and not data.strip("<"))


def _number(line1: str) -> tuple[str, str, str]:
    """The number, its check digit and the optional data.

    A number of more than nine characters has a filler for its check digit and goes on in the optional data,
    where its last character is the check digit.
    """
    if "<" not in line1[5:14] and line1[14] == "<" != line1[15]:
        rest, _, optional = line1[15:].partition("<")
        return line1[5:14] + rest[:-1], rest[-1], optional
    return line1[5:14], line1[14], line1[15:]


def _plain(field: str) -> str:
    return " ".join(field.replace("<", " ").split())


def _pad(field: str, length: int) -> str:
    if len(field) > length:
        raise ValueError(f"a field of {length} characters cannot hold {len(field)}")
    return field.upper().replace(" ", "<").ljust(length, "<")


def _only_letters(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name.upper()) if "A" <= c <= "Z")


def _letters(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.upper()) if not unicodedata.combining(c))
    plain = re.sub(r"[ \-]+", "<", plain.replace("'", "").replace(",", "").replace(".", "").strip())
    if not re.fullmatch(r"[A-Z<]*", plain):
        raise ValueError("a name in a machine-readable zone has Latin letters only")
    return plain
