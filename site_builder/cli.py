"""The command line: options, messages and exit codes. Each command is a module of ``commands/``."""

import gc
import importlib
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from site_builder.commands.suggestions import CommandGroup
from site_builder.errors import SiteError
from site_builder.runtime.interruption import Interrupted, end_on_signals

#: Name of the command -> first line of its help. The module is imported when the command runs.
COMMANDS = {
    "init": "Start a new site.",
    "build": "Make the site.",
    "serve": "Show the site in a browser while you write.",
    "check": "Look for mistakes without writing anything.",
    "publish": "Publish the site.",
    "verify-published": "Say whether a published page or quotation has changed.",
    "list": "List appearances, statements, writeups, people, organisations or topics.",
    "stats": "Give the figures of the archive, year by year.",
    "explain": "Explain what a page depends on, or where a name occurs.",
    "briefing": "Write a PDF with everything about a speaker, an organisation or a topic.",
    "import": "Import an archive that another program wrote.",
    "suggest": "Propose speakers, topics and more from texts.",
    "new": "Start a new writeup, person or organisation.",
    "people": "Merge or rename people.",
    "organisations": "Merge or rename organisations.",
    "topics": "Merge or rename topics.",
    "series": "Merge or rename series.",
    "events": "Merge or rename events.",
    "theme": "List the files of the theme, or copy one to change it.",
    "manual": "Read the manual, or what it says about something.",
    "admin": "Install the editor in the browser.",
    "doctor": "Say what is installed here, and what is missing.",
    "completion": "Print what lets a shell complete commands and options.",
    "schema": "Print the JSON Schema of a kind of file.",
}


#: Modules of commands whose names are taken in Python.
_MODULES = {"import": "import_archive", "list": "list_archive", "verify-published": "verify_published"}


class _LazyCommands(CommandGroup):
    """Imports a command only when it is asked for."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"site_builder.commands.{_MODULES.get(name, name)}")
        command: click.Command = module.command
        command.name = name
        return command

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _print_versions(context: click.Context, _parameter: click.Parameter, is_asked: bool) -> None:
    if is_asked and not context.resilient_parsing:
        from site_builder.commands.versions import version_text  # noqa: PLC0415 - needed for this only

        click.echo(version_text())
        context.exit()


@click.group(cls=_LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-C",
    "directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The folder of the site; default: the current folder.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_versions,
    help="Print the versions of the program and of its libraries.",
)
@click.pass_context
def cli(context: click.Context, directory: Path) -> None:
    """Turn writeups of policy events into a browsable archive."""
    context.obj = directory.absolute()


def main() -> None:
    """Run the command line; the exit code is 0 for done, 1 for problems, 2 for wrong usage."""
    # A build makes millions of values that refer to each other in no circle; looking through them for circles
    # every few hundred takes a third of its time.
    gc.set_threshold(200_000, 20, 100)
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed: no file of ours must take its number
            setattr(sys, name, Path(os.devnull).open("r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115 - as long as the program
    for stream in (sys.stdout, sys.stderr):
        # Messages quote names in every script; a terminal that lacks a letter must not end the run.
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    end_on_signals()
    try:
        sys.exit(_run())
    except OSError as error:
        # Our own output cannot be written: a full disk, or a reader such as `head` that went away.
        _say_unwritable(error)
        sys.exit(1)


def _run() -> int:
    """Run a command, say what ended it, and return the exit code."""
    try:
        Path.cwd()
    except FileNotFoundError:
        click.echo("site-builder: the current folder was deleted; go to one that is there", err=True)
        return 2
    try:
        code = cli(standalone_mode=False) or 0
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except (click.exceptions.Abort, KeyboardInterrupt) as error:
        signalled = error.__cause__ or error  # click puts its own exception in the place of ours
        code = signalled.exit_code if isinstance(signalled, Interrupted) else 130
    except MemoryError:
        click.echo("site-builder: not enough memory; try --jobs 1", err=True)
        code = 1
    except click.ClickException as error:
        if _answers_in_json():
            _print_json_error("usage", error.format_message())
        else:
            error.show()
        code = 2
    except SiteError as error:
        code = error.exit_code
        if _answers_in_json():
            _print_json_error("usage" if code == 2 else "failure", str(error))
        else:
            click.echo(f"site-builder: {error}", err=True)
    return int(code)


def _answers_in_json() -> bool:
    """Say whether a program waits for the answer, as far as wrong arguments let that be known."""
    return "--json" in sys.argv or "--format=json" in sys.argv or sys.argv[-2:] == ["--format", "json"]


def _print_json_error(rule: str, message: str) -> None:
    """Print what ended a command in the form of problems, as docs/json-answers.md has it."""
    problem = {
        "path": "",
        "line": 1,
        "column": 1,
        "rule": rule,
        "severity": "error",
        "message": message,
        "hint": "",
    }
    click.echo(json.dumps({"ok": False, "problems": [problem]}, ensure_ascii=False, indent=2))


def _say_unwritable(error: OSError) -> None:
    """Say that nothing can be printed, as far as that can be said; Python must not try again at the end."""
    with suppress(OSError, ValueError):
        if not isinstance(error, BrokenPipeError):
            sys.stderr.write(f"site-builder: {error.strerror or error}\n")
            sys.stderr.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(nowhere, number)
