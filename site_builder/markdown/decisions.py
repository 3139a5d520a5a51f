"""What a meeting decided, and how it voted: ``::: decision {#budget}`` and ``::: vote {decision=budget}``.

Such a passage ends with ``:::`` on a line of its own. A vote is inside its decision, or names it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as etree  # noqa: N813 - what the library calls it
from zoneinfo import ZoneInfo

import markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from site_builder.errors import Place, Rule
from site_builder.gettext_markers import gettext_noop
from site_builder.markdown.passages import BLOCK
from site_builder.markdown.plain_text import content_of, paragraphs
from site_builder.markdown.references import BallotFacts, DecisionFacts, ReferenceKind, VoteFacts
from site_builder.markdown.source_checks import lines_of
from site_builder.markdown.source_text import SourceText, href_of, without_marks
from site_builder.markdown.statement_attributes import attribute_nodes
from site_builder.markdown.statement_elements import label_mark
from site_builder.names.folding import fold_words
from site_builder.names.slugs import numbered, short_digest
from site_builder.schema.nodes import Node, Placed, Scalar
from site_builder.schema.records import Record, key
from site_builder.schema.shapes import Choice, JsonSchema, ListOf, Name, ReadContext, Text, TopicName
from site_builder.schema.yaml_text import read_yaml
from site_builder.values import VoteOption, VoteResult

#: Around the number of a passage; noncharacters, which no source may contain.
_START, _END = "\ufddc", "\ufddd"
_MARK = re.compile(f"{_START}(\\d*)v?{_END}")
_FENCE = re.compile(r"[ \t]*:::+[ \t]*([^\n]*?)[ \t]*")
_DECISION = re.compile(r'<div class="decision" id="([^"]+)"[^>]*>')
_VOTE = re.compile(r'<div class="vote">.*?</div>', re.DOTALL)
_LABEL = re.compile(r'<p class="kicker">.*?</p>', re.DOTALL)
_ANYWHERE = ZoneInfo("UTC")
_COUNT = re.compile("[0-9]{1,9}")
_HEADS = {
    VoteOption.FOR: gettext_noop("For:"),
    VoteOption.AGAINST: gettext_noop("Against:"),
    VoteOption.ABSTAINED: gettext_noop("Abstained:"),
    VoteOption.ABSENT: gettext_noop("Absent:"),
}
_RESULTS = {
    VoteResult.CARRIED: gettext_noop("Carried"),
    VoteResult.LOST: gettext_noop("Lost"),
    VoteResult.TIED: gettext_noop("Tied"),
    VoteResult.DEFERRED: gettext_noop("Deferred"),
}
_DECIDED = gettext_noop("Decision")


@dataclass(frozen=True, slots=True)
class _Ballot:
    """So many votes, or the names of those who voted so."""

    def read(self, node: Node, context: ReadContext) -> int | tuple[Placed[str], ...] | None:
        if isinstance(node, Scalar) and _COUNT.fullmatch(node.text.strip()):
            return int(node.text)
        return ListOf(Name()).read(node, context)

    def json_schema(self) -> JsonSchema:
        return {"anyOf": [{"type": "integer"}, ListOf(Name()).json_schema()]}


@dataclass(frozen=True, slots=True)
class _VoteFields:
    """The lines of a vote."""

    in_favour: int | tuple[Placed[str], ...] = key(
        _Ballot(), "How many voted for it, or who.", (), written="for"
    )
    against: int | tuple[Placed[str], ...] = key(_Ballot(), "How many voted against it, or who.", ())
    abstained: int | tuple[Placed[str], ...] = key(_Ballot(), "How many abstained, or who.", ())
    absent: int | tuple[Placed[str], ...] = key(_Ballot(), "How many were absent, or who.", ())
    result: str = key(Choice(tuple(VoteResult)), "What came of it: carried, lost, tied or deferred.")

    @property
    def ballots(self) -> Iterator[tuple[VoteOption, int | tuple[Placed[str], ...]]]:
        """Yield each option with its votes."""
        given = (self.in_favour, self.against, self.abstained, self.absent)
        yield from zip(VoteOption, given, strict=True)


@dataclass(frozen=True, slots=True)
class _DecisionAttributes:
    """What stands in the braces behind ``::: decision`` or ``::: vote``."""

    anchor: str = key(Text(200), "The end of its address.", written="id")
    topics: tuple[Placed[str], ...] = key(ListOf(TopicName()), "What it is about.", (), written="topic")
    decision: str = key(Text(200), "The anchor of the decision that was voted on.")


_ATTRIBUTES, _FIELDS = Record(_DecisionAttributes), Record(_VoteFields)


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage in the source: its attributes, where it begins, and its lines."""

    attributes: _DecisionAttributes
    place: Place
    is_vote: bool
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class DecisionElements:
    """Makes the elements of the decisions and votes of one text."""

    text: SourceText
    translate: Callable[[str], str]
    _passages: list[_Passage] = field(default_factory=list)
    _decisions: dict[str, _Passage] = field(default_factory=dict)
    _votes: list[VoteFacts] = field(default_factory=list)

    def take_out(self, source: str) -> str:
        """Return a source of as many lines with marks in place of fences, and without the lines of votes."""
        if ":::" not in source:
            return source
        lines: list[str] = []
        open_passages: list[_Passage] = []
        for number, (line, is_code) in enumerate(lines_of(source)):
            fence = None if is_code else _FENCE.fullmatch(line)
            block = BLOCK.fullmatch(fence[1]) if fence else None
            if block:
                place = Place(self.text.start.path, self.text.start.line + number)
                attributes = self._attributes(block["braces"] or "", place)
                passage = _Passage(attributes, place, is_vote=block["kind"].lower() == "vote")
                self._passages.append(passage)
                open_passages.append(passage)
                lines.append(f"{_START}{len(self._passages) - 1}{'v' if passage.is_vote else ''}{_END}")
            elif fence and open_passages:
                lines.append("" if open_passages.pop().is_vote else f"{_START}{_END}")
            else:
                if open_passages:
                    open_passages[-1].lines.append(line)
                lines.append("" if open_passages and open_passages[-1].is_vote else line)
        return "\n".join(lines)

    @staticmethod
    def lay_out(source: str) -> str:
        """Return a source whose marks stand apart, so that Markdown sees them as blocks."""
        return _MARK.sub(r"\n\n\g<0>\n\n", source) if _START in source else source

    def _attributes(self, braces: str, place: Place) -> _DecisionAttributes:
        context = ReadContext(self.text.diagnostics, _ANYWHERE)
        node = attribute_nodes(without_marks(braces), place)
        return _ATTRIBUTES.read(node, context) or _DecisionAttributes()

    def begin(self, number: int, inside: str) -> tuple[etree.Element, str]:
        """Return the element of a passage, and the anchor of its decision; ``inside`` is that around it."""
        passage = self._passages[number]
        if passage.is_vote:
            return self._vote(passage, inside), inside
        words = fold_words(without_marks(" ".join(passage.lines)))
        anchor = passage.attributes.anchor or numbered(f"decision-{short_digest(words)}", self._decisions)
        if not words.strip():
            message, hint = "this decision has no words", "write what was decided behind ::: decision"
            self.text.diagnostics.error(passage.place, Rule.DECISION, message, hint)
        if inside:
            message = "this decision begins inside another one"
            self.text.diagnostics.error(passage.place, Rule.DECISION, message, "end the first one with :::")
        self._decisions[anchor] = passage
        section = etree.Element("div", {"class": "decision", "id": anchor})
        label = etree.SubElement(section, "p", {"class": "kicker"})
        label.text = AtomicString(self.translate(_DECIDED))
        return section, anchor

    def _vote(self, passage: _Passage, inside: str) -> etree.Element:
        element = etree.Element("div", {"class": "vote"})
        fields = self._fields("\n".join(passage.lines), passage.place)
        ballots = []
        parts = []
        for option, votes in fields.ballots:
            if not votes and votes != 0:
                continue
            names = () if isinstance(votes, int) else votes
            count = votes if isinstance(votes, int) else len(votes)
            voters = tuple(
                self.text.add_reference(ReferenceKind.VOTER, name.value, name.place) for name in names
            )
            ballots.append(BallotFacts(option.value, count, voters))
            parts.append((option, count, tuple(zip(names, voters, strict=True))))
        self._report_result(fields, ballots, passage.place)
        decision = passage.attributes.decision or inside
        self._votes.append(VoteFacts(decision, tuple(ballots), fields.result, passage.place))
        if fields.result:
            strong = etree.SubElement(etree.SubElement(element, "p"), "strong")
            strong.text = AtomicString(self.translate(_RESULTS[VoteResult(fields.result)]))
        for option, count, named in parts:
            line = etree.SubElement(element, "p")
            line.text = AtomicString(f"{self.translate(_HEADS[option])} {count}")
            for position, (name, number) in enumerate(named):
                before = ", " if position else f"{line.text} ("
                if position:
                    line[-1].tail = AtomicString(before)
                else:
                    line.text = AtomicString(before)
                link = etree.SubElement(line, "a", {"href": href_of(number)})
                link.text = AtomicString(label_mark(number, name.value))
            if named:
                line[-1].tail = AtomicString(")")
        return element

    def _fields(self, lines: str, place: Place) -> _VoteFields:
        source = without_marks(lines)
        node = (
            read_yaml(source, place.path, self.text.diagnostics, place.line + 1) if source.strip() else None
        )
        if node is None:
            if not source.strip():
                message, hint = "this vote has no lines", "write how many voted, such as for: 12"
                self.text.diagnostics.error(place, Rule.DECISION, message, hint)
            return _VoteFields()
        return _FIELDS.read(node, ReadContext(self.text.diagnostics, _ANYWHERE)) or _VoteFields()

    def _report_result(self, fields: _VoteFields, ballots: list[BallotFacts], place: Place) -> None:
        counts = {ballot.option: ballot.count for ballot in ballots}
        in_favour, against = counts.get(VoteOption.FOR, 0), counts.get(VoteOption.AGAINST, 0)
        is_counted = VoteOption.FOR in counts and VoteOption.AGAINST in counts
        message = ""
        if fields.result == VoteResult.CARRIED and is_counted and in_favour <= against:
            message = f"this vote was carried by {in_favour} to {against}"
        elif fields.result == VoteResult.LOST and is_counted and in_favour > against:
            message = f"this vote was lost by {in_favour} to {against}"
        elif fields.result == VoteResult.TIED and is_counted and in_favour != against:
            message = f"this vote was tied by {in_favour} to {against}"
        if message:
            hint = "compare the figures and the result with the minutes"
            self.text.diagnostics.warning(place, Rule.DECISION, message, hint)

    def decisions(self, html: str) -> Iterator[DecisionFacts]:
        """Yield the decisions of the converted text in their order."""
        for section in _DECISION.finditer(html) if self._decisions else ():
            passage = self._decisions.get(section[1])
            if passage:
                content = content_of(html, section.end(), "div")
                words = paragraphs(_VOTE.sub("", _LABEL.sub("", content)))
                yield DecisionFacts(section[1], words, passage.attributes.topics, passage.place)

    def votes(self) -> Iterator[VoteFacts]:
        """Yield the votes of the text; one on no decision is reported."""
        for vote in self._votes:
            if vote.decision in self._decisions:
                yield vote
                continue
            message = f'no decision of this text has the anchor "{vote.decision}"'
            if not vote.decision:
                message = "this vote does not say what was decided"
            hint = "put it inside its decision, or write ::: vote {decision=...} with the anchor of one"
            self.text.diagnostics.error(vote.place, Rule.DECISION, message, hint)


class _DecisionTreeprocessor(Treeprocessor):
    """Puts the blocks of a decision into an element."""

    def __init__(self, decisions: "Decisions", md: markdown.Markdown) -> None:
        super().__init__(md)
        self.decisions = decisions

    def run(self, root: etree.Element) -> None:
        elements = self.decisions.elements
        blocks: list[etree.Element] = []
        section: etree.Element | None = None
        anchor = ""
        for block in root:
            mark = _MARK.fullmatch(block.text.strip()) if block.tag == "p" and block.text else None
            if mark is None or elements is None:
                (blocks if section is None else section).append(block)
            elif not mark[1]:
                section, anchor = None, ""
            else:
                element, anchor = elements.begin(int(mark[1]), anchor)
                (blocks if section is None else section).append(element)
                section = element if element.get("class") == "decision" else section
        root[:] = blocks


class Decisions(Extension):
    """What was decided; see docs/writing.md."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: DecisionElements | None = None

    def begin(self, elements: DecisionElements | None) -> None:
        """Begin a text; ``elements`` makes those of its decisions, if it has any."""
        self.elements = elements

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        # Behind the ids of headings (5), and before turns (4), which may have decisions in them.
        md.treeprocessors.register(_DecisionTreeprocessor(self, md), "decisions", 4.5)
