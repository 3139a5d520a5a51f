"""``site-builder check``: everything that a build and a look at its pages can find, without writing."""

from pathlib import Path

import click

from site_builder.build import check
from site_builder.checks import Check, Review
from site_builder.commands.options import (
    count_problems,
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
from site_builder.config import Config
from site_builder.errors import ProblemsFound
from site_builder.gettext_markers import count_of
from site_builder.options import Order


def _checks(config: Config) -> tuple[Check, ...]:
    from site_builder.checks.links import LinkCheck  # noqa: PLC0415 - only now is the HTML parser needed

    return (LinkCheck(config.base_url),)


def _reviews() -> tuple[Review, ...]:
    from site_builder.checks import careers, lookalikes, periods, undeclared  # noqa: PLC0415 - slow to import

    return (lookalikes.review, undeclared.review, careers.review, periods.review)


@click.command(short_help="Look for mistakes without writing anything.")
@selection_options
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@jobs_option
@json_option
@click.pass_obj
def command(
    directory: Path,
    drafts: bool,
    as_of: str | None,
    base_url: str | None,
    quiet: bool,
    jobs: int,
    as_json: bool,
) -> None:
    """Look for mistakes in the content and for broken links in the pages, without writing anything.

    Tells more than a build does: names that look alike, names in texts that are not listed, positions that
    contradict each other, and organisations named for a day on which they were called otherwise.
    """
    root = find_site(directory)
    order = Order(root, moment(root, as_of), drafts, base_url, with_full_text=True, jobs=jobs)
    tell = progress(quiet=quiet or as_json, verbose=False)
    try:
        summary = check(order, _checks, _reviews, tell)
    except ProblemsFound as found:
        end_progress(quiet=quiet or as_json, verbose=False)
        report_failure(found, as_json=as_json, consequence="a build would write nothing.")
        raise click.exceptions.Exit(1) from found
    end_progress(quiet=quiet or as_json, verbose=False)
    if as_json:
        print_json({"ok": True, "pages": summary.pages, "problems": problems_as_json(summary.warnings)})
        return
    show_problems(summary.warnings)
    if not quiet:
        pages = count_of(summary.pages, "page", "pages")
        writeups = count_of(summary.writeups, "writeup", "writeups")
        left_out = not_published(summary.held_back)
        click.echo(f"Checked {pages} of {writeups}: {count_problems(summary.warnings)}{left_out}.")
