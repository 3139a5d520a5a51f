"""References for programs that manage them: BibTeX, RIS, CSL-JSON, from the fields of a citation."""

import re
from collections.abc import Iterable
from typing import Any

from site_builder.runtime.codec import encode

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
    return "\n".join(_bibtex_entry(one) for one in citations)


def _bibtex_entry(one: Any) -> str:
    fields = {
        "author": _bibtex_author(one),
        "title": f"{{{_for_bibtex(one.title)}}}",
        "howpublished": _for_bibtex(one.inside),
        "note": _for_bibtex(", ".join(filter(None, (one.event, one.place, one.event_date)))),
        "year": f"{one.year:04}",
        "day": str(one.day),
        "language": one.language,
        "url": one.url,
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    lines.append(f"  month = {_MONTHS[one.month - 1]},\n")
    return f"@misc{{{one.key},\n{''.join(lines)}}}\n"


def _bibtex_author(one: Any) -> str:
    """Return a person with the last name first, and anybody else as one name (BibTeX, format of names)."""
    if "," in one.author_sorted:
        return _for_bibtex(one.author_sorted)
    return f"{{{_for_bibtex(one.author)}}}" if one.author else ""


def _for_bibtex(text: str) -> str:
    return _SPECIAL.sub(lambda found: _BIBTEX[found[0]], text)


def ris(citations: Iterable[Any]) -> str:
    """Return references in the format of Research Information Systems."""
    return "\n".join(_ris_entry(one) for one in citations)


def _ris_entry(one: Any) -> str:
    fields = (
        ("TY", "GEN" if one.is_statement else "BLOG"),
        ("ID", one.key),
        ("AU", one.author_sorted or one.author),
        ("TI", one.title),
        ("T2", one.inside),
        ("PY", f"{one.year:04}"),
        ("DA", f"{one.year:04}/{one.month:02}/{one.day:02}"),
        ("N1", ", ".join(filter(None, (one.event, one.event_date)))),
        ("CY", one.place),
        ("LA", one.language),
        ("UR", one.url),
    )
    lines = [f"{tag}  - {' '.join(value.split())}\n" for tag, value in fields if value]
    return "".join((*lines, "ER  - \n"))


def csl(citations: Iterable[Any]) -> str:
    """Return references as CSL-JSON (Citation Style Language, schema 1.0.2)."""
    return encode([_csl_item(one) for one in citations]).decode() + "\n"


def _csl_item(one: Any) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": one.key,
        "type": "speech" if one.is_statement else "post-weblog",
        "title": one.title,
        "container-title": one.inside,
        "issued": {"date-parts": [[one.year, one.month, one.day]]},
        "language": one.language,
    }
    if one.author:
        family, _, given = one.author_sorted.partition(", ")
        item["author"] = [{"family": family, "given": given} if given else {"literal": one.author}]
    if one.event:
        item["event-title"] = one.event
    item["event-date"] = {"date-parts": [[int(part) for part in one.event_date.split("-")]]}
    if one.place:
        item["event-place"] = one.place
    if one.url:
        item["URL"] = one.url
    return item


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
