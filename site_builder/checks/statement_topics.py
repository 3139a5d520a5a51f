"""Statements of which nobody can say what they are about."""

from site_builder.checks.context import CheckContext
from site_builder.errors import Diagnostics, Rule
from site_builder.model import Statement


def check(context: CheckContext, diagnostics: Diagnostics) -> None:
    """Report once for each writeup that statements in it have no topic, where it has several to choose from.

    The only topic of a writeup is that of its statements.
    """
    for writeup in context.site.writeups:
        without = [statement for statement in writeup.statements if not statement.topics]
        if not without or not writeup.topics:
            continue
        names = [context.site.topics[id].name for id in writeup.topics]
        lines = ", ".join(str(statement.place.line) for statement in without[1:])
        more = f" (and those of line {lines})" if lines else ""
        message = f'on which topic is this statement, "{_beginning(without[0])}"{more}?'
        hint = f'write topic="{names[0]}" in braces behind the name; the writeup has {", ".join(names)}'
        diagnostics.warning(without[0].place, Rule.STATEMENT_TOPIC, message, hint)


def _beginning(statement: Statement) -> str:
    words = " ".join(statement.text)
    return words if len(words) <= 40 else f"{words[:37].rstrip()}..."
