"""What publish keeps at a target: what it put there, and which addresses readers may have noted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from site_builder.output.manifest import PublishedAddress, is_inside
from site_builder.publishers.target import RECORD, Target, TargetFailed
from site_builder.runtime.codec import Decoder, UnreadableRecord, encode

_FORMAT = 1
#: Stands for the digest of a file that may not be there yet.
MISSING = ""
_DIGEST = re.compile(r"[0-9a-f]{64}|")


@dataclass(frozen=True, slots=True)
class PublishRecord:
    """The files that were published: path -> the SHA-256 digests that each may have.

    There are several only while a publication is going on, or after one that was broken off.
    """

    #: What tells the site from others: where readers find it, or its title.
    site: str
    #: When it was published (ISO 8601).
    moment: str
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    #: What readers may have noted an address for.
    addresses: Mapping[str, PublishedAddress] = field(default_factory=dict)

    def text(self) -> bytes:
        """Return the record as JSON."""
        return (
            encode(
                _Stored(
                    _FORMAT,
                    self.site,
                    self.moment,
                    dict(sorted(self.files.items())),
                    dict(sorted(self.sizes.items())),
                    dict(sorted(self.addresses.items())),
                )
            )
            + b"\n"
        )


@dataclass(frozen=True, slots=True)
class _Stored:
    format: int
    site: str
    moment: str
    files: dict[str, tuple[str, ...]]
    sizes: dict[str, int]
    addresses: dict[str, PublishedAddress]


_STORED: Decoder[_Stored] = Decoder(_Stored)


def read_record(target: Target) -> PublishRecord | None:
    """Return what was published last, None if nothing was; raise :class:`TargetFailed` if it is damaged."""
    data = target.read(RECORD)
    if data is None:
        return None
    try:
        stored = _STORED.decode(data)
    except UnreadableRecord as error:
        raise _damaged() from error
    digests_are_whole = all(_DIGEST.fullmatch(one) for some in stored.files.values() for one in some)
    if stored.format != _FORMAT or not digests_are_whole or not all(map(is_inside, stored.files)):
        raise _damaged()
    return PublishRecord(stored.site, stored.moment, stored.files, stored.sizes, stored.addresses)


def _damaged() -> TargetFailed:
    return TargetFailed(
        f"{RECORD} at the target is damaged or of a newer version, so it is not known which files are ours; "
        "delete that file: everything is brought there again then, and nothing is removed"
    )
