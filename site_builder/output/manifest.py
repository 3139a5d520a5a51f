"""What in an output directory is ours: every file that a build wrote, with the digest of its bytes.

It lies inside the directory that it describes, so that a directory which is copied, moved or left over
explains itself, and both ``_site`` and the state beside the content can be deleted at any time. Nothing that
is not listed is ever changed or removed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from site_builder.errors import OutputFailed, UsageError
from site_builder.runtime.codec import Decoder, UnreadableRecord, encode

#: The folder in an output directory that holds the manifest, the lock, and files on their way.
PRIVATE = ".site-builder"
FILE_NAME = "manifest.json"
ADDRESSES = "addresses.json"
_FORMAT = 1
#: A path inside the output: a forged one must not make a build remove a file elsewhere.
_INSIDE = re.compile(r"(?!\.{1,2}(?:/|\Z))[^/\\]+(?:/(?!\.{1,2}(?:/|\Z))[^/\\]+)*")


class PublishedAnchor(NamedTuple):
    """The anchor of a statement, and the name below it."""

    anchor: str
    label: str
    #: The digest of its words (see :mod:`site_builder.formats.digests`).
    digest: str = ""


class PublishedAddress(NamedTuple):
    """What readers may have noted an address for, so that it is missed when it is gone.

    ``claim`` is the path of the author's file, or empty. ``target`` is where a former address leads, or what
    took the place of a page that is gone.
    """

    claim: str
    title: str = ""
    target: str = ""
    anchors: tuple[PublishedAnchor, ...] = ()
    #: How many corrections a writeup has; -1 for what is no writeup.
    corrections: int = -1

    @property
    def is_writeup(self) -> bool:
        """Say whether it is the page of a writeup."""
        return self.corrections >= 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of the last build: path from the root of the output -> digests that its bytes may have.

    There is more than one digest only while files are being put in place: the old one and the new one.
    ``published`` has the addresses of the last build, and ``missing`` those that it should have kept and does
    not have, by address or, for a statement, by address and anchor. These two stand in a file of their own.
    """

    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    published: Mapping[str, PublishedAddress] = field(default_factory=dict)
    missing: Mapping[str, PublishedAddress] = field(default_factory=dict)

    def including(self, new: Mapping[str, str]) -> "Manifest":
        """Return a manifest that owns the files of this one and new ones, whichever is in place."""
        merged = dict(self.files)
        for path, digest in new.items():
            merged[path] = tuple(dict.fromkeys((*merged.get(path, ()), digest)))
        return replace(self, files=merged)

    def text(self) -> bytes:
        """Return the manifest as JSON, the same for the same files."""
        files = {path: self.files[path] for path in sorted(self.files)}
        return encode(_Stored(_FORMAT, files)) + b"\n"

    def text_of_addresses(self) -> bytes:
        """Return the addresses that are published or missing as JSON."""
        return encode(_Addresses(dict(self.published), dict(self.missing))) + b"\n"


@dataclass(frozen=True, slots=True)
class _Stored:
    format: int
    files: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Addresses:
    published: dict[str, PublishedAddress]
    missing: dict[str, PublishedAddress]


_STORED: Decoder[_Stored] = Decoder(_Stored)
_ADDRESSES: Decoder[_Addresses] = Decoder(_Addresses)


def is_inside(path: str) -> bool:
    """Say whether a path from the root of an output directory stays inside of it."""
    return _INSIDE.fullmatch(path) is not None


def manifest_file(output: Path) -> Path:
    """Return where the manifest of an output directory is."""
    return output / PRIVATE / FILE_NAME


def addresses_file(output: Path) -> Path:
    """Return where it is noted which addresses builds published: history, and not part of the site."""
    return output / PRIVATE / ADDRESSES


def read_manifest(output: Path) -> Manifest | None:
    """Return the manifest of an output directory, or None if the directory is not ours."""
    file = manifest_file(output)
    try:
        stored = _STORED.decode(file.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputFailed(f"{file}: {error.strerror}; nothing was changed") from error
    except UnreadableRecord as error:
        raise _damaged(file) from error
    if stored.format != _FORMAT or not all(map(is_inside, stored.files)):
        raise _damaged(file)
    addresses = _read_addresses(output)
    return Manifest(stored.files, addresses.published, addresses.missing)


def _read_addresses(output: Path) -> _Addresses:
    """Return what earlier builds published; a damaged list is one of reminders only, and begins anew."""
    try:
        return _ADDRESSES.decode(addresses_file(output).read_bytes())
    except (OSError, UnreadableRecord):
        return _Addresses({}, {})


def _damaged(file: Path) -> UsageError:
    return UsageError(
        f"{file} is damaged, so it is not known which files of {file.parent.parent} are ours; "
        "delete that directory if it holds nothing but the built site, or build with --out into a new one"
    )
