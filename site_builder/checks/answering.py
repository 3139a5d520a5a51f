"""The questions of ``check`` that an author can answer at once, and what each answer changes."""

from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.checks.context import CheckContext
from site_builder.checks.edits import Edit, GoneEdit, ListEdit, ValueEdit
from site_builder.checks.lookalikes import Question, questions
from site_builder.checks.missing_addresses import MissingAddress
from site_builder.checks.undeclared import UndeclaredName, undeclared_names
from site_builder.kinds import Kind


@dataclass(frozen=True, slots=True)
class Answerable:
    """A question with the edits that each answer makes; ``group`` is what questions of one kind share."""

    group: str
    text: str
    yes: str
    yes_edits: tuple[Edit, ...]
    no: str
    no_edits: tuple[Edit, ...]
    #: Whether "yes" only keeps what is so already, and may be written without being asked.
    is_safe: bool = False


def answerable_questions(context: CheckContext) -> Iterator[Answerable]:
    """Yield questions about addresses that are gone, names that look alike, and names that nobody lists."""
    for missing in context.missing:
        yield _about_address(missing)
    for question in questions(context):
        yield _about_likeness(question)
    for name in undeclared_names(context):
        yield _about_undeclared(name)


def _about_address(missing: MissingAddress) -> Answerable:
    return Answerable(
        "an address that is gone",
        f"{missing.message} ({missing.place}).",
        f"keep it: {missing.remedy}" if missing.edit else "",
        (missing.edit,) if missing.edit else (),
        "never: it may lead nowhere",
        (GoneEdit(missing.address),),
        is_safe=missing.edit is not None,
    )


def _about_likeness(question: Question) -> Answerable:
    usual, others = question.usual, question.names[:-1]
    names = " and ".join(f'"{name.name}"' for name in question.names)
    counts = ", ".join(f'"{name.name}" in {len(name.places)}' for name in question.names)
    spellings = tuple(name.name for name in others if not name.path)
    same = ListEdit(question.file, "other_names", spellings, usual.name)
    two = ListEdit(question.file, "not_to_be_confused_with", tuple(name.id for name in others), usual.name)
    can_be_one = len(spellings) == len(others)
    return Answerable(
        f"{question.kind}: {question.why}",
        f"{names} {question.why} (writeups: {counts}).",
        f'one: the others are spellings of "{usual.name}"' if can_be_one else "",
        (same,) if can_be_one else (),
        "never: they are not one",
        (two,),
    )


def _about_undeclared(name: UndeclaredName) -> Answerable:
    key = "organisation" if name.noun == Kind.ORGANISATIONS.noun else "name"
    item = {"person": name.id} if name.has_namesake and key == "name" else {key: name.name}
    mentions = tuple(ListEdit(path, "mentions", (item,)) for path in name.paths)
    never = ValueEdit(name.file, "link", "never", name.usual_name)
    is_several = len(name.paths) > 1
    count = f"{len(name.paths)} writeups name" if is_several else f"{name.paths[0]} names"
    verb = "do" if is_several else "does"
    return Answerable(
        f"undeclared {name.noun}",
        f'{count} "{name.name}" ({name.noun} {name.id}) and {verb} not list it.',
        "yes: list it under mentions: in all of them" if is_several else "yes: list it under mentions:",
        mentions,
        "never: do not ask about this name again",
        (never,),
    )
