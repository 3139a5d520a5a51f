"""What stands behind a speaker's name: positions and organisations, told apart between commas."""

from dataclasses import dataclass, field

from site_builder.names.classify import AND, Held, Reading, read_as, split_several_held, word_key
from site_builder.names.parsed_line import KnownNames
from site_builder.names.placeholders import is_placeholder_organisation
from site_builder.names.position_words import LEGAL_FORMS, LISTS_SUBJECTS

_SELF = frozenset({"self", "myself", "himself", "herself", "themselves"})


@dataclass(slots=True)
class HeldReader:
    """Reads the parts of one line; ``doubts`` say why that may be wrong."""

    known: KnownNames
    doubts: list[str] = field(default_factory=list)

    def read(self, name: str, rest: list[str]) -> tuple[Held, ...] | None:
        """Return the positions and organisations behind a name; None if they cannot be told apart."""
        while len(rest) > 1 and word_key(rest[-1]).replace(".", "") in LEGAL_FORMS:
            rest = [*rest[:-2], f"{rest[-2]}, {rest[-1]}"]
        for start in range(min(2, len(rest))):
            if len(rest) - start > 1 and self.known.is_organisation(", ".join(rest[start:])):
                rest = [*rest[:start], ", ".join(rest[start:])]
                break
        match rest:
            case []:
                return ()
            case [single]:
                return self._held_alone(name, single)
            case [position, organisation]:
                return self._held_pair(position, organisation)
        return self._held_list(rest)

    def _held_alone(  # noqa: PLR0911 - one reading after the other
        self, name: str, words: str
    ) -> tuple[Held, ...]:
        if self.known.is_organisation(words):
            return (Held("", words),)
        folded = self.known.parser.fold
        if folded(words) == folded(name) or words.casefold() in _SELF:
            self.doubts.append(f'"{words}" is no organisation, and is left out')
            return ()
        if is_placeholder_organisation(words):
            return (Held("", words),)
        if self.known.is_position(words):
            return (Held(words),)
        held, is_certain = split_several_held(words)
        reading = read_as(words)
        if held[0].organisation:
            if not is_certain or reading is Reading.UNKNOWN:
                self.doubts.append(f'"{words}" is taken apart')
            return held
        if reading is Reading.POSITION:
            if not is_certain:
                self.doubts.append(f'"{words}" is taken for a position as a whole')
            return (Held(words),)
        if words[:1].islower() and not words.startswith("the "):
            self.doubts.append(f'"{words}" is taken for a position')
            return (Held(words),)
        if reading is Reading.ORGANISATION and AND.search(words) and _holds_two(words):
            self.doubts.append(f'"{words}" is taken for one organisation')
        return (Held("", words),)

    def _held_pair(  # noqa: PLR0911 - one reading after the other
        self, position: str, organisation: str
    ) -> tuple[Held, ...]:
        first, second = read_as(position), read_as(organisation)
        knows_position, knows_organisation = (
            self.known.is_position(position),
            self.known.is_organisation(organisation),
        )
        is_reversed = self.known.is_organisation(position) and not knows_position and not knows_organisation
        if is_reversed and (second is Reading.POSITION or organisation[:1].islower()):
            self.doubts.append("the organisation stands before the position")
            return (Held(organisation, position),)
        if knows_position or (first is Reading.POSITION and second is not Reading.POSITION):
            if second is Reading.UNKNOWN and not knows_organisation and " and " in organisation:
                self.doubts.append(f'"{organisation}" may belong to the position')
            return (Held(position, organisation),)
        if first is Reading.POSITION and second is Reading.POSITION:
            if knows_organisation:
                return (Held(position, organisation),)
            held, _ = split_several_held(organisation)
            if held[0].organisation:
                self.doubts.append(f'"{position}" and "{held[0].position}" are taken for one position')
                return (Held(f"{position}, {held[0].position}", held[0].organisation),)
            self.doubts.append("there seem to be two positions and no organisation")
            return (Held(f"{position}, {organisation}"),)
        if second is Reading.POSITION:
            self.doubts.append("the organisation stands before the position")
            return (Held(organisation, position),)
        if first is Reading.ORGANISATION or self.known.is_organisation(position):
            self.doubts.append(f'"{position}" reads like an organisation')
            if self.known.is_organisation(position) and knows_organisation:
                return (Held("", position), Held("", organisation))
            return (Held("", f"{position}, {organisation}"),)
        if position[:1].islower() and (second is Reading.ORGANISATION or knows_organisation):
            return (Held(position, organisation),)
        if second is Reading.ORGANISATION or knows_organisation:
            self.doubts.append(f'"{position}" is taken for a position')
            return (Held(position, organisation),)
        if AND.search(organisation):
            self.doubts.append(f'"{position}, {organisation}" is taken for one organisation')
            return (Held("", f"{position}, {organisation}"),)
        self.doubts.append(f'"{position}" is taken for a position')
        return (Held(position, organisation),)

    def _held_list(self, rest: list[str]) -> tuple[Held, ...] | None:
        """Return what three and more parts mean: one of them has commas inside."""
        readings = [read_as(part) for part in rest]
        if readings[0] is Reading.POSITION or self.known.is_position(rest[0]):
            start = self._start_of_organisation(rest, readings)
            if start is None:
                return None
            position, organisation = ", ".join(rest[:start]), ", ".join(rest[start:])
            self.doubts.append("it has more commas than are certain")
            return (Held(position, organisation),)
        if readings[0] is Reading.ORGANISATION or _starts_list(rest[0]) or AND.search(rest[-1]):
            self.doubts.append(f'"{", ".join(rest)}" is taken for one organisation')
            return (Held("", ", ".join(rest)),)
        return None

    def _start_of_organisation(self, rest: list[str], readings: list[Reading]) -> int | None:
        last = len(rest) - 1
        for start in range(1, last + 1):
            if self.known.is_organisation(", ".join(rest[start:])):
                return start
        for start in range(1, last):
            if readings[start] is Reading.ORGANISATION and readings[last] is Reading.UNKNOWN:
                return start
            if _starts_list(rest[start]) and readings[start] is Reading.ORGANISATION:
                return start
        if readings[last] is Reading.ORGANISATION or self.known.is_organisation(rest[last]):
            # "Chair, Environment, Food and Rural Affairs Committee": a list before its noun.
            is_list = bool(AND.search(rest[last])) and readings[last] is Reading.ORGANISATION
            starts_with_noun = word_key(rest[last].split()[0]) in LISTS_SUBJECTS
            return 1 if is_list and not starts_with_noun and " and " not in rest[last - 1] else last
        if " and " in rest[last - 1] or len(rest) == 3:
            return last
        return None


def _starts_list(part: str) -> bool:
    """Say whether a part is the beginning of a name with commas: Department for Business."""
    words = [word_key(word) for word in part.split()]
    return any(word in LISTS_SUBJECTS for word in words[:3])


def _holds_two(words: str) -> bool:
    """Say whether "and" joins what would be two organisations: King's Fund and University of Kent."""
    left, right = AND.split(words, maxsplit=1)
    return read_as(left) is Reading.ORGANISATION and read_as(right) is Reading.ORGANISATION
