"""A speaker in one line, in its parts: certain, or with what is not certain about them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from site_builder.names.classify import (
    AND,
    Held,
    Reading,
    is_organisation_alone,
    is_role_alone,
    may_be_person,
    read_as,
    word_key,
)
from site_builder.names.doubtful import doubts_about, is_word_of_title
from site_builder.names.given_names import GIVEN_NAMES
from site_builder.names.held import HeldReader
from site_builder.names.line_marks import without_marks
from site_builder.names.parsed_line import KnownNames, Nobody, ParsedLine, Shorthand
from site_builder.names.people import PRONOUNS, unquoted
from site_builder.names.placeholders import is_absent, is_placeholder, is_unconfirmed
from site_builder.names.roles import role_of, split_role_in_front

#: A comma that is not inside brackets.
_COMMA = re.compile(r",(?![^()\[\]]*[)\]])")
_OTHER_COMMAS = re.compile("[，、﹐،]")
_FLOOR = re.compile(
    r"^(?:audience member|audience|from the floor|member of the audience|question from the floor"
    r"|aus dem publikum)\s*"
    r"(?:\((.+)\)|:\s*(.+))(?:,\s*from the floor)?$",
    re.IGNORECASE,
)
#: What stands between a name and the rest where others write a comma.
_SEPARATOR = re.compile(
    r"\s+[-–—−]+\s+|(?<=\w)[-–—]\s+(?=[A-Z])|\s*;\s*|\s*\|\s*|\s+/\s+|(?<=[a-z])/(?=[A-Z][a-z]+\s[A-Z])|\s+@\s+|:\s*(?=\S)|\s+[-–—](?=\w)"
)
_DASH = re.compile(r"\s+[-–—]\s+")
_WITH_BRACKETS = re.compile(r"([^()\[\]]+?)\s*[(\[][^()\[\]]+[)\]]")
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_OTHERS = re.compile(
    r"\s*(?:,|\band\b|&)?\s*\b(?:others|colleagues|et al\.?|co-authors|und andere|u\.\s?a\.|et autres"
    r"|y otros)\s*$",
    re.IGNORECASE,
)
_PARTY_AND_STATE = re.compile(r"[A-Z][A-Za-z]{0,2}[-–, ]\s?[A-Z][A-Za-z]{0,3}\.?")
_KEY = re.compile(r"^(name|speaker|sprecher|nom|nombre)\s*:\s*(?=\S)", re.IGNORECASE)
_SPECIAL = re.compile(
    r"[()\[\]<>;|/@&:\"«»{}*_#\d]|\s-|-\s|[^\x00-\u024f’]"
    r"|\s(?:by|via|online|remotely|von|par|por)\b|^(?:mr|mrs|ms|herr|frau)\s(?:and|und)\s"
    r"|^(?:with|moderated|chaired|facilitated|hosted|interviewed|presented|led|moderiert|animé|moderado)\b"
    r"|\b(?:others|colleagues|et al|und andere|et autres|y otros)\b",
    re.IGNORECASE,
)
#: Between the words of a name, these are none of a person's.
_SMALL_WORD = re.compile(r"\s(?:of|for|the|on|in|to|from|by|with|at|via|or|as|für|pour|mit|avec|con)\s")


def parse_shorthand(line: str, known: KnownNames) -> ParsedLine:
    """Take a line apart: ``Name, Organisation``, ``Name, Position, Organisation``, and what others write.

    A role may stand last, in brackets, or in front with a colon. Letters behind the name (``Jr``, ``PhD``)
    belong to it. An organisation may hold commas if ``known`` has it.
    """
    if _SPECIAL.search(line):
        return _Line(known).parse(line)
    parts = [part.strip() for part in line.split(",")]
    return _Line(known).of_parts(parts)


def parse_name(name: str, known: KnownNames) -> ParsedLine:
    """Look at a name under a key of its own: what it says is not doubted, only whose name it is."""
    if known.is_person(name):
        return ParsedLine((Shorthand(name),))
    line = _Line(known)
    nobody = line.nobody_in(name, ())
    if nobody is None and _SPECIAL.search(name):
        line.doubts += doubts_about(known.parser.parse(name))
    doubts = (doubt for doubt in line.doubts if doubt != known.parser.parse(name).unsure)
    return ParsedLine((Shorthand(name, nobody=nobody),), tuple(doubts))


@dataclass(slots=True)
class _Line:
    """One line while it is taken apart."""

    known: KnownNames
    doubts: list[str] = field(default_factory=list)
    role: str = ""

    def parse(self, line: str) -> ParsedLine:
        text = _OTHER_COMMAS.sub(", ", unquoted(line)).strip()
        floor = _FLOOR.match(text)
        if floor:
            inner = parse_shorthand((floor[1] or floor[2]).strip(), self.known)
            entries = (replace(entry, role="from the floor") for entry in inner.entries)
            return ParsedLine(tuple(entries), inner.doubts, inner.refusal)
        if self.known.is_organisation(text) and not self.known.is_person(text):
            return self._done((Shorthand(text, nobody=Nobody.ORGANISATION),))
        text, marks = without_marks(text)
        self.doubts += marks
        self.role, text = split_role_in_front(text)
        key = _KEY.match(text)
        if key:
            self.doubts.append(
                f'"{key[0].strip()}" stands in front of the name, as a key without a space behind it'
            )
            text = text[key.end() :]
        others = _OTHERS.search(text.partition(",")[0])
        if others and text[: others.start()].strip():
            self.doubts.append(f'"{others[0].strip(" ,")}" stands for people who are not named')
            text = f"{text[: others.start()]}{text[others.end() :]}"
        parts = [part.strip() for part in _COMMA.split(text)]
        people = [_WITH_BRACKETS.fullmatch(part) for part in parts]
        if len(parts) > 1 and all(person and may_be_person(person[1]) for person in people):
            self.doubts.append("there seem to be several people in one line")
            lines = [parse_shorthand(part, self.known) for part in parts]
            return self._done(tuple(entry for line in lines for entry in line.entries))
        name = parts[0]
        separator = _SEPARATOR.search(_masked(name))
        if separator:
            before, after = name[: separator.start()].strip(), name[separator.end() :].strip()
            if after and before:
                several = self._several(before, after, parts[1:], separator[0].strip())
                if several:
                    return several
                parts[:1] = [before, *(part.strip() for part in re.split(r"[;|]", after))]
                if not self._is_certain(parts[1:]):
                    self.doubts.append(f'"{separator[0].strip()}" stands where a comma would')
        parts[1:] = [piece for part in parts[1:] for piece in self._split_part(part)]
        return self.of_parts(parts)

    def _is_certain(self, parts: list[str]) -> bool:
        """Say whether what stands behind a name is a position or an organisation without a doubt."""
        return all(
            self.known.is_organisation(part)
            or self.known.is_position(part)
            or read_as(part) is not Reading.UNKNOWN
            for part in parts
        )

    def _split_part(self, part: str) -> list[str]:
        """Return a part behind the name in pieces: "Chief Executive - The Trust", "Chair; The Trust"."""
        if ";" in part or "|" in part:
            self.doubts.append('";" or "|" stands where a comma would')
            return [piece.strip() for piece in re.split(r"[;|]", part) if piece.strip()]
        dash = _DASH.search(part)
        if dash and not self.known.is_organisation(part):
            before, after = part[: dash.start()], part[dash.end() :]
            self.doubts.append(f'"{dash[0].strip()}" stands in "{part}"')
            if (
                self.known.is_organisation(after)
                or read_as(after) is not Reading.UNKNOWN
                or read_as(before) is Reading.POSITION
            ):
                return [before, after]
        if (" / " in part or "@" in part) and not self.known.is_organisation(part):
            self.doubts.append(f'"{part}" may be two')
        return [part]

    def of_parts(self, parts: list[str]) -> ParsedLine:
        """Return what the parts between commas mean, the first of which is the name."""
        if not parts[0] and self.doubts:
            return ParsedLine((), tuple(self.doubts), "write the name of the person")
        if "" in parts:
            return ParsedLine((), refusal="delete the comma that has nothing behind or before it")
        name, *rest = parts
        if len(rest) > 1 and self._is_list_of_organisation(name, rest):
            name, rest = ", ".join(parts), []
        name, rest = self._with_letters(name, rest)
        name, rest = self._without_brackets(name, rest)
        rest = self._without_pronouns_and_roles(rest)
        if " " in name:
            joined = AND.search(name)
            if joined:
                several = self._several(name[: joined.start()], name[joined.end() :], rest, joined[0].strip())
                if several:
                    return several
        elif rest:
            name, rest = self._family_first(name, rest)
        if rest and (several := self._people_in_parts(name, rest)):
            return several
        nobody = self.nobody_in(name, rest)
        held = HeldReader(self.known, self.doubts).read(name, rest)
        if held is None:
            return ParsedLine(
                (), refusal="write it as name:, position: and organisation: on lines of their own"
            )
        if nobody is None and not self.known.is_person(name):
            self.doubts += doubts_about(self.known.parser.parse(name))
        return self._done((Shorthand(name, held, self.role, nobody),))

    def _done(self, entries: tuple[Shorthand, ...]) -> ParsedLine:
        return ParsedLine(entries, tuple(dict.fromkeys(self.doubts)))

    def _is_list_of_organisation(self, name: str, rest: list[str]) -> bool:
        return self.known.is_organisation(", ".join((name, *rest)))

    def _with_letters(self, name: str, rest: list[str]) -> tuple[str, list[str]]:
        """Return a name with the letters and titles that commas cut off, and the other parts."""
        parser = self.known.parser
        if rest and rest[0].rstrip(".").casefold() in {"dr", "mr", "mrs", "prof"} | (
            {"ms"} - {rest[0].lower()} if rest[0] == "MS" else {"ms"}
        ):
            name, rest = f"{rest[0]} {name}", rest[1:]
        while rest and parser.are_post_nominals(rest[0]) and not self.known.is_organisation(rest[0]):
            name, rest = f"{name}, {rest[0]}", rest[1:]
        return name, rest

    def _without_brackets(self, name: str, rest: list[str]) -> tuple[str, list[str]]:
        """Return a name without what brackets behind it say of somebody's role, position or organisation."""
        for match in list(_BRACKETS.finditer(name)):
            inside = match[1].strip()
            before, after = name[: match.start()].strip(), name[match.end() :].strip()
            parsed = self.known.parser.parse(name)
            if not before or inside in (parsed.pronouns, *(title.text for title in parsed.titles)):
                continue
            if match[0].strip() in (parsed.nickname, *parsed.post_nominals):
                continue
            shorter = f"{before} {after}".strip()
            if role_of(inside):
                self.role = role_of(inside)
            elif is_absent(inside):
                self.doubts.append(f'"({inside})" says that the person was not there')
            elif is_placeholder(inside) or is_unconfirmed(inside):
                self.doubts.append(f'"({inside})" says that the name is not settled')
            elif _PARTY_AND_STATE.fullmatch(inside) and not self.known.is_organisation(inside):
                self.doubts.append(f'"({inside})" is left out')
            else:
                pieces = [piece.strip() for piece in _COMMA.split(inside) if piece.strip()]
                if not self._is_certain(pieces) and not any(" at " in piece for piece in pieces):
                    self.doubts.append(f'"({inside})" is taken for what the person spoke for')
                rest = (
                    [*rest, *pieces] if rest and read_as(rest[-1]) is Reading.POSITION else [*pieces, *rest]
                )
            name = shorter
            return self._without_brackets(name, rest)
        return name, rest

    def _without_pronouns_and_roles(self, rest: list[str]) -> list[str]:
        rest = [part for part in rest if not (PRONOUNS.fullmatch(part) and ("/" in part or " " in part))]
        if rest:
            brackets = _BRACKETS.search(rest[-1])
            if brackets and rest[-1].endswith((")", "]")):
                inside = brackets[1].strip()
                if PRONOUNS.fullmatch(inside) or role_of(inside):
                    self.role = role_of(inside) or self.role
                    rest[-1] = rest[-1][: brackets.start()].strip()
                    if not rest[-1]:  # nothing but the brackets stood there
                        rest.pop()
        if rest and (role := role_of(rest[-1])):
            self.role = role
            rest = rest[:-1]
        return rest

    def _family_first(self, name: str, rest: list[str]) -> tuple[str, list[str]]:
        """Return "Ada Example" for "Example, Ada"."""
        given_first = f"{rest[0]} {name}"
        if len(rest[0].split()) > 2 or self.known.is_organisation(rest[0]):
            return name, rest
        if self.known.is_person(given_first) or self.known.is_listed(given_first):
            return given_first, rest[1:]
        words = rest[0].split()
        if word_key(words[0]) in GIVEN_NAMES and all(
            word_key(word) in GIVEN_NAMES or re.fullmatch(r"[A-Z]\.?", word) for word in words
        ):
            self.doubts.append("the family name seems to stand first")
            return given_first, rest[1:]
        return name, rest

    def _several(self, left: str, right: str, rest: list[str], joint: str) -> ParsedLine | None:
        """Return two people whom one line names; None if that is not what it says."""
        left, right = left.strip(), right.strip()
        parser = self.known.parser
        if parser.is_title(left) and parser.parse(right).titles:  # Mr and Mrs Example
            left = f"{left} {parser.parse(right).family}"
            self.doubts.append(f'"{parser.parse(right).family}" is taken for the family name of both')
            return self._done((Shorthand(left, (), self.role), Shorthand(right, (), self.role)))
        if read_as(f"{left} {right}") is Reading.ORGANISATION and not may_be_person(right):
            return None
        is_and = joint.casefold() not in {"/", ";", "-", "–", "—", "|", ":", "@"}
        first, second = left.split(), right.split()
        if not is_and:
            if not may_be_person(right) or self.known.is_organisation(right):
                return None
            self.doubts.append(f'"{joint}" stands between two names')
        elif not _are_two_names(first, second, right) or is_role_alone(left):
            return None
        if len(first) == 1:
            left = f"{left} {second[-1]}"
            self.doubts.append(f'"{second[-1]}" is taken for the family name of both')
        elif is_and and not (self._is_name(left) and self._is_name(right)):
            self.doubts.append(f'"{joint}" stands between two names')
        role = self.role
        rest = self._without_pronouns_and_roles(rest)
        held = HeldReader(self.known, self.doubts).read(left, rest)
        if held is None:
            return ParsedLine(
                (),
                refusal="write each person on a line of their own, with name:, position: and organisation:",
            )
        return self._done(
            (Shorthand(left, held, self.role or role), Shorthand(right, held, self.role or role))
        )

    def _is_name(self, words: str) -> bool:
        known = self.known
        return (
            known.is_person(words)
            or known.is_listed(words)
            or may_be_person(words)
            or bool(self.known.parser.parse(words).titles)
        )

    def _people_in_parts(self, name: str, rest: list[str]) -> ParsedLine | None:
        """Return the people of a line that lists nothing but names; None if it lists anything else."""
        people = [person for part in rest for person in self._joined_names(part)]
        if not all(
            (may_be_person(part) or self.known.is_person(part) or self._is_listed_person(part))
            and not self.known.is_organisation(part)
            for part in people
        ):
            return None
        if self.known.parser.fold(rest[0]) == self.known.parser.fold(name):
            return None
        if len(people) == 1 and not may_be_person(name) and not self._is_name(name):
            self.doubts.append("what the person spoke for seems to stand before the name")
            return self._done((Shorthand(people[0], (Held("", name),), self.role),))
        self.doubts.append("there seem to be several people in one line")
        return self._done(tuple(Shorthand(person, (), self.role) for person in (name, *people)))

    def _joined_names(self, part: str) -> list[str]:
        pieces = AND.split(part)
        return pieces if all(may_be_person(piece) or self._is_name(piece) for piece in pieces) else [part]

    def _is_listed_person(self, words: str) -> bool:
        """Say whether another line begins with these words, and they read like nothing but a name."""
        return " " in words and self.known.is_listed(words) and read_as(words) is Reading.UNKNOWN

    def nobody_in(  # noqa: PLR0911 - one reason after the other
        self, name: str, rest: Sequence[str]
    ) -> Nobody | None:
        """Say why a name is no person's; None if it is one."""
        if self.known.is_person(name) and not is_placeholder(name):
            return None
        if is_placeholder(name) or is_unconfirmed(name):
            return Nobody.PLACEHOLDER
        parsed = self.known.parser.parse(name)
        if " " in name and self.known.parser.is_title(name):
            return Nobody.ROLE
        if not parsed.place or not parsed.stands_for:
            if is_role_alone(name):
                return Nobody.ROLE
            if self.known.is_organisation(name) and not rest:
                return Nobody.ORGANISATION
            if name.startswith("HM ") and len(parsed.titles) == 1:  # HM Treasury
                return Nobody.ORGANISATION
            if not parsed.post_nominals and is_word_of_title(parsed):
                if is_organisation_alone(name):
                    return Nobody.ORGANISATION
                if _SMALL_WORD.search(name) and not parsed.stands_for:
                    if word_key(name.split(maxsplit=1)[0]) not in GIVEN_NAMES:
                        return Nobody.ORGANISATION
                    self.doubts.append("it reads like no name of a person")
        return None


def _are_two_names(first: Sequence[str], second: Sequence[str], right: str) -> bool:
    """Say whether the words on both sides of "and" may be names, such as "Ada and Bela Example"."""
    has_capitals = all(word[:1].isupper() for word in (first[0], first[-1], second[0], second[-1]))
    is_given_name = len(first) > 1 or word_key(first[0]) in GIVEN_NAMES
    return has_capitals and is_given_name and len(second) > 1 and read_as(right) is Reading.UNKNOWN


def _masked(name: str) -> str:
    """Return a name with blanks for what stands in brackets, so that no separator is found there."""
    return _BRACKETS.sub(lambda match: "·" * len(match[0]), name)
