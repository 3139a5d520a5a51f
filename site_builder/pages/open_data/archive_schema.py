"""The JSON Schema of archive.json, which follows from its records."""

import dataclasses
import types
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from site_builder.pages.open_data.records import ArchiveRecord, JsonSchema, PublicAddress


def archive_schema() -> JsonSchema:
    """Return the JSON Schema of the document; ``$schema`` in the document is where the schema stands."""
    record = _record_schema({"$schema": PublicAddress, **_hints(ArchiveRecord)})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An archive of policy events",
        **record,
    }


def _hints(record: type) -> dict[str, Any]:
    return get_type_hints(record, include_extras=True)


def _record_schema(properties: dict[str, Any]) -> JsonSchema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": {name: _schema(annotation) for name, annotation in properties.items()},
    }


def _schema(annotation: Any) -> JsonSchema:
    """Return the schema of a type: a record, a list, something or null, or a plain value with its limits."""
    origin = get_origin(annotation)
    if origin is Annotated:
        plain, (keyword, limit) = get_args(annotation)
        return {**_schema(plain), keyword: limit}
    if origin is tuple:
        return {"type": "array", "items": _schema(get_args(annotation)[0])}
    if origin in {Union, types.UnionType}:
        return {"anyOf": [_schema(get_args(annotation)[0]), {"type": "null"}]}
    if isinstance(annotation, type) and dataclasses.is_dataclass(annotation):
        return _record_schema(_hints(annotation))
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return {"enum": [member.value for member in annotation]}
    return {"type": {str: "string", int: "integer", bool: "boolean"}[annotation]}
