"""Answers to the questions of ``check``, as edits of the author's files; all of one run can be undone."""

import re
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from site_builder.errors import UsageError
from site_builder.paths import SITE_FILE
from site_builder.refactor.atomic_write import rewrite
from site_builder.refactor.front_matter_edit import add_to_list, new_file, with_keys
from site_builder.refactor.line_ends import plain, written_like
from site_builder.refactor.undo import note_for_undo

_ANCHOR = re.compile(r"\s*\{:?\s*#[^\s}]+\s*\}\s*\Z")


@dataclass(slots=True)
class AnswerFiles:
    """The files of a site while questions about it are answered: what each was, and what it is now."""

    root: Path
    before: dict[str, str | None] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)

    def text(self, path: str) -> str | None:
        """Return a file as it is now, or None if there is none."""
        if path in self.after:
            return self.after[path]
        file = self.root / path
        # Decoded as it is: the newlines of the author stay.
        return file.read_bytes().decode() if file.exists() else None

    def with_list_items(self, path: str, key: str, values: Iterable[Any], name: str = "") -> dict[str, str]:
        """Return a file with more items in a list; a new file gets a name."""
        return self._edited(path, lambda keys: add_to_list(keys, key, list(values)), key, name)

    def with_value(self, path: str, key: str, value: object, name: str = "") -> dict[str, str]:
        """Return a file with a value under a key; a new file gets a name."""

        def edit(keys: MutableMapping[str, Any]) -> None:
            keys[key] = value

        return self._edited(path, edit, key, name)

    def with_anchor(self, path: str, line: int, label: str, anchor: str) -> dict[str, str]:
        """Return a file with an anchor at the end of the line with a label, in place of another one.

        The line is that of the file before any answer: other answers add lines above the text.
        """
        before, text = self.before.get(path) or self.text(path) or "", self.text(path) or ""
        lines = text.split("\n")  # as places count them
        position = line - 1 + len(lines) - len(before.split("\n"))
        if position >= len(lines) or _letters(label) not in _letters(lines[position]):
            raise UsageError(f"{path} was changed since; run site-builder check --fix again")
        words = lines[position].rstrip("\r")
        ending = lines[position][len(words) :]
        lines[position] = f"{_ANCHOR.sub('', words).rstrip()} {{#{anchor}}}{ending}"
        return {path: "\n".join(lines)}

    def with_address_gone(self, address: str) -> dict[str, str]:
        """Return ``site.toml`` with an address that may lead nowhere."""
        text = self.text(SITE_FILE) or ""
        try:
            settings = tomlkit.parse(plain(text))
            add_to_list(settings.setdefault("addresses", tomlkit.table()), "gone", [address])
        except (TOMLKitError, AttributeError) as error:
            raise UsageError(f"{SITE_FILE} cannot be changed safely; change it by hand") from error
        return {SITE_FILE: written_like(text, tomlkit.dumps(settings))}

    def _edited(self, path: str, edit: Any, key: str, name: str) -> dict[str, str]:
        text = self.text(path)
        if text is None:
            values: dict[str, Any] = {"name": name}
            edit(values)
            return {path: new_file(values)}
        return {path: written_like(text, with_keys(path, plain(text), edit, frozenset({key})))}

    def write(self, files: Mapping[str, str]) -> None:
        """Write some files, all or none, and note what they were, so that it can be undone."""
        for path in files:
            if path not in self.before:
                self.before[path] = self.text(path)
        rewrite(self.root, files)
        self.after.update(files)
        note_for_undo(self.root, self.before, self.after)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
