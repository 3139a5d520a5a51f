"""Names in a text that are known in the archive, and that the writeup does not list."""

import re
from html import unescape
from pathlib import Path

from site_builder.errors import Diagnostics, Place, Rule
from site_builder.model import Site, Writeup
from site_builder.names.folding import fold
from site_builder.names.people import plain_name

#: What names nobody: tags, headings, code, and what is a link already.
_APART = re.compile(r"<(a|h[1-6]|code|pre|kbd|samp|figcaption)\b[^>]*>.*?</\1>|<[^>]*>", re.DOTALL)
_WORD = re.compile(r"[\w’'.&-]*\w")
_MOST_WORDS = 12


def check(site: Site, root: Path, diagnostics: Diagnostics) -> None:
    """Report each such name once for each writeup, where it stands first."""
    names = _names_of_site(site)
    for writeup in site.writeups:
        if not writeup.event.is_on_the_record:
            continue
        listed = _listed(writeup)
        source = ""
        for name, meant in _names_in(writeup.prose.html, names).items():
            if listed.isdisjoint(meant) and len(meant) == 1:
                source = source or _read(root / writeup.path)
                message = f'the text names "{name}", whom the writeup does not list'
                (one,) = meant
                noun, _, id = one.partition(" ")
                entry = f"organisation: {name}" if noun == "organisation" else f"name: {name}"
                hint = f"add `- {entry}` under mentions:, or link it with [[{name}]] ({noun} {id} is known)"
                place = _place(writeup.path, source, name)
                diagnostics.warning(place, Rule.UNDECLARED_NAME, message, hint)


def _names_of_site(site: Site) -> dict[str, dict[str, set[str]]]:
    """Return every known name, folded, by its first word, with what it may mean."""
    names: dict[str, dict[str, set[str]]] = {}

    def learn(name: str, meaning: str) -> None:
        folded = fold(name)
        if " " in folded or name[:1].isupper():
            names.setdefault(folded.partition(" ")[0], {}).setdefault(folded, set()).add(meaning)

    for person in site.people.values():
        for name in (person.name, plain_name(person.name), *person.other_names):
            learn(name, f"person {person.id}")
    for organisation in site.organisations.values():
        for name in (organisation.name, *organisation.other_names):
            learn(name, f"organisation {organisation.id}")
    return names


def _listed(writeup: Writeup) -> set[str]:
    people = {
        *(entry.person for entry in writeup.entries),
        *(statement.person for statement in writeup.statements),
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
    found: dict[str, set[str]] = {}
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
                    found.setdefault(name.removesuffix("’s"), meant)
                    step = length
                    break
        position += step
    return found


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""


def _place(path: str, source: str, name: str) -> Place:
    """Return where a name stands in the text of a file, below its front matter."""
    pattern = r"\s+".join(re.escape(word) for word in name.split()).replace("’", "['’]")
    fence = re.search(r"^(---|\+\+\+)\s*$.*?^\1\s*$", source, re.DOTALL | re.MULTILINE)
    match = re.compile(pattern).search(source, fence.end() if fence else 0)
    return Place.at(path, source, match.start()) if match else Place(path)
