"""``site-builder build``: make the site and report what was done."""

import time
from collections.abc import Collection, Iterable
from pathlib import Path

import click

from site_builder.build import build
from site_builder.commands.options import (
    find_site,
    jobs_option,
    json_option,
    moment,
    output_folder,
    previous_option,
    problem_options,
    selection_options,
)
from site_builder.commands.reports import (
    count_of,
    held_back_as_json,
    not_published,
    print_json,
    problems_as_json,
    running,
    show_problems,
)
from site_builder.options import BuildOptions, BuildReport, Progress
from site_builder.output.directory import STILL_THERE
from site_builder.page import is_page
from site_builder.runtime.interruption import Interrupted
from site_builder.verify import Difference
from site_builder.verify import verify as compare_with_clean_build

#: The limit of Cloudflare Pages.
_MANY_FILES = 20_000


@click.command(short_help="Make the site.")
@selection_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The directory to build into; default: _site in the folder of the site.",
)
@click.option(
    "--file-urls",
    is_flag=True,
    help="Make links that work when a page is opened from a disk by double click.",
)
@click.option("--no-full-text", is_flag=True, help="Do not index texts for the search page.")
@click.option("--clean", is_flag=True, help="Write every file again, also over changes made by hand.")
@click.option(
    "--verify", is_flag=True, help="Then build from nothing into another directory, and compare every byte."
)
@click.option("--dry-run", is_flag=True, help="Only say what would be written and removed.")
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@click.option("-v", "--verbose", is_flag=True, help="Name every file that is written or removed.")
@previous_option
@problem_options
@jobs_option
@json_option
@click.pass_obj
def command(
    directory: Path,
    drafts: bool,
    as_of: str | None,
    base_url: str | None,
    out: Path | None,
    file_urls: bool,
    no_full_text: bool,
    clean: bool,
    verify: bool,
    dry_run: bool,
    quiet: bool,
    verbose: bool,
    previous: Path | None,
    strict: bool,
    shows_all: bool,
    jobs: int,
    as_json: bool,
) -> None:
    """Make the site in _site/.

    Nothing is written while the content has an error. Files that have not changed are not touched, and only
    files that an earlier build wrote are ever removed.
    """
    if verify and dry_run:
        raise click.UsageError("--verify compares what was written, and --dry-run writes nothing")
    root = find_site(directory)
    options = BuildOptions(
        root=root,
        output=output_folder(root, out),
        now=moment(root, as_of),
        with_drafts=drafts,
        base_url=base_url,
        file_urls=file_urls,
        with_full_text=not no_full_text,
        jobs=jobs,
        force=clean,
        dry_run=dry_run,
        strict=strict,
        previous=previous,
    )
    began = time.monotonic()
    with running(
        consequence="nothing was written.",
        as_json=as_json,
        quiet=quiet,
        verbose=verbose,
        shows_all=shows_all,
    ) as progress:
        report = _built(options, progress)
        differences = compare_with_clean_build(options, report, progress) if verify else ()
    seconds = time.monotonic() - began
    if as_json:
        print_json(_as_json(report, options, seconds, differences))
    else:
        _print_report(report, options, seconds, quiet=quiet, verbose=verbose, shows_all=shows_all)
        _print_differences(differences, options, is_reported=verify and not quiet)
    if differences:
        raise click.exceptions.Exit(1)


def _built(options: BuildOptions, progress: Progress) -> BuildReport:
    """Build; where a signal ends that, say what is there now."""
    try:
        return build(options, progress)
    except Interrupted as error:
        left = "the new site is in place" if error.is_late else STILL_THERE
        click.echo(f"Stopped; {left}.", err=True)
        raise


def _print_report(
    report: BuildReport, options: BuildOptions, seconds: float, *, quiet: bool, verbose: bool, shows_all: bool
) -> None:
    show_problems(report.site.warnings, options.root, shows_all=shows_all)
    output = options.output
    for path in report.changes.left_alone:
        click.echo(
            f"{output / path} is no longer part of the site, but somebody changed it, so it was left alone.",
            err=True,
        )
    if verbose or (options.dry_run and not quiet):
        _list_files(report, options)
    if verbose:
        _report_slow_conversion()
    if quiet:
        return
    click.echo(_summary(report, seconds, is_dry_run=options.dry_run))
    if not report.site.base_url:
        click.echo("No feeds and no sitemap: set base_url in site.toml to where the site will stand.")
    if report.site.lacks_full_text:
        click.echo(
            "The search page finds names and titles only. To search texts, install Pagefind "
            "(pip install 'pagefind[bin]>=1.5,<2'), or set full_text_search = false in site.toml."
        )
    files = report.site.pages + report.site.other_files
    if files > _MANY_FILES:
        click.echo(
            f"The site has {files:,} files, and some hosts take no more than {_MANY_FILES:,}: "
            'feeds = "site" and briefings = false in site.toml make fewer.'
        )


def _report_slow_conversion() -> None:
    from site_builder.markdown.acceleration import KNOWN_VERSIONS, is_available  # noqa: PLC0415 - slow to import

    if not is_available():
        click.echo(
            "Texts are converted four times more slowly than they could be, because the installed version of "
            f"Markdown is not one that site-builder knows: pip install 'markdown=={KNOWN_VERSIONS[-1]}'."
        )


def _print_differences(
    differences: Collection[Difference], options: BuildOptions, *, is_reported: bool
) -> None:
    for difference in differences:
        file = options.output / difference.path
        click.echo(f"{file}: {difference.problem}, against a build from nothing", err=True)
    if differences:
        click.echo(
            "This is a bug of site-builder: please report it. build --clean repairs the site.", err=True
        )
    elif is_reported:
        click.echo("Verified: a build from nothing has the same bytes.")


def _list_files(report: BuildReport, options: BuildOptions) -> None:
    write, remove = ("would write", "would remove") if options.dry_run else ("wrote", "removed")
    for path in report.changes.written:
        click.echo(f"{write} {path}")
    for path in report.changes.removed:
        click.echo(f"{remove} {path}")
    for path in report.site.held_back.drafts:
        click.echo(f"did not publish {path}: it is a draft")
    for path in report.site.held_back.embargoed:
        click.echo(f"did not publish {path}: it is under embargo")


def _summary(report: BuildReport, seconds: float, *, is_dry_run: bool) -> str:
    """Return a line such as ``Built 210 pages and 40 other files from 31 writeups in 0.9 s (...)``."""
    site, changes = report.site, report.changes
    verb = "Would build" if is_dry_run else "Built"
    # Not what was planned: the index of texts has files of its own, which are only known when it is there.
    size = _count_paths((*changes.written, *changes.unchanged))
    writeups = count_of(site.writeups, "writeup", "writeups")
    parts = [f"{_count_paths(changes.written)} written", f"{_count_paths(changes.unchanged)} unchanged"]
    if changes.removed:
        parts.append(f"{_count_paths(changes.removed)} removed")
    line = f"{verb} {size} from {writeups} in {seconds:.1f} s ({'; '.join(parts)})"
    return f"{line}{not_published(site.held_back)}."


def _count_paths(paths: Iterable[str]) -> str:
    paths = tuple(paths)
    pages = sum(is_page(path) for path in paths)
    return _pages_and_files(pages, len(paths) - pages)


def _pages_and_files(pages: int, files: int) -> str:
    parts = []
    if pages or not files:
        parts.append(count_of(pages, "page", "pages"))
    if files:
        parts.append(count_of(files, "other file", "other files"))
    return " and ".join(parts)


def _as_json(
    report: BuildReport, options: BuildOptions, seconds: float, differences: Collection[Difference]
) -> dict[str, object]:
    site, changes = report.site, report.changes
    return {
        "ok": not differences,
        "dry_run": options.dry_run,
        "out": str(options.output),
        "pages": site.pages,
        "other_files": site.other_files,
        "writeups": site.writeups,
        "seconds": round(seconds, 3),
        "written": list(changes.written),
        "unchanged": len(changes.unchanged),
        "removed": list(changes.removed),
        "left_alone": list(changes.left_alone),
        "differences": [difference.path for difference in differences],
        "not_published": held_back_as_json(site.held_back),
        "problems": problems_as_json(site.warnings),
    }
