"""What an author writes between braces about a statement: ``{said="Ada Okafor" topic="Pensions"}``.

The braces are those of the library's attribute lists, and Pandoc's (manual, section ``bracketed_spans``).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from markdown.extensions.attr_list import get_attrs_and_remainder

from site_builder.errors import NOWHERE, Diagnostics, Place, Rule
from site_builder.schema.dates import Date
from site_builder.schema.nodes import Entry, Items, Keyed, Node, Placed, Scalar
from site_builder.schema.records import Record, key, keys_of
from site_builder.schema.shapes import Choice, ListOf, Name, ReadContext, Text, TopicName, Url
from site_builder.values import Commitment, CommitmentState, StatementKind, When

#: Behind whom a statement is ascribed to; the place of the statement is that of the name.
SAID = re.compile(r"\{:?[^{}]*?(?:\bsaid\s*=\s*[\"'“”„«]?(?=[^\s}])|\.statement(?=[\s}]))")
_BRACE = re.compile(r"\{:?|\}")
_CLASS, _PROMOTED = ".", "statement"
_TYPOGRAPHIC = str.maketrans(dict.fromkeys("“”„«»", '"'))


@dataclass(frozen=True, slots=True)
class StatementAttributes:
    """What is known of a statement beside its words."""

    said: Placed[str] | None = key(Name(), "Who said it.", None)
    kind: str = key(Choice(tuple(StatementKind)), "What it is: a paraphrase, a question, a commitment.")
    topics: tuple[Placed[str], ...] = key(ListOf(TopicName()), "What it is about.", (), written="topic")
    quoted_by: Placed[str] | None = key(Name(), "Who passed it on.", None)
    to: Placed[str] | None = key(Name(), "Whom it answers, or #anchor of the statement it answers.", None)
    on_behalf_of: Placed[str] | None = key(
        Name(), "The organisation it was said for, if the person speaks for several.", None, written="for"
    )
    state: str = key(Choice(tuple(CommitmentState)), "What became of a commitment.")
    since: When | None = key(Date(), "Since when that is so.", None)
    source: str = key(Url(("http", "https")), "The web page that shows it.")
    anchor: str = key(Text(200), "The end of its address.", written="id")
    place: Place = field(default=NOWHERE, compare=False)
    #: Whether it is a passage of a turn, and so in the words of whoever speaks there.
    is_promoted: bool = False

    @property
    def commitment(self) -> Commitment | None:
        """Return what became of it, if it is a promise."""
        if self.kind != StatementKind.COMMITMENT:
            return None
        state = CommitmentState(self.state) if self.state else CommitmentState.OPEN
        return Commitment(state, self.since.day if self.since else None, self.source)


_RECORD = Record(StatementAttributes)
#: The keys that no other attribute list has.
_OWN_KEYS = frozenset(declared.name for declared in keys_of(StatementAttributes)) - {"id"}
_ANYWHERE = ZoneInfo("UTC")


def is_of_statement(braces: str) -> bool:
    """Say whether an attribute list, braces included, says something about a statement."""
    return any(name in _OWN_KEYS or (name, value) == (_CLASS, _PROMOTED) for name, value in _pairs(braces))


def read_attributes(braces: str, place: Place, diagnostics: Diagnostics) -> tuple[StatementAttributes, str]:
    """Read an attribute list; return what it says of a statement, and classes and such as a list again.

    What is wrong in it is reported.
    """
    is_promoted = False
    others, own = [], []
    for name, value in _pairs(braces):
        if (name, value) == (_CLASS, _PROMOTED):
            is_promoted = True
        elif name in {_CLASS, "lang", "dir"}:
            others.append(f".{value}" if name == _CLASS else f'{name}="{value}"')
        else:
            own.append((name, value))
    node = _nodes(own, place)
    read = _RECORD.read(node, ReadContext(diagnostics, _ANYWHERE)) or StatementAttributes()
    if is_promoted:
        read = replace(read, is_promoted=True, kind=read.kind or StatementKind.QUOTATION.value)
    given = {"state": read.state, "since": read.since, "source": read.source}
    if read.kind != StatementKind.COMMITMENT and any(given.values()):
        names = " and ".join(f"{name}=" for name, value in given.items() if value)
        message = f"{names} can be said of a commitment only"
        diagnostics.error(place, Rule.STATEMENT, message, "write kind=commitment too, or take it out")
    return read, f"{{: {' '.join(others)} }}" if others else ""


def attribute_nodes(braces: str, place: Place) -> Keyed:
    """Return an attribute list as keys with values, all at one place; a key that stands twice has a list."""
    return _nodes(_pairs(braces), place)


def _nodes(pairs: Iterable[tuple[str, str | None]], place: Place) -> Keyed:
    values: dict[str, list[Node]] = {}
    for name, value in pairs:
        text = Scalar((value or "").strip(), place, is_quoted=bool(value))
        values.setdefault(name, []).append(text)
    return Keyed(
        tuple(Entry(name, place, _one_or_all(texts, place)) for name, texts in values.items()), place
    )


def _one_or_all(values: list[Node], place: Place) -> Node:
    return values[0] if len(values) == 1 else Items(tuple(values), place)


def _pairs(braces: str) -> list[tuple[str, str | None]]:
    inside = " ".join(_BRACE.sub(" ", braces).translate(_TYPOGRAPHIC).split())
    return [(name, value) for name, value in get_attrs_and_remainder(inside)[0]]
