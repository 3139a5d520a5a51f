"""What a check of the linked site looks at."""

from dataclasses import dataclass
from pathlib import Path

from site_builder.checks.missing_addresses import MissingAddress
from site_builder.model import Site
from site_builder.names.people import NameParser


@dataclass(frozen=True, slots=True)
class CheckContext:
    """The site as it will be when nothing is held back, where it is, and what takes its names apart.

    ``missing`` are addresses of an earlier build that are gone.
    """

    site: Site
    root: Path
    parser: NameParser
    missing: tuple[MissingAddress, ...] = ()
