"""What is looked for in the finished pages; one module for each check behind one small interface."""

from collections.abc import Iterable
from typing import Protocol

from site_builder.errors import Problem
from site_builder.model import RenderedFile


class Check(Protocol):
    """Sees every file once, and reports at the end."""

    def see(self, file: RenderedFile) -> None:
        """Take note of a file."""
        ...

    def problems(self) -> Iterable[Problem]:
        """Return what is wrong with the files seen."""
        ...
