"""Names in a text that are known in the archive, and that the writeup does not list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from site_builder.checks.context import CheckContext
from site_builder.checks.places import place_of, read_source
from site_builder.errors import Diagnostics, Place, Rule
from site_builder.kinds import Kind
from site_builder.model import Site, Writeup
from site_builder.names.folding import fold
from site_builder.names.people import NameParser

#: What names nobody: tags, headings, code, and what is a link already.
_APART = re.compile(r"<(a|h[1-6]|code|pre|kbd|samp|figcaption)\b[^>]*>.*?</\1>|<[^>]*>", re.DOTALL)
_WORD = re.compile(r"[\w’'.&-]*\w")
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class UndeclaredName:
    """A name that is known in the archive, and the places in writeups that do not list it."""

    noun: str
    id: str
    #: As the first text has it, and as the archive prints it.
    name: str
    usual_name: str
    places: tuple[Place, ...]
    #: The file that says more about it, which may not be there yet.
    file: str
    #: Whether somebody else has the name, too.
    has_namesake: bool

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the files of the writeups."""
        return tuple(place.path for place in self.places)


def check(context: CheckContext, diagnostics: Diagnostics) -> None:
    """Report each such name once for each writeup, where it stands first."""
    for undeclared in undeclared_names(context):
        name = undeclared.name
        key = "organisation" if undeclared.noun == Kind.ORGANISATIONS.noun else "name"
        for place in undeclared.places:
            message = f'the text names "{name}", whom the writeup does not list'
            hint = (
                f'add `- {key}: "{name}"` under mentions:, or link it with [[{name}]] '
                f"({undeclared.noun} {undeclared.id} is known); "
                f"`link: never` in {undeclared.file} ends the question"
            )
            diagnostics.warning(place, Rule.UNDECLARED_NAME, message, hint)


def undeclared_names(context: CheckContext) -> Iterator[UndeclaredName]:
    """Yield each name that texts have and their writeups do not list, with all places."""
    site = context.site
    names = _names_of_site(site, context.parser)
    first_names: dict[str, str] = {}
    places: dict[str, dict[str, Place]] = {}
    for writeup in site.pages_of_writeups:
        if not writeup.event.is_on_the_record:
            continue
        listed = _listed(writeup)
        source = ""
        for name, meant in _names_in(writeup.prose.html, names).items():
            if listed.isdisjoint(meant) and len(meant) == 1:
                source = source or read_source(context.root / writeup.path)
                (target,) = meant
                first_names.setdefault(target, name)
                places.setdefault(target, {}).setdefault(writeup.path, place_of(writeup.path, source, name))
    spellings = [fold(person.name) for person in site.people.values()]
    for target, by_path in places.items():
        noun, _, id = target.partition(" ")
        kind = Kind.ORGANISATIONS if noun == Kind.ORGANISATIONS.noun else Kind.PEOPLE
        entities = site.organisations if kind is Kind.ORGANISATIONS else site.people
        entity = entities[id]  # type: ignore[index]
        yield UndeclaredName(
            noun,
            id,
            first_names[target],
            entity.name,
            tuple(by_path.values()),
            entity.path or f"{kind.folder}/{id}.md",
            spellings.count(fold(entity.name)) > 1,
        )


def _names_of_site(site: Site, parser: NameParser) -> dict[str, dict[str, set[str]]]:
    """Return every known name, folded, by its first word, with what it may mean."""
    names: dict[str, dict[str, set[str]]] = {}

    def learn(name: str, meaning: str) -> None:
        folded = fold(name)
        if " " in folded or name[:1].isupper():
            names.setdefault(folded.partition(" ")[0], {}).setdefault(folded, set()).add(meaning)

    for person in site.people.values():
        if person.is_linked:  # else this is the answer that it is never to be asked about
            for name in (person.name, parser.plain(person.name), *person.other_names):
                learn(name, f"{Kind.PEOPLE.noun} {person.id}")
    for organisation in site.organisations.values():
        if organisation.is_linked:
            for name in (organisation.name, *organisation.other_names):
                learn(name, f"{Kind.ORGANISATIONS.noun} {organisation.id}")
    return names


def _listed(writeup: Writeup) -> set[str]:
    people = {
        *(entry.person for entry in writeup.entries),
        *(statement.person for statement in writeup.statements),
        *(author.person for author in writeup.authors),
        *writeup.named_people,
    }
    organisations = {
        *(id for entry in writeup.entries for id in entry.organisations),
        *writeup.event.organisers,
        *writeup.named_organisations,
    }
    targets = {target.strip("/") for target in writeup.prose.targets}
    linked = {
        target.replace("speakers/", "person ").replace("organisations/", "organisation ")
        for target in targets
    }
    return {f"person {id}" for id in people if id} | {f"organisation {id}" for id in organisations} | linked


def _names_in(html: str, names: dict[str, dict[str, set[str]]]) -> dict[str, set[str]]:
    """Return the names that begin with a capital, the longest at each place, with what each may mean."""
    text = unescape(_APART.sub(" ¦ ", html))
    hits: dict[str, set[str]] = {}
    words = list(_WORD.finditer(text))
    position = 0
    while position < len(words):
        first = words[position][0]
        step = 1
        if first[:1].isupper() or not first[:1].islower():
            candidates = names.get(fold(first.removesuffix("’s").strip(".")), {}) or names.get(
                fold(first), {}
            )
            for length in range(min(_MOST_WORDS, len(words) - position), 0, -1) if candidates else ():
                name = text[words[position].start() : words[position + length - 1].end()]
                meant = candidates.get(fold(name)) or candidates.get(fold(name.removesuffix("’s")))
                if meant:
                    hits.setdefault(name.removesuffix("’s"), meant)
                    step = length
                    break
        position += step
    return hits
