"""Problems as SARIF 2.1.0 (OASIS), which code hosts show beside the lines of a change."""

from collections.abc import Iterable, Mapping
from typing import Any

from site_builder import __version__
from site_builder.errors import Problem

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(problems: Iterable[Problem], help_texts: Mapping[str, str]) -> dict[str, Any]:
    """Return a log with one run; ``help_texts`` has what the manual says about a rule, in Markdown."""
    problems = tuple(problems)
    rules = sorted({problem.rule.value for problem in problems})
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "site-builder",
                        "version": __version__,
                        "rules": [_rule(rule, help_texts.get(rule, "")) for rule in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(problem, rules) for problem in problems],
            }
        ],
    }


def _rule(rule: str, text: str) -> dict[str, Any]:
    words = rule.replace("-", " ")
    help_text = {"help": {"text": text, "markdown": text}} if text else {}
    return {"id": rule, "shortDescription": {"text": words}, **help_text}


def _result(problem: Problem, rules: list[str]) -> dict[str, Any]:
    path, line, column = problem.place
    result: dict[str, Any] = {
        "ruleId": problem.rule.value,
        "ruleIndex": rules.index(problem.rule.value),
        "level": problem.severity.value,
        "message": {"text": f"{problem.message}; {problem.hint}"},
    }
    if path:
        region = {"startLine": line, "startColumn": column}
        location = {"artifactLocation": {"uri": path, "uriBaseId": "%SRCROOT%"}, "region": region}
        result["locations"] = [{"physicalLocation": location}]
    return result
