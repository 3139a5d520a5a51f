"""``check --fix``: the questions of a check asked on the terminal, and the answers written into the files."""

from pathlib import Path

import click

from site_builder.checks.answering import Answerable, answerable_questions
from site_builder.checks.context import CheckContext
from site_builder.checks.edits import AnchorEdit, Edit, GoneEdit, ListEdit, ValueEdit
from site_builder.commands.differences import difference
from site_builder.commands.reports import count_of, say_changed
from site_builder.errors import UsageError
from site_builder.refactor.answers import AnswerFiles
from site_builder.refactor.undo import undo


def fix(context: CheckContext, root: Path) -> None:
    """Ask every question that can be answered at once, and write the answers one by one."""
    every = list(answerable_questions(context))
    if not every:
        click.echo("Nothing to ask.")
        return
    files = AnswerFiles(root)
    click.echo(
        f"{count_of(len(every), 'question', 'questions')}. After an answer, the change is shown and written."
    )
    click.echo('Add "all" to an answer, such as "n all", to give it to all questions of its group.')
    given: dict[str, str] = {}
    try:
        for number, question in enumerate(every, start=1):
            answer = given.get(question.group) or _ask(question, number, len(every))
            if answer.endswith(" all"):
                answer = given[question.group] = answer.removesuffix(" all")
            if answer == "q":
                break
            _write(question, answer, files)
    except click.Abort:
        click.echo()
    say_changed(len(files.after))


def fix_safely(context: CheckContext, root: Path) -> None:
    """Write the answers that only keep what is so already, and ask nothing: addresses that were published."""
    every = list(answerable_questions(context))
    files = AnswerFiles(root)
    for question in every:
        if question.is_safe:
            click.echo(f"{question.text} {question.yes.capitalize()}.")
            _write(question, "y", files)
    say_changed(len(files.after))
    rest = sum(not question.is_safe for question in every)
    if rest:
        click.echo(
            f"{count_of(rest, 'question needs', 'questions need')} your answer: site-builder check --fix."
        )


def undo_fix(root: Path) -> None:
    """Take the answers of the last run back."""
    paths = undo(root)
    click.echo(f"Brought back {count_of(len(paths), 'file', 'files')}: {', '.join(paths)}.")


def _ask(question: Answerable, number: int, total: int) -> str:
    click.echo(f"\n[{number}/{total}] {question.text}")
    choices = {"n": question.no, "s": "skip: ask again next time", "q": "quit"}
    if question.yes:
        choices = {"y": question.yes, **choices}
    for letter, meaning in choices.items():
        click.echo(f"  {letter}  {meaning}")
    accepted = [answer for letter in choices for answer in (letter, f"{letter} all")]
    while True:
        answer = " ".join(str(click.prompt("Answer", default="s")).lower().split())
        if answer in accepted:
            return answer
        click.echo(f"Answer with one of: {', '.join(choices)}.")


def _write(question: Answerable, answer: str, files: AnswerFiles) -> None:
    edits = {"y": question.yes_edits, "n": question.no_edits}.get(answer, ())
    changed: dict[str, str] = {}
    try:
        for edit in edits:
            changed.update(_edited(edit, files))
    except UsageError as error:
        click.echo(f"Not written: {error}", err=True)
        return
    for path, text in changed.items():
        click.echo(difference(path, files.text(path) or "", text), nl=False)
    if changed:
        files.write(changed)


def _edited(edit: Edit, files: AnswerFiles) -> dict[str, str]:
    match edit:
        case ListEdit(path, key, values, name):
            return files.with_list_items(path, key, values, name)
        case ValueEdit(path, key, value, name):
            return files.with_value(path, key, value, name)
        case AnchorEdit(path, line, label, anchor):
            return files.with_anchor(path, line, label, anchor)
        case GoneEdit(address):
            return files.with_address_gone(address)
