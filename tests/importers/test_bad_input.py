"""Sources that are broken, made to do harm, or not there: a message with the place, and nothing half imported."""

import zipfile
from pathlib import Path

import pytest

from tests.conftest import SiteFolder, files_at_most, tree
from tests.importers.importing import SOURCES, archive, folder, imported, text_of

POST = "---\ntitle: {title}\ndate: 2011-01-0{day}\n---\nText of {title}.\n"


def refused(site: SiteFolder, *arguments: str | Path, code: int = 1) -> str:
    """The message of an import that writes nothing."""
    before = _without_state(site.root)
    result = site.run("import", *map(str, arguments))
    assert result.code == code, result.out + result.err
    assert _without_state(site.root) == before
    return result.err


def _without_state(root: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(root).items() if not path.startswith(".site-builder/")}


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9, 0.995])
@pytest.mark.parametrize("name", ["wordpress.xml", "blogger-old.xml", "blogger-takeout.atom"])
def test_a_file_that_ends_too_early(site: SiteFolder, tmp_path: Path, name: str, cut: float) -> None:
    data = (SOURCES / name).read_bytes()
    (tmp_path / name).write_bytes(data[: int(len(data) * cut)])
    message = refused(site, tmp_path / name)
    assert f"{name}:" in message
    assert "ends too early" in message


def test_small_damage_is_read_over(site: SiteFolder, tmp_path: Path) -> None:
    text = (SOURCES / "wordpress.xml").read_text(encoding="utf-8")
    (tmp_path / "a.xml").write_text(
        text.replace("<title>About</title>", "<title>About & \x0bmore</title>"), encoding="utf-8"
    )
    assert imported(site, tmp_path / "a.xml")["kinds"] == {"page": 1, "writeup": 4}


@pytest.mark.parametrize("encoding", ["windows-1252", "iso-8859-1"])
@pytest.mark.parametrize("declared", ["UTF-8", "windows-1252", "iso-8859-1"])
def test_a_wrong_declared_encoding(site: SiteFolder, tmp_path: Path, encoding: str, declared: str) -> None:
    text = (SOURCES / "wordpress.xml").read_text(encoding="utf-8").replace("Town hall", "Café Zoë")
    (tmp_path / "a.xml").write_bytes(
        text.replace('encoding="UTF-8"', f'encoding="{declared}"', 1).encode(encoding)
    )
    imported(site, tmp_path / "a.xml")
    assert "venue: Café Zoë" in text_of(site, "hearths.md$")


def test_utf8_that_is_declared_as_something_else(site: SiteFolder, tmp_path: Path) -> None:
    text = (SOURCES / "wordpress.xml").read_text(encoding="utf-8").replace("Town hall", "Café Zoë")
    (tmp_path / "a.xml").write_bytes(text.replace('encoding="UTF-8"', 'encoding="iso-8859-1"', 1).encode())
    imported(site, tmp_path / "a.xml")
    assert "venue: Café Zoë" in text_of(site, "hearths.md$")


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE rss [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY f SYSTEM "http://127.0.0.1:1/">]>',
    ],
)
def test_entities(site: SiteFolder, tmp_path: Path, declaration: str) -> None:
    text = (SOURCES / "wordpress.xml").read_text(encoding="utf-8").replace("<rss", f"{declaration}<rss", 1)
    (tmp_path / "a.xml").write_text(text.replace("Town hall", "&f;"), encoding="utf-8")
    assert "declares entities of its own" in refused(site, tmp_path / "a.xml")


def test_archives_that_climb_out(site: SiteFolder, tmp_path: Path) -> None:
    source = archive(
        tmp_path / "a.zip",
        {
            "posts/a.md": POST.format(title="A", day=1).encode(),
            "../../evil.md": b"x",
            "/etc/evil.md": b"x",
            "C:\\evil.md": b"x",
        },
    )
    report = imported(site, "markdown", source)
    assert report["kinds"] == {"writeup": 1}
    assert sum("leads out of the archive" in entry["reason"] for entry in report["left_out"]) == 3
    assert not list(tmp_path.rglob("evil*"))


def test_an_archive_that_would_fill_the_disk(site: SiteFolder, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as opened:
        for number in range(60):
            opened.writestr(f"{number}.md", b"\0" * 10_000_000)
    assert "times as large" in refused(site, tmp_path / "bomb.zip")


def test_an_export_that_is_too_large(site: SiteFolder, tmp_path: Path) -> None:
    text = (SOURCES / "wordpress.xml").read_text(encoding="utf-8")
    with (tmp_path / "large.xml").open("w", encoding="utf-8") as stream:
        stream.write(text.replace("</channel>", f"<!-- {'x' * 1000} -->", 1))
        stream.truncate(120_000_000)  # without taking the room
    message = refused(site, "wordpress", tmp_path / "large.xml")
    assert "export it in parts" in message


def test_links_out_of_a_folder(site: SiteFolder, tmp_path: Path) -> None:
    source = folder(tmp_path / "in", {"a.md": POST.format(title="A", day=1)})
    (tmp_path / "secret.md").write_text("secret")
    (source / "b.md").symlink_to(tmp_path / "secret.md")
    report = imported(site, "markdown", source)
    assert "leads out of the folder" in str(report["left_out"])
    assert b"secret" not in b"".join(tree(site.root / "content").values())


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "there is no file in"),
        ({"a.bin": b"\x00"}, "is of no format that can be imported"),
        ({"a.xml": b"<x/>"}, "is of no format that can be imported"),
        ({"a.ics": b"nonsense"}, "no calendar"),
        ({"a.csv": b"a,b\n1,2\n"}, "no heading means"),
        ({"a.csv": b""}, "has no heading"),
        ({"popolo.json": b'{"persons": 3}'}, "no Popolo data"),
        ({"s.json": b'{"schedule": {"conference": 1}}'}, "no schedule"),
    ],
)
def test_folders_with_nothing_that_can_be_read(
    site: SiteFolder, tmp_path: Path, files: dict[str, str | bytes], message: str
) -> None:
    source = folder(tmp_path / "in", files)
    source.mkdir(exist_ok=True)
    assert message in refused(site, source)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nothing-there",), "No such file"),
        (("docx", "."), 'there is no format "docx"'),
        (("wordpress",), "name the source, too"),
        (("text", "a", "b"), "one source at a time"),
    ],
)
def test_wrong_usage(site: SiteFolder, arguments: tuple[str, ...], message: str) -> None:
    assert message in refused(site, *arguments, code=1 if "No such" in message else 2)


@pytest.mark.parametrize("into", ["../up", "/absolute", "a/../../b", ".hidden"])
def test_folders_to_import_into(site: SiteFolder, tmp_path: Path, into: str) -> None:
    source = folder(tmp_path / "in", {"a.md": POST.format(title="A", day=1)})
    if into == "/absolute":
        imported(site, source, "--into", into)
        assert text_of(site, "absolute/2011/2011-01-01-a.md$")
    else:
        assert "no folder below content/writeups/" in refused(site, source, "--into", into, code=2)


def test_a_dry_run_shows_everything_and_writes_nothing(site: SiteFolder, tmp_path: Path) -> None:
    source = folder(
        tmp_path / "in", {"a.md": POST.format(title="A", day=1), "b.md": POST.format(title="B", day=2)}
    )
    before = tree(site.root)
    result = site.run("import", str(source), "--dry-run")
    assert result.code == 0
    assert "Would import 2 items of 2" in result.out
    assert tree(site.root) == before


def test_a_file_that_is_there_already_is_never_touched(site: SiteFolder, tmp_path: Path) -> None:
    source = folder(
        tmp_path / "in", {"a.md": POST.format(title="A", day=1), "b.md": POST.format(title="B", day=2)}
    )
    own = site.write("content/writeups/2011/2011-01-01-a.md", POST.format(title="Mine", day=1))
    report = imported(site, source)
    assert [entry["reason"] for entry in report["left_out"]] == [
        "content/writeups/2011/2011-01-01-a.md is there already, and no import wrote it; rename or delete it"
    ]
    assert "Mine" in own.read_text()


def test_a_file_that_was_deleted_here_stays_deleted(site: SiteFolder, tmp_path: Path) -> None:
    source = folder(
        tmp_path / "in", {"a.md": POST.format(title="A", day=1), "b.md": POST.format(title="B", day=2)}
    )
    imported(site, source)
    file = site.root / "content/writeups/2011/2011-01-01-a.md"
    file.unlink()
    report = imported(site, source)
    assert [entry["reason"] for entry in report["left_alone"]] == [
        "content/writeups/2011/2011-01-01-a.md was deleted here, and stays deleted"
    ]
    assert not file.exists()


def test_a_damaged_ledger(site: SiteFolder, tmp_path: Path) -> None:
    source = folder(tmp_path / "in", {"a.md": POST.format(title="A", day=1)})
    imported(site, source)
    ledger = next((site.root / "content/.imports").iterdir())
    ledger.write_text("{")
    assert "is damaged" in refused(site, source, code=2)


def test_a_disk_that_refuses_a_file(site: SiteFolder, tmp_path: Path) -> None:
    source = folder(
        tmp_path / "in",
        {"a.md": POST.format(title="A", day=1), "b.md": POST.format(title="B", day=2) + "word " * 20_000},
    )
    before = tree(site.root / "content")
    result = site.run("import", str(source), first=files_at_most(60_000))
    assert result.code == 1
    assert "Traceback" not in result.err
    assert tree(site.root / "content") == before


def test_an_import_that_is_killed_can_be_run_again(site: SiteFolder, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"{name}.md": POST.format(title=name, day=day) for day, name in enumerate("abcdef", start=1)
    }
    source = folder(tmp_path / "in", files)
    kill = (
        "import pathlib\nreplace = pathlib.Path.replace\ncount = []\n"
        "def stop(self, target):\n"
        "    if str(target).endswith('.md'):\n        count.append(1)\n"
        "    if len(count) == 4:\n        import os; os._exit(9)\n"
        "    return replace(self, target)\npathlib.Path.replace = stop\n"
    )
    result = site.run("import", str(source), first=kill)
    assert result.code == 9
    assert len(list((site.root / "content/writeups").rglob("*.md"))) == 3
    report = imported(site, source)
    assert (len(report["new"]), report["unchanged"]) == (3, 3)
    assert imported(site, source)["unchanged"] == 6
