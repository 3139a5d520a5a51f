"""Writes the files of a new site; none that is there is touched."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path

from site_builder import __version__
from site_builder.errors import SiteError, UsageError
from site_builder.starter.site_toml import site_toml

#: Hosts of repositories -> the workflow for each: its path in the site, and the file here.
WORKFLOWS = {
    "github": (".github/workflows/site.yml", "github.yml"),
    "gitlab": (".gitlab-ci.yml", "gitlab-ci.yml"),
    "forgejo": (".forgejo/workflows/site.yml", "forgejo.yml"),
}
_EXAMPLES = {
    "content/writeups/@YEAR@/@TODAY@-an-example-writeup.md": "content/writeup.md",
    "content/people/ada-example.md": "content/person.md",
    "content/organisations/the-example-trust.md": "content/organisation.md",
    "content/topics/examples.md": "content/topic.md",
    "content/series/example-briefings.md": "content/series.md",
    "content/events/example-briefing.md": "content/event.md",
    "content/pages/about.md": "content/page.md",
}
_ALWAYS = {
    ".gitignore": "gitignore",
    ".vscode/settings.json": "vscode-settings.json",
    ".vscode/extensions.json": "vscode-extensions.json",
}


@dataclass(frozen=True, slots=True)
class StarterOptions:
    """What a new site is called, and which files it gets."""

    title: str
    #: The day of the examples, as 2026-11-27.
    today: str
    author: str = ""
    base_url: str = ""
    language: str = "en"
    with_examples: bool = True
    #: Of :data:`WORKFLOWS`.
    workflows: tuple[str, ...] = tuple(WORKFLOWS)
    #: Where the workflows take this program from, for pip; empty if that is to be filled in.
    requirement: str = ""


@dataclass(frozen=True, slots=True)
class StarterReport:
    """The files that were written, and those that were there and left alone; paths from the site."""

    written: tuple[str, ...]
    kept: tuple[str, ...]


def start_site(folder: Path, options: StarterOptions) -> StarterReport:
    """Write the files of a new site into a folder, which may be there.

    Raises :class:`UsageError` for what is no folder, and :class:`SiteError` for a disk that refuses.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder")
    written: list[str] = []
    kept: list[str] = []
    for path, text in _files(options, has_content=(folder / "content").exists()):
        file = folder / path
        if file.exists() or file.is_symlink():
            kept.append(path)
            continue
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
        except OSError as error:
            done = f"; written before that: {', '.join(written)}" if written else ""
            raise SiteError(f"{file} cannot be written: {error.strerror}{done}") from error
        written.append(path)
    return StarterReport(tuple(written), tuple(kept))


def requirement_of_this_program() -> str:
    """Return what installs this very program with pip, if it came from an address; else nothing (PEP 610)."""
    try:
        origin = json.loads(distribution("site-builder").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return ""
    url = origin.get("url", "")
    commit = origin.get("vcs_info", {}).get("commit_id")
    if commit:
        return f"site-builder[search] @ git+{url}@{commit}"
    return f"site-builder[search] @ {url}" if url.startswith("https://") else ""


def _files(options: StarterOptions, *, has_content: bool) -> Iterator[tuple[str, str]]:
    """Yield the files with their texts; examples only for a site without content of its own."""
    values = {"title": options.title, "author": options.author, "base_url": options.base_url}
    yield "site.toml", site_toml({**values, "language": options.language})
    sources = dict(_ALWAYS)
    if options.with_examples and not has_content:
        sources.update(_EXAMPLES)
    sources.update(WORKFLOWS[name] for name in options.workflows)
    if options.workflows:
        sources["requirements.txt"] = "requirements.txt"
    for path, source in sources.items():
        text = (files(__package__) / "files" / source).read_text(encoding="utf-8")
        if source == "requirements.txt" and options.requirement:
            text += f"{options.requirement}\n"
        yield _filled(path, options), _filled(text, options)
    if not options.with_examples and not has_content:
        yield "content/writeups/.gitkeep", ""


def _filled(text: str, options: StarterOptions) -> str:
    pairs: Sequence[tuple[str, str]] = (
        ("@YEAR@", options.today[:4]),
        ("@TODAY@", options.today),
        ("@VERSION@", __version__),
    )
    for word, value in pairs:
        text = text.replace(word, value)
    return text
