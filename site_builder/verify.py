"""Proof that an incremental build has the bytes of a build from nothing."""

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from site_builder.build import build
from site_builder.options import BuildOptions, BuildReport, Progress
from site_builder.output.directory import check_output
from site_builder.paths import is_full_text_folder
from site_builder.runtime.store import state_folder


@dataclass(frozen=True, slots=True)
class Difference:
    """A file of the output that is not what a build from nothing makes.

    ``problem`` ends a sentence about it.
    """

    path: str
    problem: str


def verify(options: BuildOptions, report: BuildReport, progress: Progress) -> tuple[Difference, ...]:
    """Build a site from nothing into a temporary directory, and compare what a build made byte by byte."""
    with TemporaryDirectory(prefix="verify-", dir=state_folder(options.root)) as folder:
        clean = Path(folder, "site")
        build(replace(options, output=clean, force=True, save_state=False), progress)
        expected = check_output(clean, options.root).files
        actual = check_output(options.output, options.root).files.keys() - set(report.changes.left_alone)
        return tuple(
            Difference(path, problem)
            for path in sorted(actual.union(expected))
            # Pagefind 1.5 writes equal indexes with other bytes each time.
            if not is_full_text_folder(path.partition("/")[0])
            if (problem := _difference(clean / path, options.output / path))
        )


def _difference(expected: Path, actual: Path) -> str:
    if not actual.is_file():
        return "is missing"
    if not expected.is_file():
        return "is no page any more"
    return "" if expected.read_bytes() == actual.read_bytes() else "has other bytes"
