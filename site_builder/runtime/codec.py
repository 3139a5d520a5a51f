"""Typed values <-> bytes: JSON that is read back into the very types it was written from.

msgspec checks every value against the annotations while it reads, so bytes from another version or another
machine give an error and never an object that is half right; nothing that is read can run code.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")


class UnreadableRecord(Exception):
    """The bytes are not such a value."""


def encode(value: Any) -> bytes:
    """Return a value of dataclasses, enumerations, dates and plain containers as bytes."""
    return msgspec.json.encode(value)


class Encoder:
    """Encodes; ``to_plain`` returns a plain value for an object of a type that msgspec does not know."""

    def __init__(self, to_plain: Callable[[Any], Any]) -> None:
        self.encode = msgspec.json.Encoder(enc_hook=to_plain).encode


class Decoder(Generic[T]):
    """Reads values of one type; ``make`` turns something plain into a type that is not known."""

    def __init__(self, annotation: Any, make: Callable[[type, Any], Any] | None = None) -> None:
        self._decoder: msgspec.json.Decoder[T] = msgspec.json.Decoder(annotation, dec_hook=make)

    def decode(self, data: bytes) -> T:
        """Return the value; raise :class:`UnreadableRecord`."""
        try:
            return self._decoder.decode(data)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise UnreadableRecord(str(error)) from error
