"""Protected names in the sources.

Each place is reported with its line and column before anything is rendered.
"""

import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy
from pathlib import Path
from typing import Self

from site_builder.errors import Diagnostics, Place, Rule
from site_builder.kinds import Kind
from site_builder.markdown.passages import strip_off_the_record
from site_builder.markdown.transcript_source import without_voices
from site_builder.names.folding import fold
from site_builder.names.person_name import PARTICLES
from site_builder.redaction.matching import ProtectedNameMatcher, folded_public
from site_builder.redaction.prefilter import NamePrefilter
from site_builder.redaction.protected_names import RULE_NAMES, ListedUnderRule
from site_builder.redaction.scan import is_searchable
from site_builder.redaction_rules import ProtectedName, RedactionRules
from site_builder.registry.collect import is_on_the_record
from site_builder.sources.comments import comments_path
from site_builder.sources.discover import SourceFile, bytes_of
from site_builder.sources.documents import Parsed, date_of
from site_builder.sources.event_fields import recordings_of
from site_builder.sources.fields import WriteupFields
from site_builder.sources.front_matter import read_front_matter

#: Lists of people, who are printed as they may be, and keys whose values are never printed.
_LISTS = frozenset({"speakers", "mentions", "author", "authors", "attended", "regrets"})
_UNPRINTED_KEYS = _LISTS | {"never_print", "withheld", "not_to_be_confused_with", "public_names", "voices"}
#: In the file of a person or an organisation, the keys that say whose file it is.
_OWN_NAMES = frozenset({"name", "other_names", "sort_name"})
_RULES_IN_SHORT = ("Chatham House", "Chatham House Rules")
_SHOWN_FILES = 10
#: How far behind the beginning of a name its surname may stand, in characters.
_LONGEST_NAME = 40
_ATTRIBUTION_LINE = re.compile(r"^[ \t]*>[ \t>]*(?:—|―|–|-{2,3})[ \t]*[^\s\-|].*$", re.MULTILINE)
#: Months that are somebody's surname, in English, German and French.
_MONTH = "(?:March|April|May|June|July|August|März|Mai|Juni|Juli|mars|avril|juin|août)"
_DATE = re.compile(
    r"(?:\b(?:in|since|until|early|late|mid|last|next|this|im|seit|en|depuis)[ -]"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th|\.)?[ ]){_MONTH}\b(?![’'])|\b{_MONTH}[ ](?=\d)",
    re.IGNORECASE,
)
_LISTS_IN_LINE = re.compile(r"\b(?:attended|regrets):\s*(?:\[[^\[\]]*\]|[^,{}\[\]\n]+)")
#: Whose words these are, in the braces of a statement.
_NAME_IN_BRACES = re.compile(
    r"(?<=[\s{:])(?:said|quoted_by|to)\s*=\s*(?:[\"“”„][^\"“”{}]*[\"“”]|[^\s{}]+)(?=[^{}]*\})"
)
#: Who speaks in captions (WebVTT, section 3.5).
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s[^>]*>")
#: Who voted.
_VOTES = re.compile(r"(?<=\n):::[ \t]*vote\b[^\n]*\n.*?\n:::", re.DOTALL | re.IGNORECASE)
_TRANSCRIPT = re.compile(r"^form:\s*[\"']?transcript\b", re.MULTILINE | re.IGNORECASE)
#: Who attended, below ``event:``; up to the next line that is not further inside.
_LISTS_OF_EVENT = re.compile(
    r"^([ ]+)(?:attended|regrets):[^\n]*(?:\n(?:[ ]*|\1[ ]+[^\n]*|\1-[^\n]*)(?=\n|\Z))*", re.MULTILINE
)
_ATTRIBUTION_KEY = re.compile(r"\battribution\s*[:=].*$", re.MULTILINE)


def report_names_under_rule(
    root: Path,
    writeups: Iterable[Parsed[WriteupFields]],
    listed: ListedUnderRule,
    diagnostics: Diagnostics,
) -> None:
    """Report every place at which a writeup names somebody whom it lists and must not name.

    That is everybody under a rule of attribution, and on the record those whose names are withheld.
    """
    for writeup in writeups:
        fields = writeup.fields
        is_open = is_on_the_record(fields)
        entries = tuple(listed.withheld_in(writeup) if is_open else listed.names_in(writeup))
        if not entries:
            continue
        organisers = (organiser.value for organiser in fields.event.organisers)
        authors = (author.name.value for author in (*fields.author, *fields.authors) if author.name)
        said_to_be_public = [name.value for name in fields.public_names]
        public = folded_public((*organisers, *authors, *said_to_be_public))
        names = {name.name: name for entry in entries for name in entry.names}
        secret = tuple(name for name in names.values() if folded_public((name.name,)).isdisjoint(public))
        surnames = tuple(
            ProtectedName(entry.surname, name.name, is_person=True)
            for entry in entries
            for name in entry.names[:1]
            if len(entry.surname) > 1
            and name in secret
            and fold(entry.surname) not in _folded(said_to_be_public)
        )
        allowed = folded_public((*said_to_be_public, *RULE_NAMES, *_RULES_IN_SHORT))
        for source in _sources_of(root, writeup, is_open=is_open):
            places = _report_names(source, fields, ProtectedNameMatcher(secret, public, {}), diagnostics)
            excepted = {surname.name: allowed for surname in surnames}
            matcher = ProtectedNameMatcher(surnames, allowed, excepted)
            for surname, place in source.without_dates().find(matcher):
                if any(
                    place.line == there.line and 0 <= place.column - there.column <= _LONGEST_NAME
                    for there in places
                ):
                    continue
                whom = next(name for name in secret if name.name == surname.reason)
                message = (
                    f'"{surname.name}" may be the surname of "{whom.name}", who {_why_secret(whom, fields)}'
                )
                whose = f"take it out, or write public_names: [{surname.name}] if it is somebody else's"
                diagnostics.error(place, Rule.PROTECTED_NAME, message, whose)


def _sources_of(root: Path, writeup: Parsed[WriteupFields], *, is_open: bool) -> Iterator["_PrintedSource"]:
    """Yield all that is printed on the page of a writeup, and of its event: the texts, and captions."""
    fields = writeup.fields
    yield _PrintedSource(root, writeup.path, with_attributions=not is_open)
    if writeup.comments:
        yield _PrintedSource(
            root, comments_path(writeup.id, date_of(fields).day), with_attributions=not is_open
        )
    if fields.event.path and not is_open:
        yield _PrintedSource(root, fields.event.path)
    for recording in recordings_of(fields.event):
        if recording.captions:
            path = posixpath.normpath(
                posixpath.join(posixpath.dirname(writeup.path), recording.captions.value)
            )
            yield _PrintedSource(root, path, with_attributions=not is_open)


def _report_names(
    source: "_PrintedSource", fields: WriteupFields, matcher: ProtectedNameMatcher, diagnostics: Diagnostics
) -> set[Place]:
    """Report every place of a name in a source, once; return these places."""
    reported = {problem.place for problem in diagnostics.problems if problem.rule is Rule.PROTECTED_NAME}
    hint = (
        "take the name out, put the passage between ::: off the record and :::, "
        "take the entry out of the list, or write public_names: if it is somebody else's"
    )
    is_open = is_on_the_record(fields)
    places = set()
    for name, place in source.find(matcher):
        places.add(place)
        if place in reported:
            continue
        message = f'"{name.name}" {_why_secret(name, fields)}, and stands here in the open'
        is_known_anywhere = is_open and " " in name.name
        diagnostics.error(
            place, Rule.PROTECTED_NAME, message, how_to_allow(name) if is_known_anywhere else hint
        )
    return places


def _why_secret(name: ProtectedName, fields: WriteupFields) -> str:
    if is_on_the_record(fields):
        return name.reason
    return f"is listed under a rule of attribution ({fields.event.attribution})"


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, names))


def report_names_anywhere(
    root: Path,
    rules: RedactionRules,
    paths: Iterable[str],
    surnames: Mapping[str, ProtectedName],
    diagnostics: Diagnostics,
) -> None:
    """Report every place in what is published where a name stands that must be nowhere.

    A place that was reported already, with the rule of its own writeup, is not reported again. ``surnames``
    have the names that are protected, by folded surname: one of these with a title is a warning.
    """
    if not rules.names:
        return
    reported = {problem.place for problem in diagnostics.problems if problem.rule is Rule.PROTECTED_NAME}
    reported_lines = {(place.path, place.line) for place in reported}
    matcher = ProtectedNameMatcher(rules.names, rules.public, rules.excepted)
    prefilter = NamePrefilter(matcher)
    for path in paths:
        data = bytes_of(root / path)
        may_have_name = prefilter.may_have_name(data)
        with_titles = _titles_and_surnames(data.decode("utf-8", "replace"), surnames) if surnames else ()
        if not may_have_name and not with_titles:
            continue
        source = _PrintedSource(root, path, with_attributions=False)
        lines = set()
        for name, place in source.find(matcher) if may_have_name else ():
            lines.add(place.line)
            if place not in reported:
                message = f'"{name.name}" {name.reason}, and stands here in the open'
                diagnostics.error(place, Rule.PROTECTED_NAME, message, how_to_allow(name))
        for words, offset, name in _titles_and_surnames(source.text, surnames) if with_titles else ():
            place = Place.at(path, source.text, offset)
            if place.line not in lines and (place.path, place.line) not in reported_lines:
                message = f'"{words}" may be "{name.name}", which {name.reason}'
                hint = "take it out if it is; write the first name too if it is somebody else"
                diagnostics.warning(place, Rule.PROTECTED_NAME, message, hint)


def _titles_and_surnames(
    text: str, surnames: Mapping[str, ProtectedName]
) -> list[tuple[str, int, ProtectedName]]:
    """Return each title, or initials, with a protected surname, its offset, and whose it may be."""
    found = []
    for match in _TITLE_AND_SURNAME.finditer(text):
        first, *more = match["names"].split()
        initials = match["initials"]
        if first[0].islower() or (initials and initials.islower()):
            continue
        for words in ((first, *more), (first,)) if more else ((first,),):
            name = surnames.get(fold(" ".join(words).removesuffix("’s").removesuffix("'s")))
            if name is not None and (initials is None or may_be_initials(initials, name)):
                found.append(
                    (f"{text[match.start() : match.start('names')]}{' '.join(words)}", match.start(), name)
                )
                break
    return found


def may_be_initials(initials: str, name: ProtectedName) -> bool:
    """Say whether initials may be those of the given names in a protected name; some may be left out."""
    written = [fold(letter) for letter in initials if letter.isalpha()]
    given = [fold(word)[:1] for word in name.words[:-1]]
    return _is_part_of(written, given) or (written[:1] == given[:1] and _is_part_of(given, written))


def _is_part_of(some: list[str], all_letters: list[str]) -> bool:
    """Say whether letters stand among others in the same order."""
    rest = iter(all_letters)
    return bool(some) and all(letter in rest for letter in some)


def how_to_allow(name: ProtectedName) -> str:
    """Return how a disclosure is taken away, and how a harmless match is allowed."""
    return (
        "take the name out here; if it is somebody else's, give them a file with "
        f'not_to_be_confused_with: ["{name.name}"]'
    )


#: Somebody who is called by a title or initials, and a surname of one word or two.
_TITLE_AND_SURNAME = re.compile(
    r"\b(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Baroness|Baron|Cllr|Councillor|Minister|Herr"
    r"|Frau|Mme|M|Sra?|Señora?|Senator|Judge|Justice|Rev|Revd|Ambassador|General|Colonel|Captain)(?:\.\s*|\s+)"
    r"|(?P<initials>(?:(?!\d|_)\w\.[-\s]?)+)\s*)"
    rf"(?:(?:{'|'.join(sorted(PARTICLES))})\s+)*"
    r"(?P<names>(?!\d|_)\w[\w’'-]+(?:\s+(?!\d|_)\w[\w’'-]+)?)"
)


def report_unsearchable_files(root: Path, files: Iterable[Path], diagnostics: Diagnostics) -> None:
    """Report once which files that are published cannot be searched for protected names."""
    paths = sorted({file.relative_to(root).as_posix() for file in files if not is_searchable(file)})
    if paths:
        rest = f" and {len(paths) - _SHOWN_FILES} more" if len(paths) > _SHOWN_FILES else ""
        message = f"protected names cannot be searched for in {', '.join(paths[:_SHOWN_FILES])}{rest}"
        hint = "look through them yourself: their texts and what they say of their author"
        diagnostics.warning(Place(paths[0]), Rule.NOT_SEARCHED, message, hint)


def places_of(
    root: Path,
    paths: Iterable[str],
    names: Iterable[ProtectedName],
    rules: RedactionRules,
    *,
    with_lists: bool = False,
) -> Iterator[tuple[ProtectedName, Place]]:
    """Yield every place in some files where one of the names stands in the open.

    ``with_lists`` looks in lists of speakers and mentions, too: somebody else's name there may be like one.
    """
    matcher = ProtectedNameMatcher(names, rules.public, rules.excepted)
    for path in paths:
        source = _PrintedSource(root, path, with_attributions=False, with_lists=with_lists)
        yield from source.find(matcher)


class _PrintedSource:
    """A file as its author wrote it, with spaces in place of what is never printed, so that places stay."""

    def __init__(
        self, root: Path, path: str, *, with_attributions: bool = True, with_lists: bool = False
    ) -> None:
        self._path = path
        try:
            text = (root / path).read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
            text = text if text.isascii() else unicodedata.normalize("NFC", text)
        except (OSError, UnicodeDecodeError):
            text = ""
        is_entity = path.startswith((f"{Kind.PEOPLE.folder}/", f"{Kind.ORGANISATIONS.folder}/"))
        unprinted = _UNPRINTED_KEYS | (_OWN_NAMES if is_entity else frozenset())
        self.text = _printed(path, text, unprinted - (_LISTS if with_lists else frozenset()))
        if not with_attributions:  # the names below quotations are printed as they may be
            self.text = _ATTRIBUTION_LINE.sub(_blank, self.text)
            if "{" in self.text:
                self.text = _NAME_IN_BRACES.sub(_blank, self.text)
            self.text = _VOTES.sub(_blank, _VOICE.sub(_blank, self.text))
            if _TRANSCRIPT.search(self.text):
                self.text = without_voices(self.text)

    def without_dates(self) -> Self:
        """Return the file without dates such as "5 May", so that no month is taken for a surname."""
        source = copy(self)
        source.text = _DATE.sub(_blank, self.text)
        return source

    def find(self, matcher: ProtectedNameMatcher) -> Iterator[tuple[ProtectedName, Place]]:
        """Yield each place of a name, once for each."""
        matches = dict.fromkeys((*matcher.find(self.text), *matcher.find_in_addresses(self.text)))
        for name, offset in matches:
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
        if "attended" in unprinted_keys:
            head = _LISTS_IN_LINE.sub(_blank, _LISTS_OF_EVENT.sub(_blank, head))
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
