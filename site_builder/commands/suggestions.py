"""Commands and choices that offer the nearest word where one was mistyped."""

from collections.abc import Sequence
from typing import Any

import click


def _did_you_mean(word: str, words: Sequence[str]) -> str:
    from site_builder.schema.nearest import did_you_mean  # noqa: PLC0415 - needed for a mistake only

    return did_you_mean(word, words, f"choose one of: {', '.join(words)}")


class CommandGroup(click.Group):
    """A group of commands; a mistyped one is answered with the nearest."""

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = arguments[0]
        if not name.startswith("-") and self.get_command(context, name) is None:
            hint = _did_you_mean(name, self.list_commands(context))
            context.fail(f'There is no command "{name}": {hint}')
        return super().resolve_command(context, arguments)


class Choice(click.Choice[str]):
    """One of a few words; a mistyped one is answered with the nearest."""

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> Any:
        if isinstance(value, str) and value not in self.choices:
            self.fail(f'"{value}" is none of them: {_did_you_mean(value, self.choices)}', parameter, context)
        return super().convert(value, parameter, context)
