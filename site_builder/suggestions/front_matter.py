"""Proposals as front matter: for a person to read, and to be written where the author accepts them."""

import datetime
from collections.abc import Iterable, Iterator, MutableMapping
from typing import Any

from site_builder.names.folding import fold
from site_builder.refactor.front_matter_edit import add_to_list, yaml_text
from site_builder.suggestions.proposals import Proposal

_ORDER = (
    "event.name", "event.date", "event.place", "event.organisers", "event.format", "speakers", "mentions",
    "topics", "sources", "statements",
)  # fmt: skip
_EVENT_LISTS = frozenset({"organisers"})
_LONGEST_EVIDENCE = 160


def as_commented_yaml(proposals: Iterable[Proposal]) -> Iterator[str]:
    """Yield the lines of front matter with all proposals, each below a comment with its evidence."""
    by_key: dict[str, list[Proposal]] = {}
    for proposal in proposals:
        by_key.setdefault(proposal.key, []).append(proposal)
    section = ""
    for key in _ORDER:
        for number, proposal in enumerate(by_key.get(key, ())):
            top, _, inner = key.partition(".")
            if top != section:
                yield "# statements, each marked in the text" if top == "statements" else f"{top}:"
                section = top
            yield f"  # line {proposal.line}, {proposal.confidence:.2f}: {shortened(proposal.evidence)}"
            if top == "statements":
                yield f"  # {statement_mark(proposal.value)}"
            elif inner in _EVENT_LISTS or not inner:
                if inner and not number:
                    yield f"  {inner}:"
                indent = "    " if inner else "  "
                yield from (
                    f"{indent}{line}" for line in yaml_text([proposal.value]).rstrip("\n").split("\n")
                )
            else:
                yield from (
                    f"  {line}" for line in yaml_text({inner: proposal.value}).rstrip("\n").split("\n")
                )


def shortened(evidence: str) -> str:
    """Return a sentence in one line, cut at a word where it is long."""
    if len(evidence) <= _LONGEST_EVIDENCE:
        return evidence
    return evidence[:_LONGEST_EVIDENCE].rsplit(" ", 1)[0] + " ..."


def statement_mark(value: dict[str, str]) -> str:
    """Return reported speech as it is marked in a text."""
    quoted = f' quoted_by="{value["quoted_by"]}"' if value.get("quoted_by") else ""
    return f'[{value["text"]}]{{said="{value["said"]}"{quoted}}}'


def put_into(keys: MutableMapping[str, Any], proposals: Iterable[Proposal]) -> None:
    """Put accepted proposals into the front matter of a file, in place."""
    for proposal in proposals:
        top, _, inner = proposal.key.partition(".")
        if top == "statements":
            continue
        if not inner:
            value = proposal.value
            known = [fold(str(one)) for one in keys.get(top) or ()] if isinstance(value, str) else []
            if fold(str(value)) not in known:
                add_to_list(keys, top, [value])
            continue
        event = keys.get("event")
        if not isinstance(event, MutableMapping):
            if event:
                continue  # the id of a file: what is known of the event stands there
            keys["event"] = event = {}
        if inner in _EVENT_LISTS:
            add_to_list(event, inner, [proposal.value])
        elif not event.get(inner):
            event[inner] = proposal.value


def with_statements(body: str, proposals: Iterable[Proposal]) -> str:
    """Return a text in which accepted statements are marked."""
    for proposal in proposals:
        if proposal.key == "statements" and body.count(proposal.value["text"]) == 1:
            body = body.replace(proposal.value["text"], statement_mark(proposal.value))
    return body


def as_json(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal for a program."""
    value = proposal.value.isoformat() if isinstance(proposal.value, datetime.date) else proposal.value
    return {
        "key": proposal.key,
        "value": value,
        "confidence": proposal.confidence,
        "line": proposal.line,
        "evidence": proposal.evidence,
    }
