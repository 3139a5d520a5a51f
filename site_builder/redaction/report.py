"""Protected names in finished files: reported where an author can take them out."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from site_builder.errors import Diagnostics, Place, Rule
from site_builder.paths import SITE_FILE, TEMPLATES
from site_builder.redaction.source_scan import how_to_allow, places_of
from site_builder.redaction_rules import RedactionRules
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
    nowhere = {protected.name: protected for protected in rules.names}
    claims: dict[str, dict[str, str]] = {}
    for disclosure in disclosures:
        claims.setdefault(disclosure.name, {}).setdefault(disclosure.path, disclosure.claimed_by)
    searched = [nowhere[name] for name in claims if name in nowhere]
    places: dict[str, list[Place]] = {}
    for protected, place in places_of(sources.root, (*sources.texts, SITE_FILE), searched, rules):
        places.setdefault(protected.name, []).append(place)
    missing = [protected for protected in searched if protected.name not in places]
    is_open = [path for path in sources.texts if path not in rules.forbidden_on_pages] if missing else []
    for protected, place in places_of(sources.root, is_open, missing, rules, with_lists=True):
        places.setdefault(protected.name, []).append(place)
    for name, files in claims.items():
        reason = nowhere[name].reason if name in nowhere else "took part under a rule of attribution"
        message = f'"{name}" {reason}, and would stand in {_some_of(list(files))}'
        for place in places.get(name, ()):
            hint = how_to_allow(nowhere[name])
            diagnostics.error(place, Rule.PROTECTED_NAME, message, hint)
        if name not in places:
            hint = "look for the name in templates/, static/ and the names of files"
            diagnostics.error(_place_of_claim(files), Rule.PROTECTED_NAME, message, hint)


def _some_of(files: list[str]) -> str:
    rest = f" and {len(files) - _SHOWN_FILES} more" if len(files) > _SHOWN_FILES else ""
    return ", ".join(files[:_SHOWN_FILES]) + rest


def _place_of_claim(files: Mapping[str, str]) -> Place:
    paths: Iterator[str] = (claim.partition(":")[0] for claim in files.values())
    return Place(next((path for path in paths if "/" in path), TEMPLATES))
