"""``site-builder init``: the first files of a site."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from site_builder.commands.options import base_url_of, moment
from site_builder.commands.reports import count_of
from site_builder.commands.suggestions import Choice
from site_builder.errors import UsageError
from site_builder.starter.write import WORKFLOWS, StarterOptions, requirement_of_this_program, start_site

_TITLE = "Event writeups"
_NONE = "none"


@click.command(short_help="Start a new site.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--title", help="The name of the archive, on every page.")
@click.option("--author", help="Who writes the writeups that name no author.")
@click.option("--base-url", metavar="URL", callback=base_url_of, help="Where the site will stand.")
@click.option("--language", metavar="TAG", help="The language of the texts, such as en-GB; default: en.")
@click.option(
    "--workflow",
    "workflows",
    multiple=True,
    type=Choice([*WORKFLOWS, _NONE]),
    help="The host of your repository: it gets a workflow that checks, builds and publishes; default: all.",
)
@click.option(
    "--install-from",
    "requirement",
    metavar="WHAT",
    help="Where these take site-builder from, as pip has it; default: where this one came from.",
)
@click.option("--no-examples", is_flag=True, help="Write no example of each kind of file.")
@click.option("--yes", is_flag=True, help="Ask nothing; what is not given has its default.")
@click.pass_obj
def command(
    directory: Path,
    folder: Path,
    title: str | None,
    author: str | None,
    base_url: str | None,
    language: str | None,
    workflows: tuple[str, ...],
    requirement: str | None,
    no_examples: bool,
    yes: bool,
) -> None:
    """Start a new site in DIR.

    It gets settings with every key explained, an example of each kind of file, .gitignore, settings for
    editors, and workflows for GitHub, GitLab and Forgejo. A file that is there is never touched.
    """
    asks = not yes and sys.stdin.isatty()
    title = title or _asked(asks, "The name of the archive", _TITLE)
    author = author if author is not None else _asked(asks, "Who writes the writeups", "")
    if base_url is None:
        base_url = _asked(asks, "Where the site will stand, if you know", "", _base_url)
    language = _language(language or _asked(asks, "The language of the texts", "en", _language))
    options = StarterOptions(
        title=title,
        today=moment(directory, None).astimezone().date().isoformat(),
        author=author,
        base_url=base_url or "",
        language=language,
        with_examples=not no_examples,
        workflows=() if _NONE in workflows else workflows or tuple(WORKFLOWS),
        requirement=requirement or requirement_of_this_program(),
    )
    report = start_site(directory / folder, options)
    for path in report.written:
        click.echo(f"Made {folder / path}")
    for path in report.kept:
        click.echo(f"Left alone {folder / path}, which was there")
    click.echo(f"Made {count_of(len(report.written), 'file', 'files')}. Go on with:")
    click.echo(f"  cd {folder}")
    click.echo("  site-builder serve --open")
    if options.workflows and not options.requirement:
        click.echo("The workflows need to know where site-builder comes from: write it in requirements.txt.")


def _asked(asks: bool, question: str, default: str, check: Callable[[str], str] = str) -> str:
    """Ask on the terminal until the answer will do, or return the default."""
    if not asks:
        return default
    while True:
        answer: Any = click.prompt(question, default=default, show_default=bool(default))
        try:
            return check(str(answer).strip())
        except (UsageError, ValueError) as error:
            click.echo(f"{error}.")


def _base_url(text: str) -> str:
    from site_builder.config import normal_base_url  # noqa: PLC0415 - slow to import

    return normal_base_url(text) if text else ""


def _language(text: str) -> str:
    from site_builder.schema.shapes import language_tag  # noqa: PLC0415 - slow to import

    try:
        return language_tag(text)
    except ValueError as error:
        raise UsageError(f'--language: "{text}" is not a language tag; {error}') from error
