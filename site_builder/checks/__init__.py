"""What is looked for in a site and in its finished pages; one module for each check."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol, TypeAlias

from site_builder.errors import Problem
from site_builder.model import RenderedFile, Site


class Check(Protocol):
    """Sees every file once, and reports at the end."""

    def see(self, file: RenderedFile) -> None:
        """Take note of a file."""
        ...

    def problems(self) -> Iterable[Problem]:
        """Return what is wrong with the files seen."""
        ...


#: Looks at a linked site, whose sources lie in a folder, for what only a person can decide.
Review: TypeAlias = Callable[[Site, Path], Iterable[Problem]]
