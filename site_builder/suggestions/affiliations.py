"""What stands beside a name -> the positions that the person holds, each with its organisation."""

import re

from site_builder.names.classify import Reading, read_as
from site_builder.names.given_names import GIVEN_NAMES
from site_builder.names.position_words import ORGANISATIONS, POSITIONS, SUBJECTS
from site_builder.suggestions.archive_names import ArchiveNames
from site_builder.suggestions.passages import Passage
from site_builder.suggestions.proposals import Affiliated

_WORD = r"(?:(?:[A-Z]\.){2,}|[A-ZÀ-Þ][\w’'&-]*(?:\.(?:gov|org|com|net))?|\d{1,3}[A-Z]\w*)"
#: The name of an organisation: capitalised words, with small ones between them.
_ORGANISATION = (
    rf"(?:the\s+)?({_WORD}(?:\s+(?:(?:of|for|and|on|in|&|the|de|to)\s+(?:the\s+)?)?{_WORD})*"
    r"(?:\s+\([A-Z][\w&.-]*\))?)"
)
_OF = re.compile(rf"(?:,?\s+(?:of|from|at)|\s+with)\s+{_ORGANISATION}")
_ALSO = re.compile(rf"\s*,?\s+(?:(?:but\s+|and\s+)?also|and)\s+(?:of\s+|at\s+|from\s+)?{_ORGANISATION}")
_IN_BRACKETS = re.compile(r"\s*\(([^()]{2,80}(?:\([^()]*\)[^()]*)?)\)")
_DASH = re.compile(r"\s*(?:[-–—|:]|,)\s*(?P<rest>[A-Z0-9][^|;\n]{1,200})$")
#: Where the words about somebody end and the sentence goes on.
_GOES_ON = (
    r",?\s+(?:who|whose|will|for\s+an?\b|is|was|said|says|spoke|shares?|shared|discuss\w*|presents?|presented|joins?|joined|led|leads"
    r"|told|asked|has|had|have|as\s+(?:she|he|they|we)|to\s+(?:talk|discuss|share|hear|learn|explore)|and\s+(?:[A-Z]\w+\s+){2}|talks|walks|tells|explains|gave)\b"
)
_END = r"(?<!\b[A-Z])(?<!\bInc)(?<!\bLtd)(?<!\bSt)[.;!?](?=\s|$)|\s[-–—]\s|$"
_SET_APART = re.compile(
    rf",\s+(?:(?:who|which)\s+(?:is|was)\s+)?(?P<rest>[^;:]+?)(?={_GOES_ON}|{_END}|\s*\((?![A-Z]))"
)
_IS = re.compile(
    r"(?:\s*,[^,.]{0,60},|,)?\s+(?:(?:currently|now)\s+)?(?P<verb>is|was|serves|served|works|worked|wears)"
    rf"(?:\s+(?:currently|now|as|dual hats))*\s+(?P<rest>[^;]+?)(?=\s+(?:where|who|responsible"
    rf"|with\s+(?:over|more)|since|helping|leading|focus\w*)\b|,\s+(?:where|who|and\s+(?:has|a\s+recip))"
    rf"|{_END})"
)
_AT_IN_SENTENCE = re.compile(
    rf"^[^.;]{{0,140}}?\s(?:at|from|with|of)\s+(?:the\s+)?(?P<organisation>{_WORD}(?:\s+(?:(?:of|for|and|on|&|the)\s+)*{_WORD})+(?:\s+\([A-Z][\w&.-]*\))?)"
)
_POSSESSIVE = re.compile(rf"({_WORD}(?:\s+{_WORD}){{0,3}})[’']s\s+(?P<position>(?:[A-Za-z-]+\s+){{0,4}})$")
_BEFORE = re.compile(r"((?:[A-Za-z0-9][\w’'&.-]*\s+){1,7})$")
_AT = re.compile(
    r"\s+(?P<word>at|for|of|with|in|from|on)\s+(?:the\s+)?(?=[A-Z0-9]|\w+\.(?:gov|org|com|net)\b)"
)
_ARTICLE = re.compile(
    r"^(?:and\s+)?(?:(?:i[’']m|i\s+am|is|as)\s+)?(?:(?:currently|now)\s+)?(?:the|an?|our|my|your)\s+",
    re.IGNORECASE,
)
#: An organisation in front of a position in small letters: "USWDS product lead".
_ORGANISATION_FIRST = re.compile(
    rf"^({_WORD}(?:\s+(?:(?:of|for|and|&)\s+)?{_WORD})*(?:\s+\([A-Z][\w&.-]*\))?)\s+(?P<position>[a-z][\w\s’/&-]+)$"
)
_UNIT = re.compile(
    r"^(?:division|office|branch|team|unit|section|directorate|department|bureau|lab|program)\b|\b(?:division|branch|team|unit|section|program|lab)$",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-Z0-9][A-Z0-9&.-]{1,9}")
_LETTERS_BEHIND = re.compile(
    r"^,\s*(?:Ph\.?\s?D\.?|M\.?D\.?|M\.?A\.?|MPH|MBA|MSOD|Esq\.?|CUA|PMP|CIPP|Jr\.?|Sr\.?|III?)(?=[,\s—–-])"
)
_PRONOUNS = re.compile(r"^,?\s*\(?(?:he|she|they)/(?:him|her|them)(?:/\w+)?\)?")
_LONGEST = 200


def worth(held: tuple[Affiliated, ...]) -> int:
    """Return how much some words say of somebody: most, if they have a position and an organisation."""
    return sum(
        2 * bool(one.position and one.organisation) + bool(one.organisation) + bool(one.position)
        for one in held[:1]
    )


class AffiliationReader:
    """Reads what a text says of people's positions."""

    def __init__(self, archive: ArchiveNames) -> None:
        self._archive = archive

    def held(self, passage: Passage, start: int, end: int) -> tuple[Affiliated, ...]:
        """Return the positions of the person whose name stands at an offset."""
        text = passage.text
        behind = _PRONOUNS.sub("", _LETTERS_BEHIND.sub("", text[end : end + 300]))
        if behind.startswith(("’s ", "'s ")):
            return ()
        readings = [
            self._after_dash(behind, passage),
            self._of_organisation(behind, passage),
            self._in_brackets(behind, passage),
            self._set_apart(behind, passage),
            self._after_is(behind, passage),
            self._before(text[max(0, start - 120) : start]),
        ]
        # A name that begins what follows is the person's again: "Ada Okafor — Ada, please".
        given = text[start:end].split()[0]
        readings = [held for held in readings if not any(one.organisation == given for one in held)]
        best = max(readings, key=worth, default=())  # the first of equal ones
        return best or self._in_sentence(behind, passage, start)

    def _after_dash(self, behind: str, passage: Passage) -> tuple[Affiliated, ...]:
        match = _DASH.match(behind)
        is_listed = passage.is_item or passage.begins_bold or passage.lists_speakers or passage.is_heading
        if match is None or not is_listed or len(passage.text) > 260:
            return ()
        rest = re.split(r"(?<=[a-z)])\.\s", match["rest"])[0]
        return self.read_line(rest)

    def _of_organisation(self, behind: str, _passage: Passage) -> tuple[Affiliated, ...]:
        match = _OF.match(behind)
        if match is None:
            return ()
        organisations = [self._organisation(match[1])]
        also = _ALSO.match(behind, match.end())
        if also and also[1].split()[0].lower() not in GIVEN_NAMES and not self._archive.person(also[1]):
            organisations.append(self._organisation(also[1]))
        return tuple(Affiliated("", name) for name in organisations if name)

    def _in_brackets(self, behind: str, _passage: Passage) -> tuple[Affiliated, ...]:
        match = _IN_BRACKETS.match(behind)
        return self.read_line(match[1]) if match and match[1][:1].isupper() else ()

    def _set_apart(self, behind: str, _passage: Passage) -> tuple[Affiliated, ...]:
        match = _SET_APART.match(behind)
        if match is None:
            return ()
        words = match["rest"]
        # A second person in the same list: "Ada Okafor, Bela Nagy and others".
        first = words.split()[0].strip(",") if words.split() else ""
        if first.lower() in GIVEN_NAMES and read_as(words.split(",")[0]) is not Reading.POSITION:
            return ()
        last = words.split(",")[0].split()
        if len(last) > 2 and last[-2].lower() in GIVEN_NAMES:
            return ()
        return self.read_line(words)

    def _after_is(self, behind: str, _passage: Passage) -> tuple[Affiliated, ...]:
        match = _IS.match(behind)
        if match is None:
            return ()
        is_named = re.match(r"(?:the|an?|our)\s|[A-Z]", match["rest"])
        if not is_named and read_as(match["rest"].split(" at ")[0]) is not Reading.POSITION:
            return ()
        held = self.read_line(match["rest"])
        is_certain = match["verb"] in {"serves", "served"}
        return tuple(
            one for one in held if (one.position and one.organisation and len(one.position.split()) < 9)
            or is_certain or read_as(one.position) is Reading.POSITION
        )  # fmt: skip

    def _before(self, before: str) -> tuple[Affiliated, ...]:
        possessive = _POSSESSIVE.search(before)
        if possessive:
            position = possessive["position"].strip()
            if not position or read_as(position) is Reading.POSITION:
                return (Affiliated(_capitalised(position), self._organisation(possessive[1])),)
        match = _BEFORE.search(before)
        words = match[1].split() if match else []
        verb = max((number for number, word in enumerate(words) if word.lower() in _VERBS), default=-1)
        for first in range(verb + 1, len(words)):
            if words[first].lower() in _NO_POSITION:
                continue
            phrase = " ".join(words[first:])
            is_position = read_as(phrase) is Reading.POSITION and not self._archive.parser.is_title(phrase)
            if is_position and phrase.lower() not in _ROLES:
                return self._split_before(words[:first], phrase)
        return ()

    def _split_before(self, others: list[str], position: str) -> tuple[Affiliated, ...]:
        inner, owner = self._split(position)
        if inner and owner:
            return (Affiliated(_capitalised(inner), self._organisation(owner)),)
        first = next((number for number, word in enumerate(others) if not word[:1].isupper()), -1)
        organisation = " ".join(others[first + 1 :])
        is_known = self._archive.organisation(organisation) or _ACRONYM.fullmatch(organisation)
        return (Affiliated(_capitalised(position), self._organisation(organisation) if is_known else ""),)

    def _in_sentence(self, behind: str, passage: Passage, start: int) -> tuple[Affiliated, ...]:
        """Return the organisation at which somebody does what the sentence that begins with the name says."""
        begins = start == 0 or passage.text[max(0, start - 2) : start] in {". ", "! ", "? "}
        as_what = _AS.match(behind) if begins else None
        if as_what and read_as(as_what["position"]) is Reading.POSITION:
            return (Affiliated(_capitalised(as_what["position"]), ""),)
        match = _AT_IN_SENTENCE.match(behind) if begins else None
        if match is None or not self._looks_like_organisation(match["organisation"]):
            return ()
        return (Affiliated("", self._organisation(match["organisation"])),)

    def read_line(self, words: str) -> tuple[Affiliated, ...]:
        """Read words as those behind a name in a list of speakers: a position, an organisation, or both."""
        words = _ARTICLE.sub("", " ".join(words.split()).strip(" ,–—-"))
        words = words.strip(" .,") if not re.search(r"\b[A-Z]\.$", words) else words.strip(" ,")
        parts = _parts_of(words)
        if not parts or len(", ".join(parts)) > _LONGEST:
            return ()
        position, organisations = "", list[str]()
        for number, part in enumerate(parts):
            if number == 0 and not self._archive.organisation(part):
                position, organisation = self._split_first(part, parts[1:])
                organisations += [organisation] if organisation else []
            elif position and not organisations and self._continues(part):
                position = f"{position}, {part}"
            else:
                organisations.append(_ARTICLE.sub("", part))
        if not position and not organisations:
            return ()
        is_position = any(word.strip(",").lower() in POSITIONS for word in position.split())
        if position[:1].islower() and not is_position and (not organisations or len(position.split()) > 4):
            return ()
        if position and len(organisations) > 1 and not self._looks_like_organisation(organisations[0]):
            certain = [one for one in organisations[1:] if self._looks_like_organisation(one)]
            if certain:
                position, organisations = f"{position}, {organisations[0]}", certain
        name = self._organisation(self._chosen(organisations)) if organisations else ""
        return (Affiliated(_capitalised(position), name),)

    def _split_first(self, part: str, others: list[str]) -> tuple[str, str]:
        """Return the position and the organisation in the first of several parts."""
        position, organisation = self._split(part)
        if not others or not self._looks_like_organisation(others[0]):
            return position, organisation
        is_known = self._archive.organisation(organisation) or any(
            char.isupper() for char in organisation[1:3]
        )
        if position and organisation and not is_known and read_as(part) is Reading.POSITION:
            return part, ""  # "Manager of Strategic Communications, GSA"
        if not position and not self._looks_like_organisation(organisation):
            return part, ""  # "Program Support, GSA"
        return position, organisation

    def _split(self, part: str) -> tuple[str, str]:
        """Return the position and the organisation in words without a comma."""
        parted = self._split_at_preposition(part)
        if parted is not None:
            return parted
        owner = _POSSESSIVE.match(f"{part} ")
        if owner and read_as(owner["position"].strip()) is Reading.POSITION:
            return owner["position"].strip(), owner[1]
        first = _ORGANISATION_FIRST.match(part)
        is_tail = first is not None and not first["position"].startswith(("of ", "for ", "and ", "in "))
        if (
            first
            and is_tail
            and first[1].lower() not in _RANKS
            and read_as(first["position"]) is Reading.POSITION
        ):
            return first["position"], first[1]
        words = part.split()
        is_acronym = _ACRONYM.fullmatch(words[0]) and words[0] not in _NO_ORGANISATION and len(words[0]) > 2
        if len(words) > 1 and is_acronym and read_as(" ".join(words[1:])) is Reading.POSITION:
            return " ".join(words[1:]), words[0]
        names_one = any(word.lower() in ORGANISATIONS - SUBJECTS for word in words[:-1])
        if len(words) > 2 and names_one and words[-1].lower() in _LAST_WORDS:
            return words[-1], " ".join(words[:-1])
        reading = read_as(part)
        is_position = reading is Reading.POSITION and not self._archive.organisation(part)
        return (part, "") if is_position or part[:1].islower() else ("", part)

    def _split_at_preposition(self, part: str) -> tuple[str, str] | None:
        """Return "Director of The Trust" and the like in two; None for what is one."""
        for at in _AT.finditer(part):
            left, right, word = part[: at.start()], part[at.end() :], at["word"]
            if read_as(left) is Reading.ORGANISATION and read_as(part) is not Reading.POSITION:
                return None
            is_organisation = self._looks_like_organisation(right)
            if word == "from" and not is_organisation:
                return left, ""
            if word == "of" and left.split()[-1].lower() in _LEAD_ORGANISATIONS:
                return left, right
            begins = left.split()[0].lower() in POSITIONS
            is_place = word in {"at", "with", "from"}
            is_position = read_as(left) is Reading.POSITION or begins or (is_place and not left.isupper())
            if is_position and (is_place or is_organisation):
                return left, right
        return None

    def _continues(self, part: str) -> bool:
        """Say whether words behind a comma go on with the position, as in "Director, Strategy"."""
        return read_as(part) is Reading.POSITION and not self._looks_like_organisation(part)

    def _looks_like_organisation(self, words: str) -> bool:
        first = words.split(",", maxsplit=1)[0]
        if self._archive.organisation(first) or read_as(first) is Reading.ORGANISATION:
            return True
        tokens = [token.strip("()").removesuffix("’s").removesuffix("'s") for token in first.split()]
        acronyms = (token for token in tokens if token.isupper() and token not in _NO_ORGANISATION)
        return (
            any(_ACRONYM.fullmatch(token) for token in acronyms)
            or "’s " in first
            or "'s " in first
            or any("." in token[1:-1] for token in tokens)
        )

    def _chosen(self, organisations: list[str]) -> str:
        """Return the organisation to list of a unit and what it is part of: the larger one."""
        known = next((name for name in organisations if self._archive.organisation(name)), "")
        if known:
            return known
        while len(organisations) > 1 and _UNIT.search(organisations[0]):
            organisations = organisations[1:]
        return organisations[0]

    def _organisation(self, words: str) -> str:
        plain = re.sub(r"^[Tt]he\s+", "", words.strip(" ,’'"))
        plain = re.sub(r"[’']s$", "", plain)
        plain = plain.rstrip(".") if not re.search(r"\b[A-Z]\.$", plain) else plain
        return self._archive.organisation(plain) or plain


_AS = re.compile(
    r"\s+[a-z][^.;]{2,120}?\sas\s+(?:an?|the)\s+(?P<position>[a-z][\w -]{2,40}?)(?=\s+(?:and|at|for"
    r"|in)\b|[.,;])"
)
#: What describes an organisation, and is no name of one.
_DESCRIBES = re.compile(r"(?:an?|the|which|where|including|formerly|one|followed|along|and)\s+[a-zI]")
#: Words in front of a position that are none of it.
_NO_POSITION = frozenset(
    "join meet with and by our the featuring introduce introducing welcome from to hear interview"
    " colleague of as".split()
)
#: Whoever has one of these positions has it in what stands behind "of".
_LEAD_ORGANISATIONS = frozenset(
    "leader chair chairman chairwoman chairperson co-chair founder co-founder ceo".split()
)
#: Behind the name of an organisation, these are a position in it.
_LAST_WORDS = frozenset(
    "manager director lead leader chief head chair coordinator officer analyst specialist".split()
)
_FROM = re.compile(r"\b(?:from|in|of)\s+[A-Z][\w .]*$")
#: What stands behind a town in America, as the post writes it.
_STATES = frozenset(
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC"
    " ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY".split()
)
_VERBS = frozenset("are is was were include includes by".split())
_NO_ORGANISATION = frozenset("UX UI IT HR AI PR CX DX VP CEO CTO CIO COO CFO PM QA API PA".split())
#: What people are at an event, and no position that they hold.
_ROLES = frozenset(
    "speaker presenter moderator host panelist panellist instructor guest facilitator author and".split()
)
_RANKS = frozenset("senior lead chief deputy assistant associate principal".split())


def _parts_of(words: str) -> list[str]:
    """Return words between commas; what stands in brackets is not parted, and "Inc." belongs to its name."""
    parts = [
        part.strip() for part in re.split(r"(?:,|\s[-–—|]|—)\s*(?![^()]*\))(?!Inc\b|LLC\b|Ltd\b|Jr\b)", words)
    ]
    return [
        part
        for number, part in enumerate(parts)
        if part
        and not (number and _DESCRIBES.match(part))
        and not (number and part in _STATES and _FROM.search(parts[number - 1]))
    ]


def _capitalised(position: str) -> str:
    return position[:1].upper() + position[1:] if position else ""
