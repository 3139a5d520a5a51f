"""Speakers and mentions -> their parts: every line taken apart, and what is not certain about it reported."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

from site_builder.errors import Diagnostics, Rule
from site_builder.kinds import Kind
from site_builder.names.classify import Reading, read_as
from site_builder.names.folding import fold
from site_builder.names.parsed_line import KnownNames, ParsedLine, Shorthand
from site_builder.names.people import NameParser
from site_builder.names.shorthand import parse_name, parse_shorthand
from site_builder.registry.registry import Registry
from site_builder.schema.nodes import Placed
from site_builder.sources.documents import Documents, Parsed
from site_builder.sources.entry_fields import EntryFields
from site_builder.sources.fields import WriteupFields
from site_builder.values import Attribution

#: The parts of entries, by the path of a writeup and the number of the entry in it, speakers first. A line
#: may name several people.
EntryParts: TypeAlias = Mapping[tuple[str, int], tuple[Shorthand, ...]]


class ListedPosition(NamedTuple):
    """A position with the organisation where it was held; one of the two may be missing."""

    position: str
    organisation: Placed[str] | None


def positions_of(entry: EntryFields, parts: Shorthand) -> tuple[ListedPosition, ...]:
    """Return the positions of a speaker or a mention, each with its organisation.

    A position with several ``organisations`` belongs to none of them: which it was is not known.
    """
    if entry.shorthand is not None:
        place = entry.shorthand.place
        return tuple(
            ListedPosition(held.position, Placed(held.organisation, place) if held.organisation else None)
            for held in parts.held
        )
    pairs = [ListedPosition(pair.position, pair.organisation) for pair in entry.positions]
    organisations = (*([entry.organisation] if entry.organisation else []), *entry.organisations)
    if len(organisations) == 1:
        pairs.append(ListedPosition(entry.position, organisations[0]))
    else:
        pairs += [ListedPosition(entry.position, None)] if entry.position else []
        pairs += [ListedPosition("", organisation) for organisation in organisations]
    return tuple(pairs)


@dataclass(slots=True)
class EntryReader:
    """Takes the entries of one writeup after the other apart; equal lines only once.

    ``whole_names`` are folded names of organisations that stand under a key of their own.
    """

    documents: Documents
    declared: Mapping[Kind, Registry]
    parser: NameParser
    whole_names: frozenset[str]
    parts: dict[tuple[str, int], tuple[Shorthand, ...]] = field(default_factory=dict)
    #: The short names that hold in a writeup, folded, with the full ones, by its path.
    short_names: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _lines: dict[str, ParsedLine] = field(default_factory=dict)
    _names: dict[str, ParsedLine] = field(default_factory=dict)
    _listed: frozenset[str] | None = None
    _secret_words: tuple[frozenset[str], ...] | None = None
    _organisations_in_lines: frozenset[str] = frozenset()
    _positions: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        positions: set[str] = set()
        organisations: set[str] = set()
        for writeup in self.documents.writeups:
            is_open = writeup.fields.event.attribution == Attribution.ON_THE_RECORD
            for entry in writeup.fields.entries:
                if entry.shorthand is None:
                    positions.update(fold(pair.position) for pair in entry.positions if pair.position)
                    positions.update([fold(entry.position)] if entry.position else ())
                if entry.shorthand is not None and is_open:
                    organisations.update(_certain_organisation(entry.shorthand.value))
        self._positions = frozenset(positions)
        self._organisations_in_lines = frozenset(organisations)

    def read_all(self, writeups: tuple[Parsed[WriteupFields], ...], diagnostics: Diagnostics) -> EntryParts:
        """Parse every speaker and mention, also of writeups that are not among those to be published.

        Names that those list must be kept out of the output.
        """
        published = {writeup.path for writeup in writeups}
        for writeup in writeups:
            self.read(writeup, diagnostics)
        for writeup in self.documents.writeups:
            if writeup.path not in published:
                # A writeup that is not published yet is reported when the complete site is linked.
                self.read(writeup, Diagnostics())
        return self.parts

    def read(self, writeup: Parsed[WriteupFields], diagnostics: Diagnostics) -> None:
        """Parse the entries of a writeup."""
        fields = writeup.fields
        is_closed = fields.event.attribution != Attribution.ON_THE_RECORD
        known = self.known(self._own_organisations(fields) if is_closed else frozenset())
        lines, names = ({}, {}) if is_closed else (self._lines, self._names)
        short_names = self._short_names(fields)
        if short_names:
            self.short_names[writeup.path] = short_names
        for number, entry in enumerate(fields.entries):
            if entry.shorthand is not None:
                line = entry.shorthand.value
                if line not in lines:
                    lines[line] = parse_shorthand(line, known)
                parsed = lines[line]
            else:
                name = entry.name.value if entry.name else ""
                if name not in names:
                    names[name] = parse_name(name, known) if name else ParsedLine((Shorthand(""),))
                parsed = names[name]
                self._report_several_organisations(entry, diagnostics)
            self._report(entry, parsed, is_closed, diagnostics)
            if not parsed.refusal:
                entries = _with_role(parsed.entries, entry)
                if short_names:
                    entries = tuple(_with_full_name(parts, short_names) for parts in entries)
                self.parts[writeup.path, number] = entries

    def known(self, own_organisations: frozenset[str] = frozenset()) -> KnownNames:
        """Return what is known by which lines are understood."""
        organisations = self.declared[Kind.ORGANISATIONS]
        people = self.declared[Kind.PEOPLE]

        def is_organisation(name: str) -> bool:
            folded = fold(name)
            return (
                folded in self.whole_names
                or folded in own_organisations
                or folded in self._organisations_in_lines
                or bool(organisations.find(name))
            )

        return KnownNames(
            self.parser,
            is_organisation,
            lambda position: fold(position) in self._positions,
            lambda name: bool(people.find(name)),
            lambda name: self.parser.fold(name) in self._listed_names(),
        )

    def _listed_names(self) -> frozenset[str]:
        """Return the folded names of two words and more with which lines begin."""
        if self._listed is None:
            firsts = (
                (entry.shorthand or entry.name)
                for writeup in self.documents.writeups
                for entry in writeup.fields.entries
            )
            names = (first.value.partition(",")[0].strip() for first in firsts if first)
            self._listed = frozenset(self.parser.fold(name) for name in names if " " in name)
        return self._listed

    def _own_organisations(self, fields: WriteupFields) -> frozenset[str]:
        """Return what stands under keys of a closed event: it is understood there, and known nowhere else."""
        entries = (entry for entry in fields.entries if entry.shorthand is None)
        pairs = (pair for entry in entries for pair in positions_of(entry, _NOTHING))
        return frozenset(fold(pair.organisation.value) for pair in pairs if pair.organisation)

    def _short_names(self, fields: WriteupFields) -> dict[str, str]:
        """Return the short names that hold in a writeup, folded, with full names; its own win."""
        names: dict[str, str] = {}
        if fields.event.series:
            ids = self.declared[Kind.SERIES].find(fields.event.series.value)
            for series in self.documents.series if ids else ():
                if series.id in ids:
                    names.update((fold(short), full.value) for short, full in series.fields.voices)
        names.update((fold(short), full.value) for short, full in fields.voices)
        return names

    def _report(
        self, entry: EntryFields, parsed: ParsedLine, is_closed: bool, diagnostics: Diagnostics
    ) -> None:
        written = entry.shorthand or entry.name
        if written is None or not (parsed.refusal or parsed.doubts):
            return
        if parsed.refusal:
            message = f'"{written.value}" is not Name, Organisation or Name, Position, Organisation'
            diagnostics.error(written.place, Rule.SHORTHAND, message, parsed.refusal)
            return
        understood = " and ".join(str(parts) for parts in parsed.entries)
        message = f'"{written.value}": {"; ".join(parsed.doubts)}. It is understood as {understood}'
        hint = "if that is right, write " + " and ".join(f"`- {parts.yaml}`" for parts in parsed.entries)
        if any(parts.nobody for parts in parsed.entries):
            hint = "write the name of the person"
        elif entry.shorthand is None:
            hint = "correct the name; if it is right, give the person a file with this name"
        if is_closed or self._may_be_secret(parsed):
            hint += "; a name that must not be printed has to be certain"
            diagnostics.error(written.place, Rule.SHORTHAND, message, hint)
        else:
            diagnostics.warning(written.place, Rule.SHORTHAND, message, hint)

    def _may_be_secret(self, parsed: ParsedLine) -> bool:
        """Say whether a line has two words of a name that is withheld or never to be printed."""
        if self._secret_words is None:
            names = [
                name
                for person in self.documents.people
                for name in (
                    *((person.fields.name, *person.fields.other_names) if person.fields.withheld else ()),
                    *person.fields.never_print,
                )
                if name
            ]
            self._secret_words = tuple(frozenset(self.parser.fold(name.value).split()) for name in names)
        words = {word for parts in parsed.entries for word in fold(parts.name).split()}
        return any(len(words & secret) >= min(2, len(secret)) for secret in self._secret_words)

    def _report_several_organisations(self, entry: EntryFields, diagnostics: Diagnostics) -> None:
        organisations = (*([entry.organisation] if entry.organisation else []), *entry.organisations)
        if not entry.position or len(organisations) < 2:
            return
        pairs = ", ".join(
            f'{{position: "{entry.position}", organisation: "{organisation.value}"}}'
            for organisation in organisations
        )
        message = f'which of {len(organisations)} organisations "{entry.position}" belongs to is not said'
        hint = f"in place of position: and organisations:, write positions: [{pairs}] with what is right"
        diagnostics.warning(organisations[0].place, Rule.SEVERAL_ORGANISATIONS, message, hint)


_NOTHING = Shorthand("")


def _certain_organisation(line: str) -> Iterator[str]:
    """Yield the organisation of "Name, Position, Organisation", folded, where nothing else can be meant."""
    pieces = [piece.strip() for piece in line.split(",")]
    if len(pieces) == 3 and read_as(pieces[1]) is Reading.POSITION:
        is_list = " and " in pieces[2] and read_as(pieces[2]) is not Reading.ORGANISATION
        yield from () if is_list else (fold(pieces[2]),)


def _with_role(entries: tuple[Shorthand, ...], entry: EntryFields) -> tuple[Shorthand, ...]:
    """Return entries with the role that stands under its own key; most have none, and are shared."""
    if entry.shorthand is not None or not entry.role:
        return entries
    return tuple(Shorthand(parts.name, parts.held, entry.role, parts.nobody) for parts in entries)


def _with_full_name(parts: Shorthand, short_names: Mapping[str, str]) -> Shorthand:
    full = short_names.get(fold(parts.name))
    return replace(parts, name=full, nobody=None) if full else parts
