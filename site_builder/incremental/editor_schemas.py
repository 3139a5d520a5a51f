"""JSON Schemas for editors, with the names that the archive knows, beside the state of earlier builds.

``init`` writes settings that point there. The names are suggestions: any other name may be written, too.
"""

import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from site_builder.config import SCHEMA as SITE_SCHEMA
from site_builder.errors import OutputFailed
from site_builder.kinds import Kind
from site_builder.model import Site
from site_builder.options import BuildOptions
from site_builder.runtime.store import state_folder
from site_builder.sources.fields import SCHEMAS

#: Where they are, below the folder of the state.
FOLDER = "schemas"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: Keys whose values, or whose items, are names of a kind.
_NAMES = {
    "organisation": Kind.ORGANISATIONS,
    "organisers": Kind.ORGANISATIONS,
    "sponsors": Kind.ORGANISATIONS,
    "parent": Kind.ORGANISATIONS,
    "quoted_by": Kind.PEOPLE,
    "attended": Kind.PEOPLE,
    "regrets": Kind.PEOPLE,
    "speakers": Kind.PEOPLE,
    "mentions": Kind.PEOPLE,
    "authors": Kind.PEOPLE,
    "topics": Kind.TOPICS,
    "topic": Kind.TOPICS,
    "series": Kind.SERIES,
}
#: Lists whose items have the name of a person below ``name:``.
_LISTS_OF_PEOPLE = frozenset({"speakers", "mentions", "authors"})


def schema_document(kind: Kind | None) -> dict[str, Any]:
    """Return the JSON Schema of the files of a kind, or of ``site.toml`` for None."""
    record = SITE_SCHEMA if kind is None else SCHEMAS[kind]
    title = "site.toml" if kind is None else f"Front matter of a {kind.noun}"
    return {"$schema": _DIALECT, "title": title, **record.json_schema()}


def write_editor_schemas(site: Site, options: BuildOptions) -> None:
    """Write the schemas of every kind of file; a disk that refuses is no reason to fail."""
    if options.dry_run or not options.save_state:
        return
    names: dict[Kind, list[str]] = {
        Kind.PEOPLE: sorted(person.name for person in site.people.values()),
        Kind.ORGANISATIONS: sorted(organisation.name for organisation in site.organisations.values()),
        Kind.TOPICS: sorted(topic.name for topic in site.topics.values()),
        Kind.SERIES: sorted(series.name for series in site.series.values()),
    }
    with suppress(OSError, OutputFailed):
        folder = state_folder(options.root) / FOLDER
        folder.mkdir(exist_ok=True)
        for kind in (*Kind, None):
            document = schema_document(kind)
            if kind is not None:
                _suggest(document, names, "")
            name = "site" if kind is None else kind.noun
            _write_if_other(folder / f"{name}.json", json.dumps(document, ensure_ascii=False))


def _write_if_other(file: Path, text: str) -> None:
    data = text.encode()
    if not file.is_file() or file.read_bytes() != data:
        file.write_bytes(data)


def _suggest(schema: Any, names: Mapping[Kind, Collection[str]], key: str) -> None:
    """Add the names that are known to every text below a key that wants one."""
    if isinstance(schema, list):
        for part in schema:
            _suggest(part, names, key)
    if not isinstance(schema, dict):
        return
    kind = _NAMES.get(key)
    types = schema.get("type", ())
    if kind is not None and ("string" in types if isinstance(types, list) else types == "string"):
        schema["examples"] = names[kind]
    for word in ("items", "anyOf", "oneOf"):
        _suggest(schema.get(word), names, key)
    for name, value in schema.get("properties", {}).items():
        _suggest(value, names, key if name == "name" and key in _LISTS_OF_PEOPLE else name)
