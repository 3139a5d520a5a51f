"""``site-builder schema``: the JSON Schema of a kind of file, for editors that complete and check keys."""

import click

from site_builder.commands.reports import print_json
from site_builder.commands.suggestions import Choice
from site_builder.config import SCHEMA
from site_builder.kinds import Kind
from site_builder.sources.fields import SCHEMAS

_KINDS = {kind.noun: kind for kind in Kind}


@click.command(short_help="Print the JSON Schema of a kind of file.")
@click.argument("kind", type=Choice([*_KINDS, "site"]))
def command(kind: str) -> None:
    """Print the JSON Schema of a kind of file, for editors that complete and check keys."""
    record = SCHEMA if kind == "site" else SCHEMAS[_KINDS[kind]]
    title = "site.toml" if kind == "site" else f"Front matter of a {kind}"
    print_json(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **record.json_schema()}
    )
