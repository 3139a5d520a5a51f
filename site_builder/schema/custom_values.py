"""Values of any kind, for fields that a site has of its own."""

import re
from dataclasses import dataclass
from typing import Any

from site_builder.errors import Rule
from site_builder.schema.nodes import Items, Keyed, Node, Scalar, describe
from site_builder.schema.shapes import JsonSchema, ListOf, ReadContext, Text

#: Larger ones are not the same number in every program (RFC 8259, section 6).
_MAX_NUMBER = 2**53
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")


@dataclass(frozen=True, slots=True)
class CustomTable:
    """Names with values of any kind; a value that is left empty is left out."""

    def read(self, node: Node, context: ReadContext) -> dict[str, Any] | None:
        if not isinstance(node, Keyed):
            message = f"names and values should stand here, not {describe(node)}"
            hint = "write each as NAME: VALUE on a line of its own, indented"
            context.diagnostics.error(node.place, Rule.WRONG_TYPE, message, hint)
            return None
        values = {}
        for entry in node:
            value = _CUSTOM_VALUE.read(entry.value, context)
            if value is not None:
                values[entry.key] = value
        return values

    def json_schema(self) -> JsonSchema:
        return {"type": "object"}


class _CustomValue:
    """A text, a number, true or false, a list or a table, as they are written."""

    def read(self, node: Node, context: ReadContext) -> Any:
        match node:
            case Keyed():
                return CustomTable().read(node, context)
            case Items():
                values = ListOf(self).read(node, context)
                return None if values is None else list(values)
            case Scalar() if node.is_empty:
                return None
            case Scalar():
                text = Text().read(node, context)
                return text if text is None or node.is_quoted else typed(text)

    def json_schema(self) -> JsonSchema:
        return {}


_CUSTOM_VALUE = _CustomValue()


def typed(text: str) -> str | int | float | bool:
    """Return what a text without quotes stands for.

    Only what is printed again as it was written is a number: 1.10 and 0171 stay the texts that they are.
    """
    if text in {"true", "false"}:
        return text == "true"
    if _NUMBER.fullmatch(text):
        number = float(text) if "." in text else int(text)
        if abs(number) <= _MAX_NUMBER and str(number) == text:
            return number
    return text
