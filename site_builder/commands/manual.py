"""``site-builder manual``: the manual, or what it says about something."""

import sys

import click

from site_builder.errors import UsageError
from site_builder.manual import find_section, manual_folder, manual_pages, titles


@click.command(short_help="Read the manual, or what it says about something.")
@click.argument("words", nargs=-1, metavar="[WORDS]")
def command(words: tuple[str, ...]) -> None:
    """Print what the manual says about WORDS: a page, a command, a rule of a message, or any heading.

    Without WORDS, print which pages there are.
    """
    if not words:
        for page in manual_pages():
            click.echo(f"{page.page:26}{page.title}")
        click.echo(f"Read one with site-builder manual PAGE; all are in {manual_folder()}.")
        return
    wanted = " ".join(words)
    section = find_section(wanted)
    if section is None:
        from site_builder.schema.nearest import did_you_mean  # noqa: PLC0415 - needed for a mistake only

        hint = did_you_mean(wanted, titles(), "site-builder manual names its pages")
        raise UsageError(f'the manual says nothing about "{wanted}"; {hint}')
    if not sys.stdout.isatty():
        click.echo(section.text, nl=False)
        return
    from rich.console import Console  # noqa: PLC0415 - slow to import
    from rich.markdown import Markdown  # noqa: PLC0415

    console = Console(width=min(Console().width, 100))
    with console.pager(styles=True):
        console.print(Markdown(section.text))
