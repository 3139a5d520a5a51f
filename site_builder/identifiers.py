"""Identifiers that registers give to people, organisations, events and writeups, such as an ORCID iD.

The forms are those that each register publishes. Check characters follow ISO/IEC 7064: MOD 11-2 for ISNI
(ISO 27729) and ORCID, MOD 97-10 for LEI (ISO 17442) and, in base 32, for ROR.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import quote, unquote


class Bearer(Enum):
    """What has an identifier, in the plural, as messages name it."""

    PERSON = "people"
    ORGANISATION = "organisations"
    EVENT = "events"
    WRITEUP = "writeups"


@dataclass(frozen=True, slots=True)
class Scheme:
    """A register, and how its identifiers are written; ``url`` is where one is looked up, with ``{}``."""

    name: str
    url: str
    form: re.Pattern[str]
    example: str
    bearers: frozenset[Bearer]
    #: Makes one spelling of several.
    normalise: Callable[[str], str] = str
    #: Says whether the check characters fit.
    has_valid_check: Callable[[str], bool] = bool


class Identifier(NamedTuple):
    """What a register calls somebody or something; ``scheme`` is one of :data:`SCHEMES`."""

    scheme: str
    value: str

    @property
    def name(self) -> str:
        """Return the name of the register."""
        return SCHEMES[self.scheme].name

    @property
    def url(self) -> str:
        """Return where it leads, which stands for what it identifies."""
        return SCHEMES[self.scheme].url.format(quote(self.value, safe="/:;()"))


def value_of(scheme: Scheme, text: str) -> str | None:
    """Return an identifier in its usual spelling, also of its address; None for what cannot be one."""
    value = scheme.normalise(_without_address(scheme, text.strip()))
    return value if scheme.form.fullmatch(value) else None


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def _without_address(scheme: Scheme, text: str) -> str:
    start, _, end = scheme.url.partition("{}")
    host_and_path = re.sub(r"^https?://(?:www\.)?", "", text)
    start = start.removeprefix("https://").removeprefix("www.")
    if host_and_path == text or not host_and_path.casefold().startswith(start.casefold()):
        return text
    return unquote(host_and_path[len(start) :].removesuffix(end).rstrip("/"))


def _mod_11_2(value: str) -> bool:
    characters = value.replace("-", "")
    total = 0
    for character in characters[:-1]:
        total = (total + int(character)) * 2 % 11
    return "0123456789X"[(12 - total) % 11] == characters[-1]


def _mod_97_10(value: str) -> bool:
    return int("".join(str(int(character, 36)) for character in value)) % 97 == 1


def _ror_check(value: str) -> bool:
    number = 0
    for character in value[:-2]:
        number = number * 32 + "0123456789abcdefghjkmnpqrstvwxyz".index(character)
    return 98 - number * 100 % 97 == int(value[-2:])


def _compact(value: str) -> str:
    return re.sub(r"[\s-]", "", value).upper()


def _in_fours(value: str) -> str:
    digits = _compact(value)
    return "-".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def _without_doi(value: str) -> str:
    return re.sub(r"^(?:doi:\s*|https?://dx\.doi\.org/)", "", value, flags=re.IGNORECASE)


_PERSON, _ORGANISATION = frozenset({Bearer.PERSON}), frozenset({Bearer.ORGANISATION})
_NAMED = _PERSON | _ORGANISATION
_TEXT = frozenset({Bearer.WRITEUP, Bearer.EVENT})
_ALL = _NAMED | _TEXT

SCHEMES: Mapping[str, Scheme] = MappingProxyType(
    {
        "wikidata": Scheme(
            "Wikidata",
            "https://www.wikidata.org/wiki/{}",
            _form(r"Q[1-9]\d*"),
            "Q42",
            _ALL,
            str.upper,
        ),
        "orcid": Scheme(
            "ORCID",
            "https://orcid.org/{}",
            _form(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]"),
            "0000-0002-1825-0097",
            _PERSON,
            _in_fours,
            _mod_11_2,
        ),
        "isni": Scheme(
            "ISNI",
            "https://isni.org/isni/{}",
            _form(r"\d{15}[\dX]"),
            "0000000121032683",
            _NAMED,
            _compact,
            _mod_11_2,
        ),
        "viaf": Scheme("VIAF", "https://viaf.org/viaf/{}", _form(r"[1-9]\d{1,21}"), "75121530", _NAMED),
        "gnd": Scheme("GND", "https://d-nb.info/gnd/{}", _form(r"\d[\d-]{2,10}[\dX]"), "118540238", _ALL),
        "lcnaf": Scheme(
            "Library of Congress",
            "https://id.loc.gov/authorities/names/{}",
            _form(r"(?:n|nb|nn|no|nr|ns)\d{8,10}"),
            "n79021164",
            _ALL,
            lambda value: value.replace(" ", "").lower(),
        ),
        "openalex": Scheme(
            "OpenAlex", "https://openalex.org/{}", _form(r"[AIWF]\d+"), "I97018004", _NAMED, str.upper
        ),
        "bioguide": Scheme(
            "Biographical Directory of the United States Congress",
            "https://bioguide.congress.gov/search/bio/{}",
            _form(r"[A-Z]\d{6}"),
            "P000197",
            _PERSON,
            str.upper,
        ),
        "ror": Scheme(
            "ROR",
            "https://ror.org/{}",
            _form(r"0[a-hj-km-np-tv-z0-9]{6}\d{2}"),
            "013meh722",
            _ORGANISATION,
            str.lower,
            _ror_check,
        ),
        "lei": Scheme(
            "LEI",
            "https://search.gleif.org/#/record/{}",
            _form(r"[A-Z0-9]{18}\d{2}"),
            "529900T8BM49AURSDO55",
            _ORGANISATION,
            _compact,
            _mod_97_10,
        ),
        "companies_house": Scheme(
            "Companies House",
            "https://find-and-update.company-information.service.gov.uk/company/{}",
            _form(r"(?:\d{2}|[A-Z]{2})\d{6}|R\d{7}"),
            "00445790",
            _ORGANISATION,
            _compact,
        ),
        "charity_commission": Scheme(
            "Charity Commission",
            "https://register-of-charities.charitycommission.gov.uk/charity-details/?regId={}",
            _form(r"[1-9]\d{5,6}"),
            "202918",
            _ORGANISATION,
        ),
        "doi": Scheme(
            "DOI",
            "https://doi.org/{}",
            _form(r"10\.\d{4,9}/[^\s\"{}\\]+"),
            "10.5281/zenodo.1234567",
            _TEXT,
            _without_doi,
        ),
    }
)
