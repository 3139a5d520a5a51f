"""What a user can do wrong, and how it is reported.

A mistake in the content is a :class:`Problem`: a value that is collected, so that one run reports all of
them. What stops a command at once is an exception::

    SiteError                 base of all; carries the exit code
    ├── ProblemsFound    1    the content has errors; nothing was written
    ├── AlreadyBuilding  1    another build works on the same output directory
    ├── Superseded       1    files changed while a preview was built; it begins again
    ├── OutputFailed     1    the disk refused a file; the last good site is still there
    └── UsageError       2    the command was asked for something that it must not or cannot do
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Rule(StrEnum):
    """The name of what is wrong, as it stands in messages and in the manual (docs/problems.md)."""

    # files
    UNREADABLE = "unreadable"
    NOT_A_FILE = "not-a-file"
    MISPLACED = "misplaced"
    OUTSIDE_LINK = "outside-link"
    TOO_LARGE = "too-large"
    ENCODING = "encoding"
    CONTROL_CHARACTER = "control-character"
    NO_ID = "no-id"
    RESERVED_NAME = "reserved-name"
    # front matter and site.toml
    NO_FRONT_MATTER = "no-front-matter"
    UNCLOSED_FRONT_MATTER = "unclosed-front-matter"
    SYNTAX = "syntax"
    NOT_KEYS_AND_VALUES = "not-keys-and-values"
    DUPLICATE_KEY = "duplicate-key"
    KEY_NOT_TEXT = "key-not-text"
    ALIAS = "alias"
    TAG = "tag"
    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    EMPTY_VALUE = "empty-value"
    CUT_VALUE = "cut-value"
    WRONG_TYPE = "wrong-type"
    NOT_A_DATE = "not-a-date"
    NOT_A_TIME = "not-a-time"
    NOT_A_CHOICE = "not-a-choice"
    NOT_AN_ADDRESS = "not-an-address"
    NOT_AN_IDENTIFIER = "not-an-identifier"
    TOO_LONG = "too-long"
    END_BEFORE_START = "end-before-start"
    PARTIAL_TIME = "partial-time"
    # names
    SHORTHAND = "shorthand"
    AMBIGUOUS_NAME = "ambiguous-name"
    UNKNOWN_PERSON = "unknown-person"
    LISTED_TWICE = "listed-twice"
    SAME_EVENT = "same-event"
    SPELLINGS = "spellings"
    UNUSUAL_CHARACTER = "unusual-character"
    ONE_WORD_NAME = "one-word-name"
    SEVERAL_ORGANISATIONS = "several-organisations"
    PLACEHOLDER_NAME = "placeholder-name"
    ORGANISATION_AS_SPEAKER = "organisation-as-speaker"
    LINEAGE = "lineage"
    NAMES_NOBODY = "names-nobody"
    PROTECTED_NAME = "protected-name"
    NOT_SEARCHED = "not-searched"
    LOOK_ALIKE = "look-alike"
    UNDECLARED_NAME = "undeclared-name"
    LONGER_NAME = "longer-name"
    NO_AFFILIATION = "no-affiliation"
    WRONG_PERIOD = "wrong-period"
    CONTRADICTION = "contradiction"
    # text
    PASSAGE = "passage"
    UNKNOWN_VOICE = "unknown-voice"
    TRANSCRIPT = "transcript"
    UNKNOWN_EVENT = "unknown-event"
    SESSION_DAY = "session-day"
    TRANSLATION = "translation"
    DECISION = "decision"
    STATEMENT = "statement"
    STATEMENT_TOPIC = "statement-topic"
    ATTRIBUTION = "attribution"
    UNRESOLVED_LINK = "unresolved-link"
    BROKEN_LINK = "broken-link"
    UNSAFE_LINK = "unsafe-link"
    UNSAFE_FILE = "unsafe-file"
    TOO_COMPLEX = "too-complex"
    DUPLICATE_ANCHOR = "duplicate-anchor"
    UNCLOSED_HTML = "unclosed-html"
    LEFT_OUT = "left-out"
    NOT_MARKDOWN = "not-markdown"
    UNDEFINED_REFERENCE = "undefined-reference"
    UNDEFINED_FOOTNOTE = "undefined-footnote"
    UNUSED_FOOTNOTE = "unused-footnote"
    FUTURE_DATE = "future-date"
    CONTRADICTING_DATES = "contradicting-dates"
    DUPLICATE_TITLE = "duplicate-title"
    NO_SUMMARY = "no-summary"
    SKIPPED_HEADING = "skipped-heading"
    VAGUE_LINK = "vague-link"
    DEAD_LINK = "dead-link"
    NO_CAPTIONS = "no-captions"
    # images
    NO_ALTERNATIVE = "no-alternative"
    NOT_AN_IMAGE = "not-an-image"
    # addresses, templates
    ADDRESS_COLLISION = "address-collision"
    ADDRESS_GONE = "address-gone"
    TEMPLATE = "template"
    # the look of a site
    CONTRAST = "contrast"
    ORPHAN_PAGE = "orphan-page"
    BUDGET = "budget"
    CATALOGUE = "catalogue"


class Severity(StrEnum):
    """Whether a problem stops the build."""

    ERROR = "error"
    WARNING = "warning"


class Place(NamedTuple):
    """A spot in a file of the site: path from the root of the site with ``/``; line and column from 1."""

    path: str
    line: int = 1
    column: int = 1

    @classmethod
    def at(cls, path: str, text: str, offset: int, first_line: int = 1) -> "Place":
        """Return the place of an offset in a text, whose first line is that line of the file."""
        line = text.count("\n", 0, offset)
        return cls(path, first_line + line, offset - text.rfind("\n", 0, offset))

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


NOWHERE = Place("")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something in the site that its author should fix.

    ``message`` says what is wrong, ``hint`` what to do about it; both are clauses without a full stop.
    """

    place: Place
    rule: Rule
    message: str
    hint: str
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        """Say whether the problem stops a build."""
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        label = "" if self.is_error else "warning: "
        return f"{self.place}: {self.rule}: {label}{self.message}; {self.hint}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems once each, by file, line and column."""
    return tuple(sorted(set(problems)))


class Diagnostics:
    """Collects problems: the one way in which every step reports what an author should fix.

    The order in which problems are reported does not matter; they are shown by file, line and column.
    """

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self._problems = list(problems)

    def error(self, place: Place, rule: Rule, message: str, hint: str) -> None:
        """Report what stops a build."""
        self._problems.append(Problem(place, rule, message, hint))

    def warning(self, place: Place, rule: Rule, message: str, hint: str) -> None:
        """Report what an author should look at, and what does not stop a build."""
        self._problems.append(Problem(place, rule, message, hint, Severity.WARNING))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Report again what another step or an earlier build reported."""
        self._problems.extend(problems)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return everything reported so far, once each, in order."""
        return in_order(self._problems)

    @property
    def has_errors(self) -> bool:
        """Say whether anything reported stops a build."""
        return any(problem.is_error for problem in self._problems)

    def stop_on_errors(self, *, strict: bool = False) -> None:
        """Raise :class:`ProblemsFound` with everything reported if there is an error among it.

        A ``strict`` caller stops on a warning, too.
        """
        if self.has_errors or (strict and self._problems):
            raise ProblemsFound(problem for problem in self._problems if problem.rule not in _FOLLOW_UPS)


#: What may only follow from an error elsewhere: the file that is broken may be the one that names somebody.
_FOLLOW_UPS = frozenset({Rule.NAMES_NOBODY})


class SiteError(Exception):
    """Base of everything that ends a command with a message instead of a traceback."""

    exit_code = 1


class ProblemsFound(SiteError):
    """The content has errors; ``problems`` holds them all, with any warnings among them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__(f"{len(self.problems)} problems found")


class AlreadyBuilding(SiteError):
    """Another build is at work on the same output directory."""


class Superseded(SiteError):
    """The files of the site changed while a preview was being built: what it would show is out of date."""


class ChangedByHand(SiteError):
    """Files of the last build were changed since; ``paths`` are seen from the root of the output."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        self.paths = paths
        super().__init__(f"{len(paths)} files of the built site were changed by hand")


class OutputFailed(SiteError):
    """A file of the output could not be written."""


class UsageError(SiteError):
    """The command cannot do what it was asked to."""

    exit_code = 2
