"""Fields of a site's own, as templates see them: ``extra.NAME`` and ``site.extra.NAME``."""

import datetime
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

#: What is stored: plain values by name; None where there are none.
CustomValues: TypeAlias = dict[str, Any] | None

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class CustomFields:
    """Names with texts, numbers, true or false, days, lists and further fields.

    A name that is not there is empty and not an error, at any depth: ``extra.venue.name`` prints nothing
    where there is no ``venue``. There are no public methods, so that any name can be a field.
    """

    __slots__ = ("_values",)

    def __init__(self, values: CustomValues = None) -> None:
        self._values = values or {}

    def __getitem__(self, name: str) -> Any:
        return _as_shown(self._values.get(name))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what Python and Jinja ask every object for
            raise AttributeError(name)
        return self[name]

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __str__(self) -> str:
        return ", ".join(f"{name}: {self[name]}" for name in self)


def _as_shown(value: Any) -> Any:
    match value:
        case None:
            return CustomFields()
        case dict():
            return CustomFields(value)
        case list():
            return [_as_shown(item) for item in value]
        case str() if _DAY.fullmatch(value):
            try:
                return datetime.date.fromisoformat(value)
            except ValueError:
                return value
        case _:
            return value
