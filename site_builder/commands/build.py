"""``site-builder build``: make the site and say what was done."""

import time
from collections.abc import Collection
from pathlib import Path

import click

from site_builder.build import Built, Difference, build
from site_builder.build import verify as verified
from site_builder.commands.options import (
    end_progress,
    find_site,
    jobs_option,
    json_option,
    moment,
    not_published,
    print_json,
    problems_as_json,
    progress,
    report_failure,
    selection_options,
    show_problems,
)
from site_builder.errors import ProblemsFound
from site_builder.gettext_markers import count_of
from site_builder.options import Order

#: Cloudflare Pages takes as many.
_MANY_FILES = 20_000


@click.command(short_help="Make the site.")
@selection_options
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Where to; _site in the site if not given."
)
@click.option("--file-urls", is_flag=True, help="Make links that also work by double click from a disk.")
@click.option("--no-full-text", is_flag=True, help="Do not index texts for the search page.")
@click.option("--clean", is_flag=True, help="Write every file anew, also over changes made by hand.")
@click.option("--verify", is_flag=True, help="Build again from nothing beside it, and compare every byte.")
@click.option("--dry-run", is_flag=True, help="Only say what would be written and removed.")
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@click.option("-v", "--verbose", is_flag=True, help="Name every file that is written or removed.")
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
    order = Order(root, moment(root, as_of), drafts, base_url, file_urls, not no_full_text, jobs)
    output = out if out is not None else root / "_site"
    began = time.monotonic()
    tell = progress(quiet=quiet or as_json, verbose=verbose)
    try:
        built = build(order, output.absolute(), dry_run=dry_run, anew=clean, tell=tell)
        differences = verified(order, output.absolute(), built, tell) if verify else ()
    except ProblemsFound as found:
        end_progress(quiet=quiet or as_json, verbose=verbose)
        report_failure(found, as_json=as_json, consequence="nothing was written.")
        raise click.exceptions.Exit(1) from found
    end_progress(quiet=quiet or as_json, verbose=verbose)
    seconds = time.monotonic() - began
    if as_json:
        print_json(_as_json(built, output, seconds, differences, dry_run=dry_run))
        _stop_on(differences)
        return
    show_problems(built.summary.warnings)
    for path in built.written.left_alone:
        click.echo(
            f"{output / path} is no page any more, but somebody changed it; it was left alone.", err=True
        )
    if verbose or (dry_run and not quiet):
        _list_files(built, dry_run=dry_run)
    if not quiet:
        click.echo(_summary(built, seconds, dry_run=dry_run))
        if not built.summary.base_url:
            click.echo("No feeds and no sitemap: set base_url in site.toml to where the site will stand.")
        if built.summary.lacks_full_text:
            click.echo(
                "The search page finds names and titles only: install site-builder[search] to search texts, "
                "or set full_text_search = false in site.toml."
            )
        files = len(built.written.written) + built.written.unchanged
        if files > _MANY_FILES:
            click.echo(
                f"The site has {files:,} files, and some hosts take no more than {_MANY_FILES:,}: "
                'feeds = "site" and briefings = false in site.toml make fewer.'
            )
    for difference in differences:
        click.echo(f"{output / difference.path}: {difference.what}, against a build from nothing", err=True)
    if differences:
        click.echo("This is a mistake of site-builder: please report it. build --clean mends it.", err=True)
    elif verify and not quiet:
        click.echo("Verified: a build from nothing has the same bytes.")
    _stop_on(differences)


def _stop_on(differences: Collection[Difference]) -> None:
    if differences:
        raise click.exceptions.Exit(1)


def _list_files(built: Built, *, dry_run: bool) -> None:
    write, remove = ("would write", "would remove") if dry_run else ("wrote", "removed")
    for path in built.written.written:
        click.echo(f"{write} {path}")
    for path in built.written.removed:
        click.echo(f"{remove} {path}")


def _summary(built: Built, seconds: float, *, dry_run: bool) -> str:
    """Return a line such as ``Built 214 pages from 31 writeups in 0.9 s (12 written, 202 unchanged)``."""
    site, done = built.summary, built.written
    parts = [f"{len(done.written):,} written", f"{done.unchanged:,} unchanged"]
    if done.removed:
        parts.append(f"{len(done.removed):,} removed")
    writeups = count_of(site.writeups, "writeup", "writeups")
    verb = "Would build" if dry_run else "Built"
    pages = count_of(site.pages, "page", "pages")
    line = f"{verb} {pages} from {writeups} in {seconds:.1f} s ({', '.join(parts)})"
    return f"{line}{not_published(site.held_back)}."


def _as_json(
    built: Built, output: Path, seconds: float, differences: Collection[Difference], *, dry_run: bool
) -> dict[str, object]:
    site, done = built.summary, built.written
    return {
        "ok": not differences,
        "dry_run": dry_run,
        "out": str(output),
        "pages": site.pages,
        "writeups": site.writeups,
        "seconds": round(seconds, 3),
        "written": list(done.written),
        "unchanged": done.unchanged,
        "removed": list(done.removed),
        "left_alone": list(done.left_alone),
        "differences": [difference.path for difference in differences],
        "not_published": {"drafts": site.held_back.drafts, "embargoed": site.held_back.embargoed},
        "problems": problems_as_json(site.warnings),
    }
