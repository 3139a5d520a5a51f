"""Small broken sites for the places that report a rule, beside one for each rule in ``tests/invalid``.

Each has its files by path, and what it asks beside a build. A file may be text, bytes, or what makes it. The
messages that are expected stand in ``tests/expected/broken-sites.txt``; ``python -m tests.broken_sites``
writes them anew.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeAlias

from tests.conftest import ROOT, SiteFolder, picture

EXPECTED = ROOT / "tests/expected/broken-sites.txt"

#: What makes a file that is not simply bytes.
Make: TypeAlias = Callable[[Path], object]


class BrokenSite(NamedTuple):
    files: dict[str, str | bytes | Make]
    command: tuple[str, ...] = ("build", "--no-full-text")


def writeup(more: str = "", body: str = "Text.") -> str:
    return f"---\ntitle: T\ndate: 2020-01-02\n{more}---\n\n{body}\n"


def entity(name: str, more: str = "") -> str:
    return f"---\nname: {name}\n{more}---\n"


def outside(file: Path) -> None:
    file.symlink_to("/etc")


def absent(file: Path) -> None:
    file.unlink(missing_ok=True)


A, B = "content/writeups/2020-01-02-a.md", "content/writeups/2020-01-03-b.md"
ADA, TRUST = "content/people/ada-example.md", "content/organisations/trust.md"
CLOSED = "event: {attribution: Chatham House Rule}\nspeakers: [Dr Zorvath Quimby]\n"
SPOKE = "speakers: ['Ada Example, Chair, The Trust']\n"
CHECK = ("check",)

SHOWN = "comments = true\n"
COMMENTS = "content/comments/2020/a.yml"

SITES: dict[str, BrokenSite] = {
    "comments with one id, and an answer to none": BrokenSite(
        {
            "site.toml": SHOWN,
            A: writeup(),
            COMMENTS: "- {id: a, text: Yes}\n- {id: a, text: No}\n- {reply_to: b, text: So}\n",
        }
    ),
    "comments that are no list": BrokenSite({"site.toml": SHOWN, A: writeup(), COMMENTS: "text: Yes\n"}),
    "a comment as long as a book": BrokenSite(
        {"site.toml": SHOWN, A: writeup(), COMMENTS: f"- text: {'a' * 50_001}\n"}
    ),
    "comments on nothing": BrokenSite(
        {"site.toml": SHOWN, A: writeup(), "content/comments/2021/a.yml": "- text: Yes\n"}
    ),
    "comments in a file of no year": BrokenSite(
        {"site.toml": SHOWN, A: writeup(), "content/comments/a.yml": "- text: Yes\n"}
    ),
    "a title that two writeups have": BrokenSite({A: writeup(), B: writeup(body="See [[T]].")}),
    "a statement whose braces do not say whose it is": BrokenSite({A: writeup(SPOKE, "[Yes]{topic=Energy}.")}),
    "two turns at one time": BrokenSite(
        {A: writeup(f"form: transcript\n{SPOKE}", "Ada 0:01\nYes.\n\nAda 0:01\nNo.")}
    ),
    "a turn by nobody known": BrokenSite({A: writeup(f"form: transcript\n{SPOKE}", "Cleo: Yes.")}),
    "a voice in a closed event": BrokenSite(
        {A: writeup(f"form: transcript\n{CLOSED}", "Ada Example: Yes."), B: writeup(SPOKE)}
    ),
    "a text that looks like a transcript": BrokenSite({A: writeup(SPOKE, "Ada: A\n\nBo: B\n\n" * 4)}, CHECK),
    "a vote that was carried by fewer": BrokenSite(
        {A: writeup(SPOKE, "::: decision\nYes.\n::: vote\nfor: 1\nagainst: 2\nresult: carried\n:::\n:::\n")}
    ),
    "a vote without lines": BrokenSite({A: writeup(SPOKE, "::: decision\nYes.\n::: vote\n:::\n:::\n")}),
    "a vote on nothing": BrokenSite({A: writeup(SPOKE, "::: vote\nfor: 1\n:::\n")}),
    "a vote twice": BrokenSite(
        {
            A: writeup(
                SPOKE,
                "::: decision\nYes.\n::: vote\nfor: Ada Example\nagainst: Ada Example\n:::\n:::\n",
            )
        }
    ),
    "a decision inside another one": BrokenSite(
        {A: writeup(SPOKE, "::: decision\nYes.\n::: decision\nNo.\n:::\n:::\n")}
    ),
    "a decision without words": BrokenSite({A: writeup(SPOKE, "::: decision\n\n:::\n")}),
    "a decision in a quotation": BrokenSite({A: writeup(SPOKE, "> ::: decision\n> Yes.\n> :::\n")}),
    "a transcript without a text": BrokenSite({A: writeup(f"form: transcript\n{SPOKE}", "")}),
    "a quotation in a turn": BrokenSite(
        {A: writeup(f"form: transcript\n{SPOKE}", "Ada Example: As I said.\n\n> Yes.\n> -- Ada Example\n")}
    ),
    "an event under a rule with lists and no writeup": BrokenSite(
        {
            "content/events/x.md": "---\nname: X\nstart: 2020-01-02\nattribution: Chatham House Rule\n"
            "attended: [Dr Zorvath Quimby]\n---\n"
        }
    ),
    "a translation under another rule": BrokenSite(
        {A: writeup("translation_of: b\nlanguage: de\n"), B: writeup("event: {attribution: Chatham House Rule}\n")}
    ),
    "an event of no file": BrokenSite({A: writeup("event: nothing\n")}),
    "a session of no event": BrokenSite({A: writeup("event: {part_of: nothing}\n")}),
    "an event that is part of itself": BrokenSite(
        {"content/events/x.md": "---\nname: X\nstart: 2020-01-02\npart_of: x\n---\n"}
    ),
    "a session on another day": BrokenSite(
        {
            "content/events/x.md": "---\nname: X\nstart: 2020-01-02\n---\n",
            A: writeup("event: {start: 2020-01-05, part_of: x}\n"),
        }
    ),
    "a translation of nothing": BrokenSite({A: writeup("translation_of: nothing\n")}),
    "a translation of itself": BrokenSite({A: writeup("translation_of: a\n")}),
    "a translation in the same language": BrokenSite({A: writeup("translation_of: b\n"), B: writeup()}),
    "said of a heading": BrokenSite({A: writeup(SPOKE, '## Yes {: said="Ada Example" }')}),
    "said for somebody else": BrokenSite({A: writeup(SPOKE, '[Yes]{said="Ada Example" for="The Rust"}.')}),
    "said to nothing": BrokenSite({A: writeup(SPOKE, '[Yes]{said="Ada Example" to="#no"}.')}),
    "an honorific at another time": BrokenSite(
        {
            A: writeup("speakers: ['Cllr Ada Example, The Trust']\n"),
            ADA: entity("Ada Example", "honorifics: [{title: Cllr, until: 2018}]\n"),
        },
        CHECK,
    ),
    "a text with a title and a surname of somebody under a rule": BrokenSite(
        {A: writeup(CLOSED), B: writeup(body="Then Ms Quimby left.")}
    ),
    "an author who is not known yet": BrokenSite({A: writeup("author: TBC\n")}),
    "a speaker who may be somebody withheld": BrokenSite(
        {A: writeup("speakers: [Ms Example]\n"), ADA: entity("Ada Example", "withheld: true\n")}
    ),
    "a withheld surname beside its entry": BrokenSite(
        {
            A: writeup("speakers: [Ada Example]\n", "Then Example left."),
            ADA: entity("Ada Example", "withheld: true\n"),
        }
    ),
    "a footnote that nothing leads to": BrokenSite({A: writeup("", "Text.\n\n[^1]: Note.")}),
    "what looks like Markdown": BrokenSite(
        {
            A: writeup(
                "",
                "• a\n• b\n\na) x\nb) y\n\n| a | b |\n| 1 | 2 |\n\n[x] (https://e.org)\n\n(x)[https://e.org]\n\n"
                "[x][y]\n\n{{< youtube z >}} {% include a %} {{ b }}\n\n<iframe src='https://e.org'></iframe> <form></form> <svg></svg> "
                "<script></script>\n\n> We will.\n> - Ada Example\n\nText.\n\n> We will.\n\n— Ada Example\n\n"
                "> We will. — Ada Example\n\nText.\n\n> We will.\n> (Ada Example)\n\nText.\n\n> Ada Example: We will.",
            )
        }
    ),
    "a text with two versions": BrokenSite({A: writeup("", "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other")}),
    "a Word document with another ending": BrokenSite({A: "PK\x03\x04"}),
    "a copy of a writeup": BrokenSite({A: writeup(), A.replace(".md", " - Copy.md"): writeup()}),
    "a document that no text links to": BrokenSite({A: writeup(), "content/writeups/minutes.docx": "x"}),
    "settings with another ending": BrokenSite({A: writeup(), "site.toml": absent, "site.toml.txt": "title = 'T'"}),
    "a picture with the name of a text": BrokenSite(
        {A: writeup(body="[a](a.txt) [b](b.txt) [c](c)"), "content/writeups/a.txt": b"\xff\xd8\xff\xe0",
         "content/writeups/b.txt": "<html><script>", "content/writeups/c": "x"}
    ),
    "a hidden file in static": BrokenSite({A: writeup(), "static/.secret": "x", "static/.htaccess": "x", "static/.DS_Store": "x"}),
    "a speaker with a colon": BrokenSite({A: writeup("speakers:\n  - Jane Roe: Acme\n")}),
    "two authors in one line": BrokenSite({A: writeup("author: Ada Example, Bela Nagy\n")}),
    "an author with a sign": BrokenSite({A: writeup("author: A & B\n")}),
    "topics in one line": BrokenSite({A: writeup("topics: one, two\n")}),
    "a role without a name": BrokenSite({A: writeup("speakers: [Minister for Housing]\n")}),
    "a line with a comma at its end": BrokenSite({A: writeup("speakers: ['Ada Example,']\n")}),
    "a line under a rule that is not certain": BrokenSite(
        {A: writeup("event: {attribution: Chatham House Rule}\nspeakers: ['Ada Example, Wobbling, Wubble']\n")}
    ),
    "voices that are no keys": BrokenSite({A: writeup("voices: [Dan]\n")}),
    "a position at another time": BrokenSite(
        {
            A: writeup(SPOKE),
            ADA: entity(
                "Ada Example", "positions: [{position: Chair, organisation: The Trust, until: 2018}]\n"
            ),
        },
        CHECK,
    ),
    "an editor that is not installed": BrokenSite({"site.toml": "admin = true\n", A: writeup()}),
    "a target of no kind that there is": BrokenSite(
        {"site.toml": '[publish]\nweb = { kind = "ftp" }\nx = { path = "y" }\nz = 1\n"a/b" = { kind = "folder" }\n', A: writeup()}
    ),
    "a target in place of a name": BrokenSite({"site.toml": 'publish = "web"\n', A: writeup()}),
    "a target of another host": BrokenSite(
        {"site.toml": 'host = "netlify"\n[publish.web]\nkind = "s3"\nbucket = "b"\n', A: writeup()}
    ),
    "redirects that are no table": BrokenSite({"site.toml": 'redirects = "/old"\n', A: writeup()}),
    "redirects to nowhere": BrokenSite(
        {"site.toml": '[redirects]\n"/old" = "/nowhere/"\n"no path" = "/"\n"/x" = "mailto:a@example.org"\n', A: writeup()}
    ),
    "a budget that is no number": BrokenSite({"site.toml": 'budgets = { page = "much" }\n', A: writeup()}),
    "a link in a file of the site": BrokenSite(
        {A: writeup(), "static/x.html": '<a href="nowhere.html">x</a>'}, CHECK
    ),
    "a name before its organisation began": BrokenSite(
        {A: writeup(SPOKE), TRUST: entity("The Trust", "founded: 2021\n")}, CHECK
    ),
    "a name after its organisation ended": BrokenSite(
        {A: writeup(SPOKE), TRUST: entity("The Trust", "dissolved: 2019\n")}, CHECK
    ),
    "settings that are a folder": BrokenSite({A: writeup(), "site.toml/x": ""}),
    "settings in another encoding": BrokenSite({A: writeup(), "site.toml": 'title = "\xe9"'.encode("latin-1")}),
    "a catalogue with a value too many": BrokenSite(
        {
            A: writeup(),
            "site.toml": 'language = "fr"\n',
            "locale/fr.po": 'msgid "also with {name}"\nmsgstr "avec {other}"\n',
        }
    ),
    "a name that is printed and must not be": BrokenSite(
        {A: writeup(SPOKE), ADA: entity("Ada Example", "never_print: [Ada Example]\n")}
    ),
    "a position that ends before it begins": BrokenSite(
        {
            A: writeup(SPOKE),
            ADA: entity("Ada Example", "positions: [{position: Chair, since: 2019, until: 2018}]\n"),
        }
    ),
    "not to be confused with somebody unknown": BrokenSite(
        {A: writeup(SPOKE), ADA: entity("Ada Example", "not_to_be_confused_with: [Ada Exampel]\n")}
    ),
    "two days of one event": BrokenSite(
        {A: writeup("event: {date: 2020-01-02, start: '2020-01-02T09:30'}\n")}
    ),
    "a recording that is a text": BrokenSite(
        {A: writeup("event: {recording: {file: talk.txt}}\n"), "content/writeups/talk.txt": ""}
    ),
    "a link to somebody withheld": BrokenSite(
        {
            A: writeup("speakers: [Ada Example]\n", "[[ada-example|She]] spoke."),
            ADA: entity("Ada Example", "withheld: true\n"),
        }
    ),
    "a link to somebody under a rule": BrokenSite(
        {A: writeup(CLOSED), B: writeup(body="[[zorvath-quimby|He]] spoke.")}
    ),
    "a file with a protected name": BrokenSite({A: writeup(CLOSED), "static/zorvath-quimby.txt": ""}),
    "a surname of somebody under a rule": BrokenSite({A: writeup(CLOSED, "Quimby spoke.")}),
    "a protected name in another writeup": BrokenSite({A: writeup(CLOSED), B: writeup(body="Zorvath Quimby.")}),
    "a protected name in a template": BrokenSite(
        {A: writeup(CLOSED), "templates/pages/404.html": "Zorvath Quimby"}
    ),
    "a protected one-word name inside an address": BrokenSite(
        {
            A: writeup(),
            "static/x.txt": "https://example.org/organisations/quimbycorp/",
            B: writeup("event: {attribution: Chatham House Rule}\nspeakers: [{name: Ada, organisation: Quimbycorp}]\n"),
        }
    ),
    "two pictures at one address but for case": BrokenSite(
        {
            A: writeup(body="![One](p.PNG) ![Other](<p.png>)"),
            "content/writeups/p.png": picture(),
            "content/writeups/p.PNG": picture(1),
        }
    ),
    "two pictures at one address": BrokenSite(
        {
            A: writeup(body="![One](%C3%A9.png) ![Other](e%CC%81.png)"),
            "content/writeups/\u00e9.png": picture(),
            "content/writeups/e\u0301.png": picture(1),
        }
    ),
    "a link to the file of somebody under a rule": BrokenSite(
        {
            A: writeup(CLOSED),
            B: writeup(body="[He](../people/zorvath-quimby.md) spoke."),
            "content/people/zorvath-quimby.md": entity("Zorvath Quimby"),
        }
    ),
    "a speaker who may be two": BrokenSite(
        {
            A: writeup("speakers: [{person: js-1}, {person: js-2}]\nmentions: [{name: Xena, quoted_by: John Smith}]\n"),
            "content/people/js-1.md": entity("John Smith"),
            "content/people/js-2.md": entity("John Smith"),
        }
    ),
    "an attribution that may be two": BrokenSite(
        {
            A: writeup("speakers: [{person: js-1}, {person: js-2}]\n", "> Words.\n> — John Smith"),
            "content/people/js-1.md": entity("John Smith"),
            "content/people/js-2.md": entity("John Smith"),
        }
    ),
    "an unknown kind of passage": BrokenSite({A: writeup(body="::: aside\nText.\n:::")}),
    "a passage inside a passage": BrokenSite(
        {A: writeup(body="::: off the record\n::: off the record\nText.\n:::")}
    ),
    "an end without a passage": BrokenSite({A: writeup(body="Text.\n:::\n")}),
    "a mark of a passage that is none": BrokenSite({A: writeup(body=":: off the record\nText.\n::")}),
    "an entity for a control character": BrokenSite({A: writeup(body="Text &#8; more.")}),
    "a link without an address": BrokenSite({A: writeup(body="[Text]() more.")}),
    "a line that is too long": BrokenSite({A: writeup(body="word " * 25_000)}),
    "a backslash in the name of a file": BrokenSite({A: writeup(), "static/a\\b.txt": ""}),
    "a file in the folder of the index": BrokenSite({A: writeup(), "static/pagefind/x.txt": ""}, ("build",)),
    "a navigation to no page": BrokenSite(
        {A: writeup(), "site.toml": '[[navigation]]\nlabel = "X"\naddress = "/nowhere/"\n'}
    ),
    "a logo that is not there": BrokenSite({A: writeup(), "site.toml": 'logo = "/logo.svg"\n'}),
    "a stylesheet that is not there": BrokenSite(
        {A: writeup(), "site.toml": '[theme]\nstylesheets = ["/own.css"]\n'}
    ),
    "a picture that ends early": BrokenSite(
        {A: writeup(body="![P](p.png)"), "content/writeups/p.png": picture()[:45]}
    ),
    "identifiers that are a list": BrokenSite({A: writeup("ids: [Q42]\n")}),
    "identifiers of no register": BrokenSite({A: writeup("ids: {wikidatum: Q42}\nevent: {ids: {isbn: 1}}\n")}),
    "identifiers of something else": BrokenSite(
        {A: writeup(SPOKE), TRUST: entity("The Trust", "ids: {orcid: 0000-0002-1825-0097}\n")}
    ),
    "two files with one identifier": BrokenSite(
        {
            A: writeup(SPOKE),
            "content/people/a.md": entity("Ada Okafor", "ids: {orcid: 0000-0002-1825-0097}\n"),
            "content/people/b.md": entity("Bela Nagy", "ids: {orcid: https://orcid.org/0000-0002-1825-0097}\n"),
        },
        ("check",),
    ),
    "fields of its own that are a list": BrokenSite({A: writeup("extra: [a]\n")}),
    "a year before all events": BrokenSite({A: "---\ntitle: T\ndate: 0999-01-02\n---\n"}),
    "a time in words": BrokenSite({A: writeup("event: {start: '2020-01-02T half past nine'}\n")}),
    "an incomplete date in words": BrokenSite({A: writeup(SPOKE), TRUST: entity("The Trust", "founded: soon\n")}),
    "an impossible incomplete date": BrokenSite(
        {
            A: writeup(SPOKE),
            ADA: entity("Ada Example", "honorifics: [{title: Dr, since: 2010-02-30}]\n"),
        }
    ),
    "a mention of nobody": BrokenSite({A: writeup("mentions: [{position: Chair}]\n")}),
    "an escape for a control character": BrokenSite({A: writeup('author: "A\\x07B"\n')}),
    "neither yes nor no": BrokenSite({A: writeup("link_names: perhaps\n")}),
    "a list that is too long": BrokenSite({A: writeup(f"topics: [{', '.join(map(str, range(201)))}]\n")}),
    "a number without end": BrokenSite({A: f"+++\ntitle = {'9' * 5000}\n+++\n"}),
    "brackets without end": BrokenSite({A: f"+++\ntitle = {'[' * 3000}{']' * 3000}\n+++\n"}),
    "a key twice in TOML": BrokenSite({A: '+++\ntitle = "a"\ntitle = "b"\n+++\n'}),
    "TOML that is none": BrokenSite({A: "+++\ntitle = x\n+++\n"}),
    "a character that YAML does not allow": BrokenSite({A: "---\ntitle: a\ufffeb\n---\n"}),
    "a folder for the default theme": BrokenSite({A: writeup(), "templates/theme/base.html": ""}),
    "no content": BrokenSite({"site.toml": ""}),
    "a name of a file that is not UTF-8": BrokenSite({A: writeup(), os.fsdecode(b"static/\xff.txt"): ""}),
    "a pipe": BrokenSite({A: writeup(), "static/pipe": os.mkfifo}),
    "a link to a folder": BrokenSite(
        {A: writeup(), "content/writeups/real/x.png": picture(), "content/writeups/link": lambda file: file.symlink_to("real")}
    ),
    "a link out of the site": BrokenSite({A: writeup(), "static/etc": outside}),
    "a file in place of a folder": BrokenSite({A: writeup(), "content/people": "text"}),
    "a file that is too large": BrokenSite({A: "x" * 2_000_001}),
    "two files of one id": BrokenSite(
        {A: writeup(), "content/people/a/x.md": entity("Ada"), "content/people/b/x.md": entity("Bo")}
    ),
    "a file named after no day": BrokenSite({"content/writeups/2020-02-30-a.md": "---\ntitle: T\n---\n"}),
    "a date that is empty": BrokenSite({"content/writeups/a.md": "---\ntitle: T\ndate:\n---\n"}),
    "a value of nothing": BrokenSite({A: writeup(SPOKE), ADA: entity("~")}),
}  # fmt: skip


def write(site: Path, files: dict[str, str | bytes | Make]) -> None:
    for path, content in files.items():
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if callable(content):
            content(file)
        else:
            file.write_bytes(
                content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
            )


def copy_of(name: str, folder: Path) -> BrokenSite:
    """Write one of the sites into a folder."""
    write(folder, SITES[name].files)
    return SITES[name]


def accept(folder: Path) -> None:
    """Take the messages of today as those that are expected."""
    parts = []
    for number, name in enumerate(SITES):
        site = SiteFolder(folder / str(number))
        site.root.mkdir()
        result = site.run(*copy_of(name, site.root).command)
        parts.append("".join(f"{line}\n" for line in (f"# {name}", *result.problems)))
    EXPECTED.write_text("\n".join(parts), encoding="utf-8")


def expected() -> dict[str, list[str]]:
    """The messages of each site."""
    parts = EXPECTED.read_text(encoding="utf-8").split("# ")[1:]
    return {name: lines for name, *lines in (part.split("\n\n")[0].strip().split("\n") for part in parts)}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        accept(Path(temporary))
