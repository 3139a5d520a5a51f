"""Protected names in the sources.

Each place is reported with its line and column before anything is rendered.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from site_builder.errors import Diagnostics, Place, Rule
from site_builder.kinds import Kind
from site_builder.markdown.passages import strip_off_the_record
from site_builder.model import RedactionRules
from site_builder.names.folding import fold
from site_builder.names.people import plain_name
from site_builder.names.search import NameSearch, searchable, word_finder
from site_builder.redaction.protected_names import ListedUnderRule, distinguishable
from site_builder.registry.collect import is_on_the_record
from site_builder.sources.discover import SourceFile
from site_builder.sources.fields import WriteupFields
from site_builder.sources.front_matter import read_front_matter
from site_builder.sources.parse import Parsed

#: Lists of people that are for the author alone under a rule, and keys whose values are never printed.
_UNPRINTED_KEYS = frozenset({"speakers", "mentions", "never_print", "withheld", "not_to_be_confused_with"})
#: In the file of a person or an organisation, the keys that say whose file it is.
_OWN_NAMES = frozenset({"name", "other_names", "sort_name"})
_ATTRIBUTION_LINE = re.compile(r"^[ \t]*>[ \t>]*(?:—|―|–|-{2,3})[ \t]*[^\s\-|].*$", re.MULTILINE)
_ATTRIBUTION_KEY = re.compile(r"\battribution\s*[:=].*$", re.MULTILINE)


def report_names_under_rule(
    root: Path, writeups: Iterable[Parsed[WriteupFields]], listed: ListedUnderRule, diagnostics: Diagnostics
) -> None:
    """Report every place at which a writeup names somebody whom it lists under a rule of attribution."""
    for writeup in writeups:
        if is_on_the_record(writeup.fields):
            continue
        entries = tuple(listed.names_in(writeup))
        rule = writeup.fields.event.attribution
        names = {name: entry.is_person for entry in entries for name in entry.names}
        organisers = (organiser.value for organiser in writeup.fields.event.organisers)
        public = {fold(name) for name in (*organisers, writeup.fields.author)}
        source = _PrintedSource(root, writeup.path)
        hint = (
            "take the name out, put the passage between ::: off the record and :::, "
            "or take the entry out of the list"
        )
        secret = [(name, is_person) for name, is_person in names.items() if fold(name) not in public]
        for name, place in source.find(secret):
            message = f'"{name}" is listed under a rule of attribution ({rule}) and stands here in the open'
            diagnostics.error(place, Rule.PROTECTED_NAME, message, hint)
        people = (entry for entry in entries if entry.is_person and entry.names)
        surnames = distinguishable(plain_name(person.names[0]).split()[-1] for person in people)
        alone = [(surname, True) for surname in surnames if surname not in names]
        for surname, place in source.find(alone, inside=names):
            message = (
                f'"{surname}" may be the surname of somebody who is listed '
                f"under a rule of attribution ({rule})"
            )
            diagnostics.warning(place, Rule.PROTECTED_NAME, message, hint)


def report_names_anywhere(
    root: Path, rules: RedactionRules, paths: Iterable[str], diagnostics: Diagnostics
) -> None:
    """Report every place in what is published where a name stands that must be nowhere.

    A place that was reported already, with the rule of its own writeup, is not reported again.
    """
    if not rules.names:
        return
    reported = {problem.place for problem in diagnostics.problems if problem.rule is Rule.PROTECTED_NAME}
    reasons = {protected.name: protected.reason for protected in rules.names}
    is_person = {protected.name: protected.is_person for protected in rules.names}
    longest_words = {name: max(searchable(name).split(), key=len) for name in reasons}
    words = sorted(set(longest_words.values()))
    find_words = word_finder(words)
    for path in paths:
        source = _PrintedSource(root, path, with_attributions=False)
        present = {words[number] for number in find_words(searchable(source.text))}
        names = [(name, is_person[name]) for name in reasons if longest_words[name] in present]
        for name, place in source.find(names, rules.allowed) if names else ():
            if place not in reported:
                message = f'"{name}" {reasons[name]}, and stands here in the open'
                diagnostics.error(place, Rule.PROTECTED_NAME, message, "take the name out here")


def places_of(
    root: Path, paths: Iterable[str], names: Iterable[tuple[str, bool]]
) -> Iterator[tuple[str, Place]]:
    """Yield every place in some files where one of the names stands in the open."""
    names = tuple(names)
    for path in paths:
        yield from _PrintedSource(root, path, with_attributions=False).find(names)


class _PrintedSource:
    """A file as its author wrote it, with spaces in place of what is never printed, so that places stay."""

    def __init__(self, root: Path, path: str, *, with_attributions: bool = True) -> None:
        self._path = path
        try:
            text = (root / path).read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except (OSError, UnicodeDecodeError):
            text = ""
        is_entity = path.startswith((f"{Kind.PEOPLE.folder}/", f"{Kind.ORGANISATIONS.folder}/"))
        self.text = _printed(path, text, _UNPRINTED_KEYS | _OWN_NAMES if is_entity else _UNPRINTED_KEYS)
        if not with_attributions:  # the names below quotations are printed as they may be
            self.text = _ATTRIBUTION_LINE.sub(_blank, self.text)

    def find(
        self, names: Iterable[tuple[str, bool]], inside: Iterable[str] = ()
    ) -> Iterator[tuple[str, Place]]:
        """Yield each place of a name, but where it is part of a name of ``inside``."""
        allowed = frozenset(searchable(name) for name in inside)
        for name, offset in NameSearch(names, allowed).places(self.text):
            yield name, Place.at(self._path, self.text, offset)


def _printed(path: str, text: str, unprinted_keys: Collection[str]) -> str:
    """Return a file of the same length with spaces for what is off the record or under keys never printed."""
    document = read_front_matter(SourceFile(Kind.PAGES, path, text, ""), Diagnostics())
    has_front = document.front is not None
    head, body = (document.head, text[document.body_start :]) if has_front else ("", text)
    if document.front is not None:
        line_starts = [0]
        for line in head.split("\n"):
            line_starts.append(line_starts[-1] + len(line) + 1)
        starts = sorted(
            (line_starts[entry.key_place.line - 1] + entry.key_place.column - 1, entry.key)
            for entry in document.front
        )
        ends = [start for start, _ in starts[1:]] + [len(head)]
        for (start, key), end in zip(starts, ends, strict=True):
            if key in unprinted_keys:
                head = head[:start] + _blanked(head[start:end]) + head[end:]
        head = _ATTRIBUTION_KEY.sub(_blank, head)
    passages = Diagnostics()
    stripped = strip_off_the_record(body, Place(path), passages)
    return head + (body if passages.has_errors else _with_lengths_of(stripped, body))


def _blank(match: re.Match[str]) -> str:
    return _blanked(match[0])


def _blanked(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _with_lengths_of(stripped: str, body: str) -> str:
    """Return what is on the record with every line as long as it was."""
    lines = zip(stripped.split("\n"), body.split("\n"), strict=True)
    return "\n".join(line if line else " " * len(before) for line, before in lines)
