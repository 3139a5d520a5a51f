"""What the archive already knows: the best source of names."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from site_builder.config import Config, read_config
from site_builder.errors import Diagnostics
from site_builder.kinds import Kind
from site_builder.names.folding import fold
from site_builder.names.people import NameParser
from site_builder.refactor.workspace import open_workspace
from site_builder.registry.registry import Registry

#: Parties that texts name without more words.
_PARTIES = {
    "labour": "Labour Party",
    "labour party": "Labour Party",
    "conservatives": "Conservative Party",
    "conservative party": "Conservative Party",
    "tories": "Conservative Party",
    "liberal democrats": "Liberal Democrats",
    "lib dems": "Liberal Democrats",
    "green party": "Green Party",
    "plaid cymru": "Plaid Cymru",
    "scottish national party": "Scottish National Party",
    "snp": "Scottish National Party",
    "sinn féin": "Sinn Féin",
    "republican party": "Republican Party",
    "democratic party": "Democratic Party",
}


@dataclass(slots=True)
class ArchiveNames:
    """The names that files and writeups of a site use; those that must not be printed are none of them."""

    parser: NameParser
    people: Registry | None = None
    organisations: Registry | None = None
    topics: Registry | None = None
    protected: frozenset[str] = frozenset()

    def person(self, name: str) -> str:
        """Return how the archive calls a person; empty for one whom it does not know, or must not name."""
        return (
            ""
            if self.people is None or self.parser.fold(name) in self.protected
            else _only(self.people, name)
        )

    def is_protected(self, name: str) -> bool:
        """Say whether a name must not be printed."""
        return self.parser.fold(name) in self.protected

    def organisation(self, name: str) -> str:
        """Return how the archive, or everybody, calls an organisation; empty for an unknown one."""
        known = "" if self.organisations is None else _only(self.organisations, name)
        if not known and self.organisations is not None and name.lower().startswith("the "):
            known = _only(self.organisations, name[4:])
        return known or _PARTIES.get(fold(name), "")

    def topic_names(self) -> Iterable[str]:
        """Return the topics of the archive."""
        return self.topics.names() if self.topics is not None else ()


def _only(registry: Registry, name: str) -> str:
    """Return the name of the only thing that a name may mean."""
    ids = registry.find(name)
    return registry.name_of(ids[0]) if len(ids) == 1 else ""


def read_archive_names(root: Path) -> tuple[ArchiveNames, Config]:
    """Read what a site knows; raise :class:`ProblemsFound` for one whose files cannot be understood."""
    config = read_config(root, Diagnostics())
    parser = NameParser(config.names.titles, config.names.post_nominals)
    workspace = open_workspace(root, Kind.PEOPLE)
    registries = workspace.registries
    protected = {parser.fold(registries.people.name_of(id)) for id in registries.withheld}
    names = ArchiveNames(
        parser,
        registries.people,
        registries.organisations,
        registries.topics,
        frozenset(protected | set(registries.closed_names)),
    )
    return names, config
