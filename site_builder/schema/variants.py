"""Tables of which one key says what the others may be, and tables whose names the author chooses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from site_builder.errors import Rule
from site_builder.schema.nearest import did_you_mean
from site_builder.schema.nodes import Keyed, Node, Scalar, describe
from site_builder.schema.records import Record
from site_builder.schema.shapes import JsonSchema, ReadContext, Shape

T = TypeVar("T")
#: A name that is used for a file, too.
_NAME = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Variants(Generic[T]):
    """A record of one of several kinds; its key ``discriminator`` says of which. Each record has that key."""

    discriminator: str
    records: Mapping[str, Record[Any]]

    def read(self, node: Node, context: ReadContext) -> T | None:
        if not isinstance(node, Keyed):
            message = f"keys and values should stand here, not {describe(node)}"
            hint = f"write {self.discriminator} = and the other keys below the name in brackets"
            context.diagnostics.error(node.place, Rule.WRONG_TYPE, message, hint)
            return None
        listed = ", ".join(self.records)
        entry = next((entry for entry in node if entry.key == self.discriminator), None)
        if entry is None:
            hint = f"add it: one of {listed}"
            message = f'the key "{self.discriminator}" is missing'
            context.diagnostics.error(node.place, Rule.MISSING_KEY, message, hint)
            return None
        word = entry.value.text if isinstance(entry.value, Scalar) else ""
        record = self.records.get(word)
        if record is None:
            hint = did_you_mean(word, self.records, "write one of these")
            message = f'"{word}" is not one of: {listed}'
            context.diagnostics.error(entry.value.place, Rule.NOT_A_CHOICE, message, hint)
            return None
        value: T | None = record.read(node, context)
        return value

    def json_schema(self) -> JsonSchema:
        return {"anyOf": [record.json_schema() for record in self.records.values()]}


@dataclass(frozen=True, slots=True)
class TableOf(Generic[T]):
    """Values under names that the author chooses."""

    shape: Shape[T]

    def read(self, node: Node, context: ReadContext) -> tuple[tuple[str, T], ...] | None:
        if not isinstance(node, Keyed):
            message = f"names with values should stand here, not {describe(node)}"
            hint = "write a table, with a name of your own for each value"
            context.diagnostics.error(node.place, Rule.WRONG_TYPE, message, hint)
            return None
        values = []
        for entry in node:
            if not _NAME.fullmatch(entry.key):
                message = f'"{entry.key}" is not a name that can be used here'
                hint = "use letters, digits, - and _"
                context.diagnostics.error(entry.key_place, Rule.UNKNOWN_KEY, message, hint)
                continue
            value = self.shape.read(entry.value, context)
            if value is not None:
                values.append((entry.key, value))
        return tuple(values)

    def json_schema(self) -> JsonSchema:
        return {"type": "object", "additionalProperties": self.shape.json_schema()}
