"""What is proposed, with the words that it follows from."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value under a key of the front matter, such as ``speakers`` or ``event.date``.

    ``confidence`` is between 0 and 1; ``evidence`` are words of the text, and ``line`` is where they stand,
    counted from 1 in the file.
    """

    key: str
    value: Any
    confidence: float
    evidence: str
    line: int


@dataclass(frozen=True, slots=True)
class Affiliated:
    """A position with its organisation; either may be empty."""

    position: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class ProposedPerson:
    """Somebody whom a text names; ``quoted_by`` is the name of another one who quotes them."""

    name: str
    is_speaker: bool
    held: tuple[Affiliated, ...]
    confidence: float
    evidence: str
    line: int
    role: str = ""
    quoted_by: str = ""

    @property
    def entry(self) -> dict[str, Any]:
        """Return the person as an item of ``speakers`` or ``mentions``."""
        entry: dict[str, Any] = {"name": self.name}
        pairs = [
            {
                key: value
                for key, value in (("position", one.position), ("organisation", one.organisation))
                if value
            }
            for one in self.held
        ]
        if len(pairs) > 1 and all(set(pair) == {"organisation"} for pair in pairs):
            entry["organisations"] = [pair["organisation"] for pair in pairs]
        elif len(pairs) == 1:
            entry.update(pairs[0])
        elif pairs:
            entry["positions"] = pairs
        if self.role:
            entry["role"] = self.role
        if self.quoted_by:
            entry["quoted_by"] = self.quoted_by
        return entry
