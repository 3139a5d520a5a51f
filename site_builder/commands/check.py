"""``site-builder check``: everything that a build and a look at its pages can find, without writing."""

from pathlib import Path

import click

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
    count_problems,
    held_back_as_json,
    not_published,
    print_json,
    problems_as_json,
    running,
    show_problems,
)
from site_builder.errors import UsageError
from site_builder.options import BuildOptions


@click.command(short_help="Look for mistakes without writing anything.")
@selection_options
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@click.option("--fix", "asks", is_flag=True, help="Ask what only you can decide, and write the answers.")
@click.option("--undo", "undoes", is_flag=True, help="Take back what the last --fix wrote.")
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
    quiet: bool,
    asks: bool,
    undoes: bool,
    previous: Path | None,
    strict: bool,
    shows_all: bool,
    jobs: int,
    as_json: bool,
) -> None:
    """Look for mistakes in the content and for broken links in the pages, without writing anything.

    Finds more than a build does: names that look alike, names in texts that are not listed, positions that
    contradict each other, and organisations named for a day on which they were called otherwise.
    """
    from site_builder.check import check  # noqa: PLC0415 - slow to import
    from site_builder.output.commit import clear_after_killed_build  # noqa: PLC0415

    root = find_site(directory)
    if asks or undoes:
        _fix_or_undo(root, asks=asks, undoes=undoes, as_json=as_json, jobs=jobs)
        return
    options = BuildOptions(
        root=root,
        output=output_folder(root, None),
        now=moment(root, as_of),
        with_drafts=drafts,
        base_url=base_url,
        with_full_text=True,
        jobs=jobs,
        strict=strict,
        previous=previous,
    )
    clear_after_killed_build(options.output)
    consequence = "a build would write nothing."
    with running(consequence=consequence, as_json=as_json, quiet=quiet, shows_all=shows_all) as progress:
        site = check(options, progress)
    if as_json:
        print_json(
            {
                "ok": True,
                "pages": site.pages,
                "not_published": held_back_as_json(site.held_back),
                "problems": problems_as_json(site.warnings),
            }
        )
        return
    show_problems(site.warnings, root, shows_all=shows_all)
    if not quiet:
        pages = count_of(site.pages, "page", "pages")
        writeups = count_of(site.writeups, "writeup", "writeups")
        held_back = not_published(site.held_back)
        click.echo(f"Checked {pages} of {writeups}: {count_problems(site.warnings)}{held_back}.")


def _fix_or_undo(root: Path, *, asks: bool, undoes: bool, as_json: bool, jobs: int) -> None:
    if as_json or (asks and undoes):
        raise UsageError("--fix asks on the terminal: give it without --json and without --undo")
    from site_builder.check import check_context  # noqa: PLC0415 - slow to import
    from site_builder.commands.fix import fix, undo_fix  # noqa: PLC0415

    if undoes:
        undo_fix(root)
        return
    # Drafts are asked about, too: their names are known once they are published.
    options = BuildOptions(
        root=root, output=output_folder(root, None), now=moment(root, None), with_drafts=True, jobs=jobs
    )
    with running(consequence="nothing was asked.", as_json=False, quiet=False) as progress:
        context = check_context(options, progress)
    fix(context, root)
