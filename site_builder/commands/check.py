"""``site-builder check``: everything that a build and a look at its pages can find, without writing."""

from collections import Counter
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
from site_builder.commands.suggestions import Choice
from site_builder.errors import ProblemsFound, UsageError
from site_builder.options import BuildOptions, SiteSummary, no_progress
from site_builder.output.commit import clear_after_killed_build


@click.command(short_help="Look for mistakes without writing anything.")
@selection_options
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@click.option("-v", "--verbose", is_flag=True, help="Say how long each step took.")
@click.option(
    "--format",
    "form",
    type=Choice(("text", "json", "sarif")),
    default="text",
    show_default=True,
    help="How problems are printed; SARIF is what code hosts show beside the lines.",
)
@click.option("--external", is_flag=True, help="Ask outgoing links whether they still lead somewhere.")
@click.option("--fix", "asks", is_flag=True, help="Ask what only you can decide, and write the answers.")
@click.option("--yes", is_flag=True, help="With --fix: write what is safe, and ask nothing.")
@click.option("--undo", "undoes", is_flag=True, help="Take back what the last command wrote into your files.")
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
    verbose: bool,
    form: str,
    external: bool,
    asks: bool,
    yes: bool,
    undoes: bool,
    previous: Path | None,
    strict: bool,
    shows_all: bool,
    jobs: int,
    as_json: bool,
) -> None:
    """Look for mistakes in the content and for broken links in the pages, without writing anything.

    Finds more than a build does: names that look alike, names in texts that are not listed, positions and
    dates that contradict each other, links and headings that mislead, and what readers will miss.
    """
    from site_builder.check import check  # noqa: PLC0415 - slow to import

    root = find_site(directory)
    form = "json" if as_json else form
    if asks or undoes or yes:
        _fix_or_undo(root, asks=asks, undoes=undoes, yes=yes, is_text=form == "text", jobs=jobs)
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
    if form == "sarif":
        _print_sarif(options, asks_links=external)
        return
    with running(
        consequence="a build would write nothing.",
        as_json=form == "json",
        quiet=quiet,
        verbose=verbose,
        shows_all=shows_all,
    ) as progress:
        site, links = check(options, progress, asks_links=external)
    if form == "json":
        _print_json(site, links)
        return
    show_problems(site.warnings, root, shows_all=shows_all)
    if not quiet:
        _print_summary(site, links if external else None)


def _print_json(site: SiteSummary, links: Counter[str]) -> None:
    print_json(
        {
            "ok": True,
            "pages": site.pages,
            "not_published": held_back_as_json(site.held_back),
            "outgoing_links": dict(links),
            "problems": problems_as_json(site.warnings),
        }
    )


def _print_summary(site: SiteSummary, links: Counter[str] | None) -> None:
    pages = count_of(site.pages, "page", "pages")
    writeups = count_of(site.writeups, "writeup", "writeups")
    held_back = not_published(site.held_back)
    click.echo(f"Checked {pages} of {writeups}: {count_problems(site.warnings)}{held_back}.")
    if links is not None:
        states = ", ".join(f"{links[state]:,} {state}" for state in ("ok", "moved", "dead", "blocked"))
        click.echo(f"Outgoing links: {states}. Blocked are those that nothing can be said about.")


def _print_sarif(options: BuildOptions, *, asks_links: bool) -> None:
    """Print everything that is wrong as SARIF; errors end the program as they do in other forms."""
    from site_builder.check import check  # noqa: PLC0415 - slow to import
    from site_builder.formats.sarif import sarif  # noqa: PLC0415
    from site_builder.manual import find_section  # noqa: PLC0415

    try:
        problems = check(options, no_progress, asks_links=asks_links)[0].warnings
    except ProblemsFound as error:
        problems = error.problems
    rules = {problem.rule.value for problem in problems}
    texts = {rule: section.text for rule in rules if (section := find_section(rule))}
    print_json(sarif(problems, texts))
    if (options.strict and problems) or any(problem.is_error for problem in problems):
        raise click.exceptions.Exit(1)


def _fix_or_undo(root: Path, *, asks: bool, undoes: bool, yes: bool, is_text: bool, jobs: int) -> None:
    if yes and not asks:
        raise UsageError("--yes belongs to --fix")
    if not is_text or (asks and undoes):
        raise UsageError("--fix asks on the terminal: give it without --json, --format and --undo")
    from site_builder.check import check_context  # noqa: PLC0415 - slow to import
    from site_builder.commands.fix import fix, fix_safely, undo_fix  # noqa: PLC0415

    if undoes:
        undo_fix(root)
        return
    # Drafts are asked about, too: their names are known once they are published.
    options = BuildOptions(
        root=root, output=output_folder(root, None), now=moment(root, None), with_drafts=True, jobs=jobs
    )
    with running(consequence="nothing was asked.", as_json=False, quiet=False) as progress:
        context = check_context(options, progress)
    if yes:
        fix_safely(context, root)
    else:
        fix(context, root)
