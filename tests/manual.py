"""Write the parts of the manual that follow from the code: python -m tests.manual."""

import dataclasses
import importlib
import inspect
import re
from pathlib import Path

import click

ROOT = Path(__file__).parent.parent
MAN_PAGE = ROOT / "docs" / "site-builder.1"
THEMING = ROOT / "docs" / "theming.md"
_HEAD = "| template | its view |\n|---|---|\n"


def views() -> dict[str, list[str]]:
    """The fields of the view of each template, as the docstrings of the views name their templates."""
    found = {}
    packages = (ROOT / "site_builder/pages", ROOT / "site_builder/publishers")
    for file in sorted(file for package in packages for file in package.rglob("*.py")):
        module = importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
        for view in vars(module).values():
            described = re.match(r"View of (?:``.+?``(?:, | and )?)+", getattr(view, "__doc__", None) or "")
            if dataclasses.is_dataclass(view) and described:
                for name in re.findall("``(.+?)``", described[0]):
                    found[name] = [field.name for field in dataclasses.fields(view)]
    return dict(sorted(found.items(), key=lambda item: (not item[0].startswith("pages/"), item[0])))


def with_view_table(text: str) -> str:
    """The manual of themes with the table of views as the code has it."""
    start = text.index(_HEAD) + len(_HEAD)
    end = text.index("\n\n", start) + 1
    rows = (
        f"| `{name}` | {', '.join(f'`{field}`' for field in fields)} |\n" for name, fields in views().items()
    )
    return text[:start] + "".join(rows) + text[end:]


def man_page() -> str:
    """The manual page (man 7 man) that follows from the help of the commands."""
    from site_builder.cli import cli

    context = click.Context(cli, info_name="site-builder")
    lines = [
        '.TH SITE-BUILDER 1 "" "" "site-builder"',
        ".SH NAME", "site-builder \\- turn writeups of policy events into a browsable archive",
        ".SH SYNOPSIS", ".B site-builder", "[-C DIR] COMMAND [ARGUMENTS]",
        ".SH OPTIONS", *options_of(cli), ".SH COMMANDS",
    ]  # fmt: skip
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        lines += commands_of(command, name)
    lines += [
        ".SH EXIT STATUS", "0 for done, 1 for problems in the content or a disk that refuses a file, 2 for wrong usage.",
        ".SH ENVIRONMENT", ".TP", ".B NO_COLOR", "No colours on a terminal.",
        ".TP", ".B SOURCE_DATE_EPOCH", "The time that a build takes for now, in seconds since 1970.",
        ".SH SEE ALSO", "site-builder manual prints the whole manual.",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def commands_of(command: click.Command, name: str) -> list[str]:
    """A command with what is below it, as lines of a manual page."""
    if isinstance(command, click.Group):
        return [
            line for inner, one in command.commands.items() for line in commands_of(one, f"{name} {inner}")
        ]
    arguments = " ".join(
        one.make_metavar(click.Context(command)) for one in command.params if isinstance(one, click.Argument)
    )
    help_text = inspect.cleandoc(command.help or "").replace("\b\n", "")
    paragraphs = "\n.PP\n".join(escaped(part) for part in help_text.split("\n\n"))
    return [f".SS {escaped(f'{name} {arguments}'.strip())}", paragraphs, *options_of(command)]


def options_of(command: click.Command) -> list[str]:
    """The options of a command, as lines of a manual page."""
    lines = []
    for option in command.params:
        if isinstance(option, click.Option):
            names = ", ".join(option.opts)
            value = "" if option.is_flag else f" {option.make_metavar(click.Context(command))}"
            lines += [".TP", f".B {escaped(names + value)}", escaped(option.help or "")]
    return lines


def escaped(text: str) -> str:
    """A text as roff has it: no line of it begins with a sign that would be a request."""
    return re.sub(r"^(?=[.'])", r"\\&", text.replace("\\", "\\e").replace("-", "\\-"), flags=re.MULTILINE)


def main() -> None:
    """Write the manual."""
    MAN_PAGE.write_text(man_page(), encoding="utf-8")
    THEMING.write_text(with_view_table(THEMING.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
