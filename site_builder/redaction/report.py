"""Protected names in finished files: reported where an author can take them out."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from site_builder.errors import Diagnostics, Place, Rule
from site_builder.model import RedactionRules
from site_builder.paths import TEMPLATES
from site_builder.redaction.source_scan import places_of
from site_builder.sources.discover import Sources

#: How many of the files that have a name are named in its message.
_SHOWN_FILES = 3


class Disclosure(NamedTuple):
    """A name in a file of the output that must not have it; ``claimed_by`` is what the file is made for."""

    claimed_by: str
    path: str
    name: str


def report_disclosures(
    disclosures: Iterable[Disclosure], sources: Sources, rules: RedactionRules, diagnostics: Diagnostics
) -> None:
    """Report each name at every place of the sources that has it.

    A name that no source has, such as one in a template, is reported at the file that the page is made for.
    So is a name that is forbidden on one page only: other sources may have it.
    """
    reasons = {protected.name: protected.reason for protected in rules.names}
    is_person = {protected.name: protected.is_person for protected in rules.names}
    claims: dict[str, dict[str, str]] = {}
    for disclosure in disclosures:
        claims.setdefault(disclosure.name, {}).setdefault(disclosure.path, disclosure.claimed_by)
    searched = [(name, is_person.get(name, True)) for name in claims]
    places: dict[str, list[Place]] = {}
    for name, place in places_of(sources.root, sources.texts, searched):
        places.setdefault(name, []).append(place)
    for name, files in claims.items():
        reason = reasons.get(name, "took part under a rule of attribution")
        message = f'"{name}" {reason}, and would stand in {_some_of(list(files))}'
        in_sources = places.get(name, []) if name in reasons else []
        for place in in_sources:
            diagnostics.error(place, Rule.PROTECTED_NAME, message, "take the name out here")
        if not in_sources:
            hint = "look for the name in templates/, static/ and the names of files"
            diagnostics.error(_place_of_claim(files), Rule.PROTECTED_NAME, message, hint)


def _some_of(files: list[str]) -> str:
    rest = f" and {len(files) - _SHOWN_FILES} more" if len(files) > _SHOWN_FILES else ""
    return ", ".join(files[:_SHOWN_FILES]) + rest


def _place_of_claim(files: Mapping[str, str]) -> Place:
    paths: Iterator[str] = (claim.partition(":")[0] for claim in files.values())
    return Place(next((path for path in paths if "/" in path), TEMPLATES))
