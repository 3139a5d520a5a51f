"""Keys and values -> typed records.

A key is declared once, as a field of a dataclass: its shape, what it is for and its default. The record, its
parser and its JSON Schema follow from that declaration.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from site_builder.errors import Place, Rule
from site_builder.schema.nearest import did_you_mean, nearest
from site_builder.schema.nodes import Keyed, Node, Scalar, describe
from site_builder.schema.shapes import Converted, JsonSchema, ListOf, ReadContext, Shape

T = TypeVar("T")

_METADATA = "key"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a record: what it holds, what it is for, and its default."""

    name: str
    #: The field of the dataclass; another word only where the key is one of Python's.
    attribute: str
    shape: Shape[Any]
    about: str
    default: Any
    is_required: bool


def key(
    shape: Shape[Any], about: str, default: Any = "", *, required: bool = False, written: str = ""
) -> Any:
    """Declare a field of a dataclass as a key of front matter or of ``site.toml``.

    ``about`` is a sentence for editors and messages. A required key has a default too: a record with a
    mistake is complete all the same, so that later steps find the other mistakes. ``written`` is the key
    where the field cannot have its name.
    """
    return field(default=default, metadata={_METADATA: (shape, about, required, written)})


def keys_of(record: type) -> tuple[Key, ...]:
    """Return the keys that a dataclass declares, in its order."""
    return tuple(
        Key(written or declared.name, declared.name, shape, about, declared.default, required)
        for declared in dataclasses.fields(record)
        if _METADATA in declared.metadata
        for shape, about, required, written in (declared.metadata[_METADATA],)
    )


@dataclass(frozen=True, slots=True)
class Record(Generic[T]):
    """Keys and values that become an object of a dataclass.

    A field ``place`` that is no key receives the place of the record. ``needs`` names keys of which at least
    one must be given.
    """

    make: type[T]
    needs: tuple[str, ...] = ()
    #: Keys that other programs have, in small letters -> what to write here.
    foreign: Mapping[str, str] = field(default_factory=dict, compare=False)
    keys: tuple[Key, ...] = field(init=False)
    _by_name: Mapping[str, Key] = field(init=False)
    _has_place: bool = field(init=False)

    def __post_init__(self) -> None:
        keys = keys_of(self.make)
        names = {declared.name for declared in dataclasses.fields(self.make)}  # type: ignore[arg-type]
        object.__setattr__(self, "keys", keys)
        object.__setattr__(self, "_by_name", {key.name: key for key in keys})
        object.__setattr__(self, "_has_place", "place" in names and "place" not in self._by_name)

    def read(self, node: Node, context: ReadContext) -> T | None:
        if not isinstance(node, Keyed):
            message = f"keys and values should stand here, not {describe(node)}"
            hint = f"write `{self.keys[0].name}:` and the other keys on lines of their own, indented"
            context.diagnostics.error(node.place, Rule.WRONG_TYPE, message, hint)
            return None
        values: dict[str, Any] = {}
        given: set[str] = set()
        for entry in node:
            key = self._by_name.get(entry.key)
            if key is None:
                self._report_unknown(entry.key, entry.key_place, context)
                key = self._by_name.get(_in_small_letters(entry.key))
                if key is None or key.name in given:
                    continue
            is_empty = isinstance(entry.value, Scalar) and entry.value.is_empty
            if key.is_required or not is_empty:
                given.add(key.name)
            if is_empty:
                if key.is_required:
                    hint = "write the value behind the colon"
                    message = f'"{key.name}" is empty'
                    context.diagnostics.error(entry.value.place, Rule.EMPTY_VALUE, message, hint)
                continue
            value = key.shape.read(entry.value, context)
            if value is not None:
                values[key.attribute] = value
        self._report_missing(node, given, context)
        if self._has_place:
            values["place"] = node.place
        return self.make(**values)

    def _report_missing(self, node: Keyed, given: set[str], context: ReadContext) -> None:
        for key in self.keys:
            if key.is_required and key.name not in given:
                message = f'the key "{key.name}" is missing'
                hint = f"add it: {key.about.rstrip('.')}"
                context.diagnostics.error(node.place, Rule.MISSING_KEY, message, hint)
        if self.needs and not given.intersection(self.needs):
            names = " or ".join(f'"{name}"' for name in self.needs)
            message = f"neither key {names} is given"
            context.diagnostics.error(node.place, Rule.MISSING_KEY, message, f"add {self.needs[0]}:")

    def _report_unknown(self, name: str, place: Place, context: ReadContext) -> None:
        plain = _in_small_letters(name)
        hint = did_you_mean(name, self._by_name, f"the keys are: {', '.join(self._by_name)}")
        outer = next((key for key in self.keys if _has_key(inner_record(key.shape), plain)), None)
        if plain in self._by_name:
            hint = f"write it in small letters: {plain}"
        elif outer is not None:
            hint = f"write {plain}: under {outer.name}:, indented"
        elif plain in self.foreign:
            hint = self.foreign[plain]
        shown = name if len(name) <= 60 else name[:57] + "..."
        context.diagnostics.error(place, Rule.UNKNOWN_KEY, f'"{shown}" is not a key', hint)

    def nearest_key(self, name: str) -> str | None:
        """Return the key that was probably meant, if there is one."""
        return nearest(name, self._by_name)

    def json_schema(self) -> JsonSchema:
        schema: JsonSchema = {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                key.name: {"description": key.about, **key.shape.json_schema()} for key in self.keys
            },
        }
        required = [key.name for key in self.keys if key.is_required]
        if required:
            schema["required"] = required
        if self.needs:
            schema["anyOf"] = [{"required": [name]} for name in self.needs]
        return schema


@dataclass(frozen=True, slots=True)
class Either(Generic[T]):
    """A shorthand in one line of text, or a record that says the same at length."""

    short: Shape[T]
    long: Record[T]

    def read(self, node: Node, context: ReadContext) -> T | None:
        if isinstance(node, Scalar):
            return self.short.read(node, context)
        if isinstance(node, Keyed) and self._is_text_with_colon(node):
            (entry,) = node
            value = entry.value.text if isinstance(entry.value, Scalar) else "..."
            message = f'"{entry.key}: {value}" is a key with its value, because of the colon'
            hint = f"write a comma in place of the colon, or `{self.long.keys[0].name}:` and the other keys"
            context.diagnostics.error(node.place, Rule.WRONG_TYPE, message, hint)
            return None
        return self.long.read(node, context)

    def _is_text_with_colon(self, node: Keyed) -> bool:
        """Say whether a text became a key by its colon: "Ada Okafor: The Trust"."""
        keys = [entry.key for entry in node]
        return len(keys) == 1 and not keys[0][:1].islower() and self.long.nearest_key(keys[0]) is None

    def json_schema(self) -> JsonSchema:
        return {"anyOf": [self.short.json_schema(), self.long.json_schema()]}


def _in_small_letters(name: str) -> str:
    return name.strip().lower().replace("-", "_").replace(" ", "_")


def _has_key(record: "Record[Any] | None", name: str) -> bool:
    return record is not None and name in record._by_name


def inner_record(shape: Shape[Any]) -> Record[Any] | None:
    """Return the record that a shape is made of, however it is wrapped."""
    match shape:
        case Record():
            return shape
        case ListOf() | Converted():
            return inner_record(shape.shape)
        case Either():
            return inner_record(shape.long)
        case _:
            return None
