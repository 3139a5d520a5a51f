"""A published address is a promise: what is gone is told with the line that keeps it."""

import json
import re
import shutil

import pytest

from site_builder.errors import UsageError
from site_builder.refactor.answers import AnswerFiles
from tests.checks.test_fix import answer
from tests.conftest import SiteFolder

MORE = "speakers: ['Ada Example, Director, The Trust']\ntopics: [Energy]\n"
SAID = "> We have to solve pensions first.\n> — Ada Example\n\n> And heat.\n> — Ada Example\n"


@pytest.fixture
def published(site: SiteFolder) -> SiteFolder:
    """Return a site that was built once."""
    site.write("site.toml", 'title = "S"\n')
    site.writeup("old-name", SAID, MORE, title="Pensions")
    site.writeup("other", "Text, with [a file](paper.pdf).", title="Other")
    site.write("content/writeups/paper.pdf", b"%PDF-1.4\n")
    site.write("static/leaflet.pdf", b"%PDF-1.4\n")
    site.write("static/ada-example-cv.pdf", b"%PDF-1.4\n")
    site.write("content/pages/about.md", "---\ntitle: About\n---\n\nUs.\n")
    assert site.build().problems == []
    return site


def gone(site: SiteFolder, *command: str) -> list[str]:
    """Build, or run another command, and return what it says of addresses."""
    result = site.run(*(command or ("build", "--no-full-text")))
    assert result.code == 0, result.err
    return [problem for problem in result.problems if ": address-gone: " in problem]


def rename(site: SiteFolder) -> None:
    (site.root / "content/writeups/old-name.md").rename(site.root / "content/writeups/new-name.md")


def test_a_renamed_page_is_told_until_it_is_kept(published: SiteFolder) -> None:
    site = published
    rename(site)
    expected = (
        "content/writeups/new-name.md:1:1: address-gone: warning: the address /writeups/2020/old-name/ was "
        "published, and leads nowhere now; /writeups/2020/new-name/ seems to be in its place; write "
        "former_urls: [/writeups/2020/old-name/] here, or let it go with "
        'gone = ["/writeups/2020/old-name/"] below [addresses] in site.toml'
    )
    assert gone(site) == [expected]
    assert gone(site) == [expected], "the next build has not forgotten it"
    assert gone(site, "check") == [expected]
    site.writeup("new-name", SAID, MORE + "former_urls: [/writeups/2020/old-name/]\n", title="Pensions")
    assert gone(site) == []
    assert "Moved" in site.page("writeups/2020/old-name/index.html")


def test_fix_adds_the_line_and_undo_takes_it_back(published: SiteFolder) -> None:
    site = published
    rename(site)
    gone(site)
    file = site.root / "content/writeups/new-name.md"
    before = file.read_text("utf-8")
    result = answer(site, "y\n" + "s\n" * 9)
    assert "+former_urls:" in result.stdout
    assert "former_urls:\n  - /writeups/2020/old-name/\n" in file.read_text("utf-8")
    assert gone(site) == []
    assert site.run("check", "--undo").code == 0
    assert file.read_text("utf-8") == before


def test_an_address_may_be_let_go(published: SiteFolder) -> None:
    site = published
    (site.root / "content/pages/about.md").unlink()
    assert "write former_urls: [/about/] in the file of the page that took its place" in gone(site)[0]
    answer(site, "n\n" + "s\n" * 9)
    assert site.root.joinpath("site.toml").read_text("utf-8") == (
        'title = "S"\n\n[addresses]\ngone = ["/about/"]\n'
    )
    assert gone(site) == []


def test_a_statement_whose_words_have_changed(published: SiteFolder) -> None:
    site = published
    old = re.findall(r'id="(statement-[^"]+)"', site.page("writeups/2020/old-name/index.html"))
    site.writeup("old-name", SAID.replace("pensions first", "pensions now"), MORE, title="Pensions")
    (told,) = gone(site)
    assert told.startswith(
        "content/writeups/old-name.md:9:5: address-gone: warning: this statement was published at"
    )
    assert f"write {{#{old[0]}}} at the end of the line" in told
    result = answer(site, "y\n" + "s\n" * 9)
    assert f"+> — Ada Example {{#{old[0]}}}" in result.stdout
    assert gone(site) == []
    assert re.findall(r'id="(statement-[^"]+)"', site.page("writeups/2020/old-name/index.html")) == old
    site.writeup(
        "old-name", SAID.replace("Ada Example\n\n", "Ada Example {#mine}\n\n"), MORE, title="Pensions"
    )
    (told,) = gone(site)
    assert f"write {{#{old[0]}}} in place of {{#mine}}" in told


def test_a_statement_whose_words_and_page_have_changed(published: SiteFolder) -> None:
    site = published
    old = re.findall(r'id="(statement-[^"]+)"', site.page("writeups/2020/old-name/index.html"))
    rename(site)
    site.writeup("new-name", SAID.replace("pensions first", "pensions now"), MORE, title="Pensions")
    told = gone(site)
    assert len(told) == 2
    assert f"published at /writeups/2020/new-name/#{old[0]}, and has another address now" in told[1]
    assert gone(site) == told
    answer(site, "y all\ny all\n" + "s all\n" * 9)
    assert gone(site) == []
    assert re.findall(r'id="(statement-[^"]+)"', site.page("writeups/2020/new-name/index.html")) == old


def test_a_statement_that_was_taken_out(published: SiteFolder) -> None:
    site = published
    site.writeup("old-name", SAID.partition("\n\n")[0], MORE, title="Pensions")
    (told,) = gone(site)
    assert 'of "Ada Example" was published, and is gone; write {#statement-' in told


def test_files_and_former_addresses(published: SiteFolder) -> None:
    site = published
    site.write("content/pages/about.md", "---\ntitle: About\nformer_urls: [/us.html, /we]\n---\n\nUs.\n")
    assert gone(site) == []
    site.write("content/pages/about.md", "---\ntitle: About\n---\n\nUs.\n")
    site.writeup("other", "Text.", title="Other")
    (site.root / "static/leaflet.pdf").unlink()
    told = "\n".join(gone(site))
    assert (
        "content/writeups/paper.pdf:1:1: address-gone: warning: the file /writeups/paper.pdf was published"
        in told
    )
    assert "put a file back there, or into static/leaflet.pdf" in told
    assert "content/pages/about.md:1:1: address-gone: warning: the address /us.html" in told
    assert "write former_urls: [/us.html] here" in told
    assert "write former_urls: [/we/] here" in told
    assert len(told.splitlines()) == 4


def test_people_under_a_new_name(published: SiteFolder) -> None:
    site = published
    site.writeup("old-name", "Text.", MORE.replace("Ada Example", "Ada Exemple"), title="Pensions")
    told = gone(site)
    assert any("/speakers/ada-exemple/ seems to be in its place" in problem for problem in told)
    assert any(
        "write the file content/people/ada-exemple.md with name: Ada Exemple" in problem for problem in told
    )
    site.write("content/people/ada-exemple.md", "---\nname: Ada Exemple\nother_names: [Ada Example]\n---\n")
    assert any("write former_urls: [/speakers/ada-example/] here" in problem for problem in gone(site))


def test_whoever_is_withheld_now_is_not_named(published: SiteFolder) -> None:
    site = published
    site.write("content/people/ada-example.md", "---\nname: Ada Example\nwithheld: true\n---\n")
    site.writeup("old-name", "Text.", MORE, title="Pensions")
    (site.root / "static/ada-example-cv.pdf").unlink()
    assert not [problem for problem in gone(site) if "ada-example" in problem]
    assert not [
        file
        for file in (site.root / "_site").rglob("*")
        if file.is_file() and b"ada-example" in file.read_bytes()
    ]


def test_a_file_that_cannot_be_read_is_not_gone(published: SiteFolder) -> None:
    site = published
    site.write("content/writeups/other.md", "---\ntitle: Other\ndate: soon\n---\n")
    assert "address-gone" not in site.build().err


def test_another_output_directory_can_be_compared(published: SiteFolder) -> None:
    site = published
    rename(site)
    new = str(site.root / "new")
    assert gone(site, "build", "--no-full-text", "--out", new) == []
    shutil.rmtree(new)
    told = gone(site, "build", "--no-full-text", "--out", new, "--previous", str(site.root / "_site"))
    assert len(told) == 1
    assert gone(site, "check", "--previous", str(site.root / "_site")) == told
    result = site.run("build", "--previous", str(site.root / "content"))
    assert (result.code, "was not written by site-builder" in result.err) == (2, True)
    (site.root / "_site/.site-builder/addresses.json").unlink()
    result = site.run("check", "--previous", str(site.root / "_site"))
    assert (result.code, "has no list of its addresses" in result.err) == (2, True)


def test_what_was_missed_before_is_not_forgotten_over_another_directory(published: SiteFolder) -> None:
    site = published
    other = str(site.root / "other")
    shutil.copytree(site.root / "_site", other)
    site.writeup("third", "Text.", title="Third")
    assert gone(site) == []
    (site.root / "content/writeups/third.md").unlink()
    told = gone(site, "build", "--no-full-text", "--previous", other)
    assert len(told) == 1
    assert "/writeups/2020/third/" in told[0]
    assert gone(site, "build", "--no-full-text", "--previous", other) == told
    assert gone(site) == told


def test_another_writeup_is_not_taken_for_one_that_is_gone(published: SiteFolder) -> None:
    site = published
    (site.root / "content/writeups/old-name.md").unlink()
    site.writeup("new-name", "Text.", title="A seat for every region")
    told = "\n".join(gone(site))
    assert "write former_urls: [/writeups/2020/old-name/] in the file of the page that took" in told
    assert "seems to be" not in told


def test_people_of_one_family_name_are_not_taken_for_one_another(published: SiteFolder) -> None:
    site = published
    site.writeup("old-name", "Text.", MORE.replace("Ada Example", "Ida Sample"), title="Pensions")
    assert "seems to be" not in "\n".join(gone(site))


@pytest.mark.parametrize(
    ("key", "state"), [("status: draft", "a draft"), ("embargo: 2099-01-01", "under an embargo")]
)
def test_a_writeup_that_is_held_back_now(published: SiteFolder, key: str, state: str) -> None:
    site = published
    site.writeup("other", "Text, with [a file](paper.pdf).", key + "\n", title="Other")
    site.writeup("another", "Text, with [a file](paper.pdf).", title="Another")
    (told,) = gone(site)
    name = key.partition(":")[0]
    assert f"nowhere now, as this writeup is {state} now; take {name}" in told
    site.writeup("other", "Text, with [a file](paper.pdf).", title="Other")
    assert gone(site) == []


def test_drafts_are_no_promise(published: SiteFolder) -> None:
    site = published
    site.writeup("draft", more="status: draft\n")
    assert gone(site, "build", "--no-full-text", "--drafts") == []
    assert gone(site) == []


def test_a_build_with_drafts_keeps_no_protected_name(published: SiteFolder) -> None:
    site = published
    site.write("content/people/ada-example.md", "---\nname: Ada Example\nwithheld: true\n---\n")
    site.writeup("old-name", "Text.", MORE, title="Pensions")
    (site.root / "static/ada-example-cv.pdf").unlink()
    assert site.run("build", "--no-full-text", "--drafts").code == 0
    assert "xample" not in site.page(".site-builder/addresses.json")


def test_an_anchor_goes_to_its_line_below_other_answers(published: SiteFolder) -> None:
    site = published
    old = re.findall(r'id="(statement-[^"]+)"', site.page("writeups/2020/old-name/index.html"))
    files = AnswerFiles(site.root)
    path = "content/writeups/old-name.md"
    files.write(files.with_list_items(path, "former_urls", ["/a/", "/b/"]))
    changed = files.with_anchor(path, 9, "Ada Example", old[0])[path]
    assert f"> — Ada Example {{#{old[0]}}}\n\n> And heat." in changed
    with pytest.raises(UsageError, match="was changed since"):
        files.with_anchor(path, 9, "Ida Sample", old[0])


def test_a_pattern_of_addresses_moves_all_writeups(published: SiteFolder) -> None:
    site = published
    site.write("site.toml", 'title = "S"\n[addresses]\nwriteup = "/w/{id}/"\n')
    told = gone(site)
    assert len(told) == 2
    assert all("seems to be in its place" in problem for problem in told)
    answer(site, "y all\n" + "s all\n" * 9)
    assert gone(site) == []
    addresses = json.loads(site.page(".site-builder/addresses.json"))
    assert addresses["published"]["/writeups/2020/other/"][2] == "/w/other/"
