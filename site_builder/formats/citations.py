"""References for programs that manage them: BibTeX, RIS, CSL-JSON, from the fields of a citation."""

import re
from collections.abc import Iterable
from typing import Any

from site_builder.runtime.codec import encode
from site_builder.values import CitedName

_BIBTEX = {
    "\\": r"\textbackslash{}",
    # Braces count for BibTeX also behind a backslash, and one that has no other ends the file.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "$": r"\$",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_SPECIAL = re.compile("[" + re.escape("".join(_BIBTEX)) + "]")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def bibtex(citations: Iterable[Any]) -> str:
    """Return references in BibTeX; names and titles keep their capitals."""
    return "\n".join(_bibtex_entry(citation) for citation in citations)


def _bibtex_entry(citation: Any) -> str:
    fields = {
        "author": _bibtex_author(citation),
        "editor": " and ".join(_bibtex_name(name) for name in citation.editors),
        "title": f"{{{_for_bibtex(citation.title)}}}",
        "howpublished": _for_bibtex(citation.inside),
        "note": _for_bibtex(
            ", ".join(filter(None, (citation.genre, citation.event, citation.place, citation.event_date)))
        ),
        "year": f"{citation.year:04}",
        "day": str(citation.day),
        "language": citation.language,
        "doi": citation.doi,
        "url": citation.url,
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    lines.append(f"  month = {_MONTHS[citation.month - 1]},\n")
    return f"@misc{{{citation.key},\n{''.join(lines)}}}\n"


def _bibtex_author(citation: Any) -> str:
    """Return people with the last name first, and anybody else as one name (BibTeX, format of names)."""
    return " and ".join(_bibtex_name(name) for name in citation.authors)


def _bibtex_name(name: CitedName) -> str:
    family = _for_bibtex(name.family)
    if not name.given:
        return f"{{{family}}}"
    if any(word[:1].islower() for word in name.family.split()):
        family = f"{{{family}}}"  # else BibTeX takes what stands before a word in small letters for particles
    parts = [
        f"{_for_bibtex(name.particles)} {family}".strip(),
        _for_bibtex(name.suffix),
        _for_bibtex(name.given),
    ]
    return ", ".join(filter(None, parts))


def _sorted_name(name: CitedName) -> str:
    """Return a name as RIS has it: family name, given names, suffix."""
    family = f"{name.particles} {name.family}".strip()
    return ", ".join(filter(None, (family, name.given, name.suffix)))


def _for_bibtex(text: str) -> str:
    return _SPECIAL.sub(lambda match: _BIBTEX[match[0]], text)


def ris(citations: Iterable[Any]) -> str:
    """Return references in the format of Research Information Systems."""
    return "\n".join(_ris_entry(citation) for citation in citations)


def _ris_entry(citation: Any) -> str:
    fields = (
        ("TY", "GEN" if citation.is_statement else "BLOG"),
        ("ID", citation.key),
        *(("AU", _sorted_name(name)) for name in citation.authors),
        *(("A2", _sorted_name(name)) for name in citation.editors),
        ("M3", citation.genre),
        ("TI", citation.title),
        ("T2", citation.inside),
        ("PY", f"{citation.year:04}"),
        ("DA", f"{citation.year:04}/{citation.month:02}/{citation.day:02}"),
        ("N1", ", ".join(filter(None, (citation.event, citation.event_date)))),
        ("CY", citation.place),
        ("LA", citation.language),
        ("DO", citation.doi),
        ("UR", citation.url),
    )
    lines = [f"{tag}  - {' '.join(value.split())}\n" for tag, value in fields if value]
    return "".join((*lines, "ER  - \n"))


def csl(citations: Iterable[Any]) -> str:
    """Return references as CSL-JSON (Citation Style Language, schema 1.0.2)."""
    return encode([_csl_item(citation) for citation in citations]).decode() + "\n"


def _csl_item(citation: Any) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": citation.key,
        "type": "speech" if citation.is_statement else "post-weblog",
        "title": citation.title,
        "container-title": citation.inside,
        "issued": {"date-parts": [[citation.year, citation.month, citation.day]]},
        "language": citation.language,
    }
    for role, names in (
        ("author", citation.authors),
        ("editor", citation.editors),
        ("translator", citation.translators),
    ):
        if names:
            item[role] = [_csl_name(name) for name in names]
    if citation.genre:
        item["genre"] = citation.genre
    if citation.doi:
        item["DOI"] = citation.doi
    if citation.event:
        item["event-title"] = citation.event
    item["event-date"] = {"date-parts": [[int(part) for part in citation.event_date.split("-")]]}
    if citation.place:
        item["event-place"] = citation.place
    if citation.url:
        item["URL"] = citation.url
    return item


def _csl_name(name: CitedName) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particles,
        "suffix": name.suffix,
    }
    return {field: part for field, part in parts.items() if part}


#: What an address in HTML must not have as it is (URL Standard, URL units); all else may stand there.
_IN_ADDRESS = tuple((char, f"%{ord(char):02X}") for char in '%\t\n\r "#<>[\\]^`{|}')
_TYPES = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "json": "application/json",
}


def download(citation: Any, form: str) -> str:
    """Return the address of a reference that is part of the page itself (RFC 2397): no file for each.

    Ten thousand writeups would need thirty thousand files, more than many hosts take.
    """
    text = _MAKERS[form]([citation])
    for char, escape in _IN_ADDRESS:  # ten times as fast as a table or a pattern
        if char in text:
            text = text.replace(char, escape)
    return f"data:{_TYPES[form]};charset=utf-8,{text}"


_MAKERS = {"bib": bibtex, "ris": ris, "json": csl}
