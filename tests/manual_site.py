"""Turn the manual into a site that this program builds: python -m tests.manual_site FOLDER.

Each page of docs/ becomes a page of its own, with an index and a search. The files in docs/ stay as they are.
"""

import html
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from site_builder import __version__
from tests.conftest import ROOT

DOCS = ROOT / "docs"
#: The order of the index: what is read first, then what is looked up.
PARTS = {
    "Begin": ["installing", "getting-started", "newcomer-session"],
    "How to": ["correct-a-wrong-name", "work-as-two-people", "make-a-theme", "run-it-in-ci", "importing", "editing-in-the-browser", "publishing"],
    "Hosts": [
        "host-own-server", "host-github-pages", "host-gitlab-pages", "host-codeberg-pages", "host-netlify", "host-cloudflare",
        "host-vercel", "host-azure", "host-s3", "host-webdav",
    ],
    "Look up": [
        "writing", "people-and-organisations", "configuration", "commands", "problems", "json-answers", "open-data", "theming",
        "glossary",
    ],
    "Develop": ["architecture", "changelog"],
}  # fmt: skip
HOME = """\
{%% extends "theme/pages/home.html" %%}
{%% block main %%}
<header class="page-header"><h1>{{ site.title }}</h1><p class="lead">{{ site.description }}</p></header>
%s
{%% endblock %%}
"""
_FENCE = re.compile(r"^```\w*\n(.*?)^```$\n?", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\((?:\.\./)?([\w/-]+)\.md(#[\w-]+)?\)")


def write_source(folder: Path) -> None:
    """Write the site whose pages are those of the manual."""
    pages = {file.stem: file.read_text(encoding="utf-8") for file in sorted(DOCS.glob("*.md"))}
    pages["changelog"] = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    decisions = {
        file.stem.replace("README", "decisions"): file.read_text(encoding="utf-8")
        for file in sorted((DOCS / "decisions").glob("*.md"))
    }
    listed = {name for names in PARTS.values() for name in names}
    assert listed == set(pages), f"the index lacks or invents {listed ^ set(pages)}"
    content = folder / "content/pages"
    content.mkdir(parents=True)
    titles = {}
    for name, text in {**pages, **decisions}.items():
        titles[name], body = _parted(text)
        front = f"---\ntitle: {json.dumps(titles[name])}\nnavigation: false\n---\n"
        (content / f"{name}.md").write_text(front + _linked(body, name in decisions), encoding="utf-8")
    settings = f"""\
title = "site-builder {__version__}"
description = "The manual of the static site generator for writeups of policy events."
open_data = false
wiki_links = false
navigation = [{{ label = "Commands", address = "/commands/" }}, {{ label = "Problems", address = "/problems/" }}]
"""
    (folder / "site.toml").write_text(settings, encoding="utf-8")
    sections = "".join(
        f"<section><h2>{part}</h2><ul>"
        + "".join(f'<li><a href="{{{{ "/{name}/" | link }}}}">{titles[name]}</a></li>' for name in names)
        + "</ul></section>\n"
        for part, names in PARTS.items()
    )
    sections += "<section><h2>Decisions</h2><ul>" + "".join(
        f'<li><a href="{{{{ "/{name}/" | link }}}}">{titles[name]}</a></li>' for name in decisions
    ) + "</ul></section>"  # fmt: skip
    templates = folder / "templates/pages"
    templates.mkdir(parents=True)
    (templates / "home.html").write_text(HOME % sections, encoding="utf-8")


def _parted(text: str) -> tuple[str, str]:
    """Return the title of a page and what is below it."""
    title, _, body = text.removeprefix("# ").partition("\n")
    return title.strip(), body.lstrip("\n")


def _linked(body: str, is_decision: bool) -> str:
    """Return a text in which links to other files of the manual lead to their pages."""

    def link(match: re.Match[str]) -> str:
        name = match[1].rpartition("/")[2].lower()
        return (
            f"](/{name}/{match[2] or ''})"
            if name not in {"security", "contributing", "readme"}
            else f"](/{name}/)"
        )

    return _without_marks(_LINK.sub(link, body))


def _without_marks(body: str) -> str:
    """Return a text in which the marks of passages off the record are shown, and are none themselves.

    What only looks like such a mark is refused, also in code: a name could depend on it.
    """
    body = _FENCE.sub(_as_html, body)
    return re.sub(r"`:::([^`\n]*)`", r"<code>&#58;&#58;&#58;\1</code>", body)


def _as_html(fence: re.Match[str]) -> str:
    if "off the record" not in fence[0]:
        return fence[0]
    return f"<pre><code>{html.escape(fence[1]).replace(':::', '&#58;&#58;&#58;')}</code></pre>\n"


def build(folder: Path) -> None:
    """Build the manual into a folder."""
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary)
        write_source(source)
        command = [
            sys.executable,
            "-m",
            "site_builder",
            "-C",
            str(source),
            "build",
            "--strict",
            "--out",
            str(folder.absolute()),
        ]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    build(Path(sys.argv[1] if len(sys.argv) > 1 else "_manual"))
