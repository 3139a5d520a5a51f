"""A transcript as blocks: each turn in an element of its own, with who speaks and when above its text."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.etree import ElementTree as etree  # noqa: N813 - what the library calls it

import markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from site_builder.errors import Place, Rule
from site_builder.gettext_markers import gettext_noop
from site_builder.markdown.parts import MAY_BREAK
from site_builder.markdown.references import ReferenceKind, VoiceFacts
from site_builder.markdown.source_text import SourceText, href_of
from site_builder.markdown.statement_elements import label_mark
from site_builder.markdown.transcript_source import TURN, TurnSource, clock, lay_out_turns
from site_builder.names.slugs import numbered

_HEADING = re.compile(r"h[1-6]")
#: What is not spoken stands in brackets of its own: applause, laughter, what somebody does.
_ASIDE = re.compile(r"\s*(?:\[[^\[\]]+\]|\([^()]+\)|\*\[[^\[\]]+\]\*|\*\([^()]+\)\*)\s*")
_LINK = gettext_noop("Link to this turn")


class _Voice(NamedTuple):
    """A name in front of turns: the numbers of its references, and its first turn."""

    whose: int
    position: int
    first: str


@dataclass(slots=True)
class TranscriptElements:
    """Makes the elements of the turns of one text, and counts whose they are.

    ``recording`` is the web page of the recording, into which times lead; without one they lead to the turn.
    """

    text: SourceText
    translate: Callable[[str], str]
    recording: str
    #: Where a statement stands that does not say who passed it on; None for others.
    unquoted: Callable[[str], Place | None]
    turns: tuple[TurnSource, ...] = ()
    _voices: dict[str, _Voice] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)
    _anchors: dict[str, TurnSource] = field(default_factory=dict)
    #: The ids that other elements have.
    taken: frozenset[str] = frozenset()
    #: How many turns each section has so far.
    _sections: Counter[str] = field(default_factory=Counter)

    def lay_out(self, source: str) -> str:
        """Return a source with a mark in place of the beginning of every turn."""
        laid_out, self.turns = lay_out_turns(source)
        if not self.turns:
            message = "nobody speaks in this transcript"
            hint = "begin each turn with a name and a colon, or take form: transcript away"
            self.text.diagnostics.error(self.text.start, Rule.TRANSCRIPT, message, hint)
        return laid_out

    def add_turn(self, number: int, section: str) -> etree.Element:
        """Return the element of a turn with its head; its blocks go behind that."""
        turn = self.turns[number]
        anchor = self._anchor(turn, section)
        element = etree.Element("div", {"class": "turn", "id": anchor})
        head = etree.SubElement(element, "p", {"class": "voice"})
        for position, name in enumerate(turn.names):
            if position:
                head[-1].tail = AtomicString(f"{head[-1].tail or ''} / ")
            self._add_name(head, name, anchor, turn)
        label = self.translate(_LINK)
        words = ""
        if turn.seconds is not None:
            words = clock(turn.seconds)
            if self.recording:
                head[-1].tail = AtomicString(f"{head[-1].tail or ''} ")
                at = {"class": "time", "href": _at_time(self.recording, turn.seconds)}
                etree.SubElement(head, "a", at).text = AtomicString(words)
                words = ""
        head[-1].tail = AtomicString(f"{head[-1].tail or ''} ")
        attributes = {"class": "time" if words else "permalink", "href": f"#{anchor}"}
        if not words:
            attributes["aria-label"] = label
        etree.SubElement(head, "a", attributes).text = AtomicString(words)
        return element

    def report_quotations(self, block: etree.Element, turn: int) -> None:
        """Report every quotation in a turn that does not say that the speaker quotes it."""
        for figure in block.iter("figure"):
            place = self.unquoted(figure.get("id", ""))
            if place:
                name = self.turns[turn].names[0]
                message = f'this quotation stands in the turn of "{name}", and does not say who quotes it'
                hint = f'write ", as quoted by {name}" behind the name'
                self.text.diagnostics.warning(place, Rule.TRANSCRIPT, message, hint)

    def voices(self) -> Iterator[VoiceFacts]:
        """Yield every name in front of turns, with how many these are."""
        for name, voice in self._voices.items():
            yield VoiceFacts(voice.whose, voice.position, self._counts[name], voice.first)

    def _add_name(self, head: etree.Element, name: str, anchor: str, turn: TurnSource) -> None:
        self._counts[name] += 1
        voice = self._voices.get(name)
        if voice is None:
            place = self._place(turn)
            voice = self._voices[name] = _Voice(
                self.text.add_reference(ReferenceKind.VOICE, name, place),
                self.text.add_reference(ReferenceKind.POSITION, "", place),
                anchor,
            )
        link = etree.SubElement(head, "a", {"href": href_of(voice.whose)})
        link.text = AtomicString(label_mark(voice.whose, name))
        if self._counts[name] == 1:
            link.tail = AtomicString(label_mark(voice.position, ""))

    def _anchor(self, turn: TurnSource, section: str) -> str:
        """Return the anchor of a turn, by its time or else by its section and its number there."""
        if turn.seconds is None:
            self._sections[section] += 1
            anchor = f"{section or 'turn'}-{self._sections[section]}"
            if anchor in self.taken:
                anchor = f"{section or 'turn'}-turn-{self._sections[section]}"
        else:
            minutes, seconds = divmod(turn.seconds, 60)
            anchor = f"t-{minutes // 60}-{minutes % 60:02}-{seconds:02}"
        other = self._anchors.setdefault(anchor, turn)
        if other is not turn:
            line = self.text.start.line + other.line
            message = f"the turn in line {line} has the address #{anchor}, and this one a number behind it"
            hint = (
                "correct one of the two times" if turn.seconds is not None else "rename the heading above it"
            )
            self.text.diagnostics.warning(self._place(turn), Rule.DUPLICATE_ANCHOR, message, hint)
            anchor = numbered(anchor, self._anchors)
            self._anchors[anchor] = turn
        return anchor

    def _place(self, turn: TurnSource) -> Place:
        return Place(self.text.start.path, self.text.start.line + turn.line)


def _at_time(url: str, seconds: int) -> str:
    """Return an address with a time, as the pages of most recordings understand it."""
    parts = urlsplit(url)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "t"]
    return parts._replace(query=urlencode([*query, ("t", str(seconds))])).geturl()


class _TurnTreeprocessor(Treeprocessor):
    """Puts the blocks of a turn, up to the next turn or heading, into one element.

    This runs when headings have their ids.
    """

    def __init__(self, transcripts: "Transcripts", md: markdown.Markdown) -> None:
        super().__init__(md)
        self.transcripts = transcripts

    def run(self, root: etree.Element) -> None:
        elements = self.transcripts.elements
        if elements is None:
            return
        elements.taken = frozenset(id for element in root.iter() if (id := element.get("id")))
        blocks: list[etree.Element] = []
        turn: etree.Element | None = None
        section, number = "", 0
        for block in root:
            start = TURN.fullmatch(block.text.strip()) if block.tag == "p" and block.text else None
            if start:
                number = int(start[1])
                turn = elements.add_turn(number, section)
                blocks.append(turn)
                continue
            if _HEADING.fullmatch(block.tag):
                turn, section = None, block.get("id", "")
            elif "footnote" in block.get("class", ""):  # which stand behind the last turn
                turn = None
            if block.tag == "p" and _ASIDE.fullmatch("".join(block.itertext())):
                block.set("class", "aside")
            if turn is not None:
                elements.report_quotations(block, number)
            (blocks if turn is None else turn).append(block)
        for block, following in pairwise(blocks):
            if following.get("class") == "turn" or _HEADING.fullmatch(following.tag):
                block.tail = f"{block.tail or ''}{MAY_BREAK}"
        root[:] = blocks


class Transcripts(Extension):
    """Texts of which every passage is somebody's; see docs/writing.md."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: TranscriptElements | None = None

    def begin(self, elements: TranscriptElements | None) -> None:
        """Begin a text; ``elements`` makes those of turns, if it is a transcript."""
        self.elements = elements

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        # Behind the ids of headings (5).
        md.treeprocessors.register(_TurnTreeprocessor(self, md), "turns", 4)
