"""Options that several commands share, and what they mean."""

import datetime
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from site_builder.errors import Diagnostics, Place, UsageError
from site_builder.paths import CONTENT, OUTPUT, SITE_FILE
from site_builder.runtime.workers import processors

F = TypeVar("F", bound=Callable[..., Any])


def base_url_of(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Return the address of an option as ``base_url`` has it."""
    if value is None:
        return None
    from site_builder.config import normal_base_url  # noqa: PLC0415 - slow to import

    try:
        return normal_base_url(value)
    except ValueError as error:
        raise click.BadParameter(f'"{value}" is not a web address; {error}') from error


def selection_options(function: F) -> F:
    """Add the options that say what is published."""
    for option in (
        click.option("--drafts", is_flag=True, help="Publish drafts too."),
        click.option(
            "--as-of",
            metavar="DATE",
            help="Build as on this day or at this time, for embargoes: 2026-12-01 or 2026-12-01T09:00Z.",
        ),
        click.option(
            "--base-url",
            metavar="URL",
            callback=base_url_of,
            help="Where the site will stand; replaces base_url of site.toml.",
        ),
    ):
        function = option(function)
    return function


def previous_option(function: F) -> F:
    """Add ``--previous``."""
    return click.option(
        "--previous",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Also compare addresses with those in this output directory, such as a published one.",
    )(function)


def jobs_option(function: F) -> F:
    """Add ``--jobs``."""
    return click.option(
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        default=processors,
        help="How many processes work at once; default: as many as there are processors.",
    )(function)


def problem_options(function: F) -> F:
    """Add the options that say which problems are printed, and what a warning means."""
    strict = click.option("--strict", is_flag=True, help="Take every warning for an error.")
    every = click.option(
        "--all", "shows_all", is_flag=True, help="Print every place of a mistake that is made often."
    )
    return every(strict(function))


def json_option(function: F) -> F:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")(function)


def find_site(root: Path) -> Path:
    """Return the folder of a site, or raise :class:`UsageError` for one that is none."""
    if (root / CONTENT).is_dir() or (root / SITE_FILE).exists():
        return root
    raise UsageError(
        f"there is no site in {root}: neither {SITE_FILE} nor a folder {CONTENT}/; "
        "go to the folder of your site, or name it with -C"
    )


def output_folder(root: Path, out: Path | None) -> Path:
    """Return where a site is built to: where ``--out`` says, else ``_site/`` in the site."""
    return (out if out is not None else root / OUTPUT).absolute()


def moment(root: Path, as_of: str | None) -> datetime.datetime:
    """Return the time that a build takes for now: of ``--as-of``, SOURCE_DATE_EPOCH, or the clock."""
    if as_of is not None:
        return _moment_of_option(root, as_of)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            now = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
            if not 1000 <= now.year <= 9000:
                raise ValueError(epoch)
            return now  # noqa: TRY300 - the checks belong together
        except (ValueError, OverflowError, OSError) as error:
            raise UsageError(f'SOURCE_DATE_EPOCH is "{epoch}", not seconds since 1970') from error
    return datetime.datetime.now(datetime.UTC)


def _moment_of_option(root: Path, as_of: str) -> datetime.datetime:
    from site_builder.config import read_config  # noqa: PLC0415 - slow to import
    from site_builder.schema.dates import Date  # noqa: PLC0415
    from site_builder.schema.nodes import Scalar  # noqa: PLC0415
    from site_builder.schema.shapes import ReadContext  # noqa: PLC0415

    zone = read_config(root, Diagnostics()).zone  # a broken site.toml is reported by the build
    diagnostics = Diagnostics()
    when = Date().read(Scalar(as_of, Place("--as-of")), ReadContext(diagnostics, zone))
    if when is None:
        problem = diagnostics.problems[0]
        raise UsageError(f"--as-of: {problem.message}; {problem.hint}")
    return when.moment or datetime.datetime.combine(when.day, datetime.time(), zone)
