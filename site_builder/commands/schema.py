"""``site-builder schema``: the JSON Schema of a kind of file, for editors that complete and check keys."""

import click

from site_builder.commands.reports import print_json
from site_builder.commands.suggestions import Choice
from site_builder.incremental.editor_schemas import schema_document
from site_builder.kinds import Kind

_KINDS = {kind.noun: kind for kind in Kind}


@click.command(short_help="Print the JSON Schema of a kind of file.")
@click.argument("kind", type=Choice([*_KINDS, "site"]))
def command(kind: str) -> None:
    """Print the JSON Schema of a kind of file, for editors that complete and check keys.

    A build writes the same to .site-builder/schemas/, with the names that the archive knows.
    """
    print_json(schema_document(_KINDS.get(kind)))
