"""The key ``ids:``: what registers call somebody or something."""

from dataclasses import dataclass

from site_builder.errors import Place, Rule
from site_builder.identifiers import SCHEMES, Bearer, Identifier, Scheme, value_of
from site_builder.schema.nearest import did_you_mean
from site_builder.schema.nodes import Keyed, Node, describe
from site_builder.schema.shapes import JsonSchema, ReadContext, Text

_MAX_IDENTIFIER = 200


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Registers, each with the identifier that it gave to a bearer; all are right by their form."""

    bearer: Bearer

    def read(self, node: Node, context: ReadContext) -> tuple[Identifier, ...] | None:
        """Return the identifiers in the order in which they were written."""
        if not isinstance(node, Keyed):
            message = f"registers with identifiers should stand here, not {describe(node)}"
            hint = "write each on a line of its own, indented, such as wikidata: Q42"
            context.diagnostics.error(node.place, Rule.WRONG_TYPE, message, hint)
            return None
        identifiers = []
        for entry in node:
            text = Text(_MAX_IDENTIFIER).read(entry.value, context)
            if self._is_register(entry.key, entry.key_place, context) and text:
                value = self._value(entry.key, text, entry.value.place, context)
                if value:
                    identifiers.append(Identifier(entry.key, value))
        return tuple(identifiers)

    def _schemes(self) -> dict[str, Scheme]:
        return {name: scheme for name, scheme in SCHEMES.items() if self.bearer in scheme.bearers}

    def _is_register(self, name: str, place: Place, context: ReadContext) -> bool:
        """Report a key that is no register of such bearers; say whether it is one."""
        names = self._schemes()
        if name in names:
            return True
        choice = f"write one of {', '.join(names)}"
        if name in SCHEMES:
            message = f"{SCHEMES[name].name} gives no identifiers to {self.bearer.value}"
            hint = f"{choice}, or take it out"
        else:
            message = f'no register is known as "{name}"'
            has_links = self.bearer in {Bearer.PERSON, Bearer.ORGANISATION}
            otherwise = "write its address under links:" if has_links else "take it out"
            hint = did_you_mean(name, names, f"{choice}, or {otherwise}")
        context.diagnostics.error(place, Rule.UNKNOWN_KEY, message, hint)
        return False

    @staticmethod
    def _value(name: str, text: str, place: Place, context: ReadContext) -> str | None:
        scheme = SCHEMES[name]
        value = value_of(scheme, text)
        if value is None:
            message = f'"{text}" is not an identifier of {scheme.name}'
            hint = f"write one such as {scheme.example}"
        elif not scheme.has_valid_check(value):
            message = f'"{text}" is not an identifier of {scheme.name}: its check characters do not fit'
            hint = "compare it with the register; a character is wrong, or two have changed places"
        else:
            return value
        context.diagnostics.error(place, Rule.NOT_AN_IDENTIFIER, message, hint)
        return None

    def json_schema(self) -> JsonSchema:
        """Describe the registers that know this kind of bearer."""
        return {
            "type": "object",
            "properties": {
                name: {"type": "string", "description": f"{scheme.name}, such as {scheme.example}."}
                for name, scheme in self._schemes().items()
            },
            "additionalProperties": False,
        }
