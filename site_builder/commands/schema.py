"""``site-builder schema``: the JSON Schema of a kind of file, for editors that complete and check keys."""

from zoneinfo import ZoneInfo

import click

from site_builder.commands.options import print_json
from site_builder.config import SCHEMA
from site_builder.model import Kind
from site_builder.sources.fields import schemas

_KINDS = {
    "writeup": Kind.WRITEUPS,
    "person": Kind.PEOPLE,
    "organisation": Kind.ORGANISATIONS,
    "topic": Kind.TOPICS,
    "series": Kind.SERIES,
    "page": Kind.PAGES,
}


@click.command(short_help="Print the JSON Schema of a kind of file.")
@click.argument("kind", type=click.Choice([*_KINDS, "site"]))
def command(kind: str) -> None:
    """Print the JSON Schema of a kind of file, for editors that complete and check keys."""
    record = SCHEMA if kind == "site" else schemas(ZoneInfo("UTC"))[_KINDS[kind]]
    title = "site.toml" if kind == "site" else f"Front matter of a {kind}"
    print_json(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **record.json_schema()}
    )
