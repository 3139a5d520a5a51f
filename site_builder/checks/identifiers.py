"""Two people, or two organisations, to whom a register gave one identifier."""

from collections.abc import Iterable

from site_builder.checks.context import CheckContext
from site_builder.entities import Organisation, Person
from site_builder.errors import Diagnostics, Place, Rule
from site_builder.identifiers import Identifier


def check(context: CheckContext, diagnostics: Diagnostics) -> None:
    """Report every identifier that stands in two files: the two are one, or one is wrong."""
    site = context.site
    _report("people", site.people.values(), diagnostics)
    _report("organisations", site.organisations.values(), diagnostics)


def _report(command: str, entities: Iterable[Person | Organisation], diagnostics: Diagnostics) -> None:
    bearers: dict[Identifier, Person | Organisation] = {}
    for entity in sorted(entities, key=lambda entity: entity.path):
        for identifier in entity.ids:
            first = bearers.setdefault(identifier, entity)
            if first is not entity:
                message = f'{identifier.name} {identifier.value} is "{first.name}" in {first.path} too'
                hint = (
                    f"put the two together with site-builder {command} merge {entity.id} {first.id}, "
                    "or correct one of the identifiers"
                )
                diagnostics.warning(Place(entity.path), Rule.LOOK_ALIKE, message, hint)
