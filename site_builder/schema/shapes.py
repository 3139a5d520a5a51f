"""The shapes that a value can have.

Each is read from a node with all its problems, and described as JSON Schema.

A shape never raises for what an author wrote: it reports a problem and returns None. The record that asked
goes on with the field's default, so that one run finds every mistake of a file.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from site_builder.errors import Diagnostics, Rule
from site_builder.names.characters import char_problems, clean_name
from site_builder.names.people import unquoted
from site_builder.schema.nearest import did_you_mean
from site_builder.schema.nodes import Items, Keyed, Node, Placed, Scalar, describe

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
JsonSchema = dict[str, Any]

MAX_TITLE = 300
MAX_TEXT = 5_000
MAX_ITEMS = 200


@dataclass(frozen=True, slots=True)
class ReadContext:
    """What reading a value needs beside the value: the problems so far, and the time zone of the site."""

    diagnostics: Diagnostics
    zone: ZoneInfo


class Shape(Protocol[T_co]):
    """What a value must look like."""

    def read(self, node: Node, context: ReadContext) -> T_co | None:
        """Return what the node says, or None after adding at least one problem."""
        ...

    def json_schema(self) -> JsonSchema:
        """Return the JSON Schema (draft 2020-12) that editors check with."""
        ...


#: What no text may hold: control characters, and noncharacters (Unicode 23.7). Escapes can write them.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)


def scalar_of(node: Node, context: ReadContext, wanted: str) -> Scalar | None:
    """Return a single value without control characters, or None after reporting what is there instead."""
    if not isinstance(node, Scalar):
        message = f"{wanted} should stand here, not {describe(node)}"
        hint = f"write {wanted} on the line of the key"
        if isinstance(node, Keyed):
            hint = "put the value in quotes if a colon belongs to it"
        context.diagnostics.error(node.place, Rule.WRONG_TYPE, message, hint)
        return None
    bad = _CONTROL.search(node.text)
    if bad:
        message = f"the control character U+{ord(bad[0]):04X} stands in this value"
        context.diagnostics.error(node.place, Rule.CONTROL_CHARACTER, message, "delete the character")
        return None
    return node


@dataclass(frozen=True, slots=True)
class Text:
    """A line or a paragraph of text; white space is folded."""

    max_length: int = MAX_TEXT

    def read(self, node: Node, context: ReadContext) -> str | None:
        scalar = scalar_of(node, context, "text")
        if scalar is None:
            return None
        text = " ".join(unicodedata.normalize("NFC", scalar.text).split())
        if len(text) > self.max_length:
            message = f"{len(text):,} characters, where {self.max_length:,} are allowed"
            context.diagnostics.error(
                node.place, Rule.TOO_LONG, message, "shorten it, or move it to the text"
            )
            return None
        return text

    def json_schema(self) -> JsonSchema:
        return {"type": ["string", "number", "boolean"], "maxLength": self.max_length}


@dataclass(frozen=True, slots=True)
class Name:
    """A name that is looked up, with its place; its apostrophes are made typographic.

    Characters that cannot be seen, or that stand for others, are reported and do not reach the name.
    """

    def read(self, node: Node, context: ReadContext) -> Placed[str] | None:
        text = Text(MAX_TITLE).read(node, context)
        if text is None:
            return None
        if not text.isascii():
            text, unusual = clean_name(text)
            if unusual:
                context.diagnostics.warning(
                    node.place,
                    Rule.UNUSUAL_CHARACTER,
                    f'in "{text}", {"; ".join(char_problems(unusual))}',
                    "type the name again in place of copying it",
                )
        return Placed(text.replace("'", "’"), node.place)

    def json_schema(self) -> JsonSchema:
        return Text(MAX_TITLE).json_schema()


@dataclass(frozen=True, slots=True)
class TopicName:
    """The name of a topic, without the sign and the quotation marks of other programs: "#energy"."""

    def read(self, node: Node, context: ReadContext) -> Placed[str] | None:
        name = Name().read(node, context)
        if name is None:
            return None
        return Placed(unquoted(name.value).removeprefix("#").strip() or name.value, name.place)

    def json_schema(self) -> JsonSchema:
        return Name().json_schema()


@dataclass(frozen=True, slots=True)
class ShortNames:
    """Short names with the full name that each stands for, which keeps its place."""

    def read(self, node: Node, context: ReadContext) -> tuple[tuple[str, Placed[str]], ...] | None:
        if not isinstance(node, Keyed):
            message = f"short names with full names should stand here, not {describe(node)}"
            hint = "write each as SHORT: FULL NAME on a line of its own, indented"
            context.diagnostics.error(node.place, Rule.WRONG_TYPE, message, hint)
            return None
        names = ((entry.key, Name().read(entry.value, context)) for entry in node)
        return tuple((short, full) for short, full in names if full is not None)

    def json_schema(self) -> JsonSchema:
        return {"type": "object", "additionalProperties": Name().json_schema()}


@dataclass(frozen=True, slots=True)
class FileName:
    """The path of a file, seen from the folder of the one that names it; with its place."""

    def read(self, node: Node, context: ReadContext) -> Placed[str] | None:
        text = Text(MAX_TITLE).read(node, context)
        return None if text is None else Placed(text, node.place)

    def json_schema(self) -> JsonSchema:
        return Text(MAX_TITLE).json_schema()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words, in any case."""

    choices: tuple[str, ...]

    def read(self, node: Node, context: ReadContext) -> str | None:
        text = Text().read(node, context)
        if text is None:
            return None
        for choice in self.choices:
            if choice.casefold() == text.casefold():
                return choice
        listed = ", ".join(self.choices)
        hint = did_you_mean(text, self.choices, "write one of these")
        context.diagnostics.error(node.place, Rule.NOT_A_CHOICE, f'"{text}" is not one of: {listed}', hint)
        return None

    def json_schema(self) -> JsonSchema:
        return {"enum": list(self.choices)}


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    def read(self, node: Node, context: ReadContext) -> bool | None:
        text = Text().read(node, context)
        if text is None:
            return None
        if text.casefold() in {"true", "yes", "on"}:
            return True
        if text.casefold() in {"false", "no", "off"}:
            return False
        message = f'"{text}" is neither true nor false'
        context.diagnostics.error(node.place, Rule.NOT_A_CHOICE, message, "write true or false")
        return None

    def json_schema(self) -> JsonSchema:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from 0 on."""

    def read(self, node: Node, context: ReadContext) -> int | None:
        text = Text().read(node, context)
        if text is None:
            return None
        digits = text.replace("_", "")
        if digits.isascii() and digits.isdecimal() and len(digits) <= 9:
            return int(digits)
        message = f'"{text}" is not a whole number'
        context.diagnostics.error(
            node.place, Rule.NOT_A_CHOICE, message, "write digits, such as 500; 0 for any"
        )
        return None

    def json_schema(self) -> JsonSchema:
        return {"type": "integer", "minimum": 0}


@dataclass(frozen=True, slots=True)
class Url:
    """A complete web or mail address; other schemes could run code in a reader's browser."""

    schemes: tuple[str, ...] = ("http", "https", "mailto")

    def read(self, node: Node, context: ReadContext) -> str | None:
        text = Text().read(node, context)
        if text is None:
            return None
        try:
            parts = urlsplit(text)
            is_whole = parts.scheme == "mailto" or bool(parts.hostname)
        except ValueError:
            is_whole = False
        if not is_whole or parts.scheme not in self.schemes or " " in text:
            message = f'"{text}" is not a complete web address'
            hint = "write it with https:// in front, and %20 for a space"
            context.diagnostics.error(node.place, Rule.NOT_AN_ADDRESS, message, hint)
            return None
        return text

    def json_schema(self) -> JsonSchema:
        return {"type": "string", "format": "uri", "pattern": f"^({'|'.join(self.schemes)}):"}


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """The path of a page on this site, such as ``/2010/10/co-ops.html``; returned decoded."""

    def read(self, node: Node, context: ReadContext) -> Placed[str] | None:
        text = Text(1_000).read(node, context)
        if text is None:
            return None
        hint = "write the part after the host name, such as /2010/10/co-ops.html"
        if "?" in text or "#" in text:
            hint = "a static host cannot tell addresses apart that differ only after ? or #; delete that part"
        path = unicodedata.normalize("NFC", unquote(text))
        segments = path.split("/")[1:]
        is_path = path.startswith("/") and not path.startswith("//") and len(path) > 1
        odd = any(segment in {".", ".."} or len(segment.encode()) > 200 for segment in segments)
        hidden = any(segment.startswith(".") and segment != ".well-known" for segment in segments)
        gap = any(not segment for segment in segments[:-1])
        characters = any(char in '\\?#:*"<>|' or not char.isprintable() for char in path)
        if not is_path or odd or hidden or gap or characters:
            message = f'"{text}" is not the path of a page'
            context.diagnostics.error(node.place, Rule.NOT_AN_ADDRESS, message, hint)
            return None
        return Placed(path, node.place)

    def json_schema(self) -> JsonSchema:
        return {"type": "string", "pattern": "^/[^?#]+$"}


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """Text that a function of the caller accepts: it returns the value or raises ValueError with a remedy."""

    accept: Callable[[str], T]
    wanted: str
    rule: Rule

    def read(self, node: Node, context: ReadContext) -> T | None:
        text = Text().read(node, context)
        if text is None:
            return None
        try:
            return self.accept(text)
        except ValueError as error:
            message = f'"{text}" is not {self.wanted}'
            context.diagnostics.error(node.place, self.rule, message, str(error))
            return None

    def json_schema(self) -> JsonSchema:
        return {"type": "string"}


def language_tag(text: str) -> str:
    """Return a language tag (BCP 47) as it is; raise ValueError with a remedy if it is none."""
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
        raise ValueError("write a language tag such as en, en-GB or pl")
    return text


@dataclass(frozen=True, slots=True)
class ListOf(Generic[T]):
    """A list; one value without the list's dashes is a list of one, nothing is an empty list."""

    shape: Shape[T]
    max_items: int = MAX_ITEMS

    def read(self, node: Node, context: ReadContext) -> tuple[T, ...] | None:
        nodes = node.nodes if isinstance(node, Items) else (node,)
        if len(nodes) > self.max_items:
            message = f"{len(nodes)} items, where {self.max_items} are allowed"
            context.diagnostics.error(node.place, Rule.TOO_LONG, message, "shorten the list")
            return None
        values = []
        for item in nodes:
            if isinstance(item, Scalar) and item.is_empty:
                hint = "write the value, or delete the line"
                context.diagnostics.error(item.place, Rule.EMPTY_VALUE, "this item is empty", hint)
                continue
            value = self.shape.read(item, context)
            if value is not None:
                values.append(value)
        return tuple(values)

    def json_schema(self) -> JsonSchema:
        item = self.shape.json_schema()
        return {
            "anyOf": [item, {"type": "array", "items": item, "maxItems": self.max_items}, {"type": "null"}]
        }


@dataclass(frozen=True, slots=True)
class Converted(Generic[T]):
    """A shape whose value is turned into another one."""

    shape: Shape[Any]
    convert: Callable[[Any], T]

    def read(self, node: Node, context: ReadContext) -> T | None:
        value = self.shape.read(node, context)
        return None if value is None else self.convert(value)

    def json_schema(self) -> JsonSchema:
        return self.shape.json_schema()
