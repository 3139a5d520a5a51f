"""What a process that builds again and again keeps from one build to the next."""

from functools import cached_property
from typing import TYPE_CHECKING

from site_builder.incremental.state_store import StateCache

if TYPE_CHECKING:
    from site_builder.linking.link import LinkMemory
    from site_builder.sources.document_cache import Decoded


class BuildMemory:
    """The last build of this process: its record, its documents, and what its names mean."""

    def __init__(self) -> None:
        self.state = StateCache()
        #: Documents with the problems of their files, by path, each with the key of its record.
        self.documents: dict[str, tuple[str, Decoded]] = {}

    @cached_property
    def links(self) -> "LinkMemory":
        """What was found out while the last build linked."""
        from site_builder.linking.link import LinkMemory  # noqa: PLC0415 - slow to import

        return LinkMemory()
