"""Two names made one, and a name changed, in the author's own files."""

import os

import pytest

from tests.conftest import SiteFolder, picture, tree

PERSON = """\
---
# What we know.
links:
    - title: Site   # hers
      url: https://example.org/
name: "Ada Example"
other_names: [A. Example]  # as in 2010
sort_name: 'Example, Ada'
---

A life.
"""


def content(site: SiteFolder) -> dict[str, bytes]:
    return tree(site.root / "content")


def test_a_merge_keeps_comments_and_order_and_leaves_a_redirect(site: SiteFolder) -> None:
    site.write("content/people/ada-example.md", PERSON)
    site.writeup("a", more="speakers: [Ada Example]\n")
    site.writeup("b", more="speakers: ['Dr Ada Exampel, The Trust']\n", title="Second")
    before = content(site)
    dry = site.run("people", "merge", "Ada Exampel", "ada-example", "--dry-run")
    assert dry.code == 0
    assert "+other_names: [A. Example, Ada Exampel] # as in 2010" in dry.out
    assert content(site) == before
    result = site.run("people", "merge", "Ada Exampel", "ada-example")
    assert result.code == 0
    assert "/speakers/ada-exampel/ will lead to /speakers/ada-example/" in result.out
    text = (site.root / "content/people/ada-example.md").read_text()
    assert text == PERSON.replace("[A. Example]  #", "[A. Example, Ada Exampel] #").replace(
        "sort_name: 'Example, Ada'\n",
        "sort_name: 'Example, Ada'\nformer_urls:\n    - /speakers/ada-exampel/\n",
    )
    assert {path for path in content(site) if content(site)[path] != before.get(path)} == {
        "people/ada-example.md"
    }
    assert site.build().code == 0
    assert "Moved: Ada Example" in site.page("speakers/ada-exampel/index.html")
    assert "spoke at 2 events" in site.page("speakers/ada-example/index.html")


def test_two_files_become_one_and_ids_are_replaced_where_they_stand(site: SiteFolder) -> None:
    site.write(
        "content/people/john-2.md",
        "---\nname: John Smith\nlinks: {title: L, url: 'https://example.org'}\n---\n\nTwo.\n",
    )
    site.write(
        "content/people/john-1.md", "---\nname: John Smith\nnot_to_be_confused_with: [john-2]\n---\n\nOne.\n"
    )
    site.writeup(
        "a",
        more="speakers:\n  - person: 'john-2'  # him\n",
        body="[[john-2]] and [[john-2|he]], see [file](../people/john-2.md).\n\n> Yes.\n> — john-2",
    )
    assert site.run("people", "merge", "john-2", "john-1").code == 0
    assert not (site.root / "content/people/john-2.md").exists()
    text = (site.root / "content/writeups/a.md").read_text()
    assert "person: 'john-1'  # him" in text
    assert "[[john-1]] and [[john-1|he]], see [file](../people/john-1.md)." in text
    assert "> — john-1" in text
    person = (site.root / "content/people/john-1.md").read_text()
    assert person.endswith("One.\n\nTwo.\n")
    assert "not_to_be_confused_with" not in person
    assert "https://example.org" in person
    assert site.build().code == 0


def test_two_people_of_one_panel_are_two(site: SiteFolder) -> None:
    site.writeup("a", more="speakers: [Ada Example, A. Example]\n")
    before = content(site)
    result = site.run("people", "merge", "A. Example", "Ada Example", "--json")
    assert result.code == 1
    assert result.json["problems"][0]["rule"] == "same-event"
    assert content(site) == before


@pytest.mark.parametrize(
    ("kind", "more", "old", "new", "address"),
    [
        ("people", "speakers: ['Dr Ada Old, Old Fund']\n", "Ada Old", "Ada New", "speakers/ada-{}"),
        (
            "organisations",
            "speakers: ['Dr Ada Old, Old Fund']\n",
            "Old Fund",
            "New Fund",
            "organisations/{}-fund",
        ),
        ("topics", "topics: [Old topic]\n", "Old topic", "New topic", "topics/{}-topic"),
        ("series", "event: {series: Old series}\n", "Old series", "New series", "series/{}-series"),
    ],
)
def test_a_rename_keeps_writeups_and_leads_on(
    site: SiteFolder, kind: str, more: str, old: str, new: str, address: str
) -> None:
    site.writeup("a", more=more)
    writeup = (site.root / "content/writeups/a.md").read_bytes()
    assert site.run(kind, "rename", old, new).code == 0
    assert site.run(kind, "rename", new, new.replace("New", "Newer")).code == 0
    assert (site.root / "content/writeups/a.md").read_bytes() == writeup
    assert site.build().code == 0
    for word in ("old", "new"):
        assert "Moved" in site.page(f"{address.format(word)}/index.html")
    assert "Newer" in site.page(f"{address.format('newer')}/index.html")


def test_a_name_can_be_changed_without_a_trace(site: SiteFolder) -> None:
    site.writeup("a", more="speakers: ['Dr Ada Old, The Trust']\n")
    assert site.build().code == 0
    assert site.run("people", "rename", "Ada Old", "Bela New", "--never-print").code == 0
    assert site.build().code == 0
    output = tree(site.root / "_site")
    assert not any(b"Ada Old" in data or "ada-old" in path for path, data in output.items())


@pytest.mark.parametrize(
    "arguments",
    [("merge", "Nobody", "Ada Example"), ("merge", "Ada Example", "ada-example"), ("rename", "Ada Example", "Bela Brown"),
     ("rename", "Ada Example", "!!!"), ("rename", "Ada Example", "Ada Example")],
)  # fmt: skip
def test_what_cannot_be_done_changes_nothing(site: SiteFolder, arguments: tuple[str, ...]) -> None:
    site.writeup("a", more="speakers: [Ada Example, Bela Brown]\n")
    before = content(site)
    result = site.run("people", *arguments)
    assert result.code == 2
    assert result.err.startswith("site-builder: ")
    assert content(site) == before


def test_a_file_that_cannot_be_written_leaves_all_as_they_were(site: SiteFolder) -> None:
    if os.geteuid() == 0:
        site.write("content/people", "a file where the folder goes")
    else:
        (site.root / "content/people").mkdir()
        (site.root / "content/people").chmod(0o500)
    site.writeup("a", more="speakers: [Ada Example]\n")
    before = content(site)
    result = site.run("people", "rename", "Ada Example", "Bela Brown")
    assert result.code in {1, 2}
    assert content(site) == before


@pytest.mark.parametrize(
    "text",
    [
        "---\r\nname: Ada Example\r\nother_names: [X Y]\r\n---\r\nText.\r\n",
        '+++\n# us\nname = "Ada Example"\nother_names = ["X Y"]  # old\n+++\n\nText.\n',
    ],
)
def test_files_of_other_forms_keep_them(site: SiteFolder, text: str) -> None:
    site.write("content/people/ada-example.md", text)
    site.writeup("a", more="speakers: [Ada Example]\n")
    site.writeup("b", more="speakers: [Bela Brown]\n")
    assert site.run("people", "merge", "Bela Brown", "Ada Example").code == 0
    new = (site.root / "content/people/ada-example.md").read_bytes().decode()
    assert new.count("\r\n") == (new.count("\n") if "\r\n" in text else 0)
    assert ("# old" in new) == ("# old" in text)
    assert site.build().code == 0


def test_a_name_that_changes_there_and_back_is_the_name_again(site: SiteFolder) -> None:
    site.writeup("a", more="speakers: [Ada Old]\n")
    assert site.run("people", "rename", "Ada Old", "Ada New").code == 0
    assert site.run("people", "rename", "Ada New", "Ada Old").code == 0
    assert site.build().code == 0
    assert "Moved: Ada Old" in site.page("speakers/ada-new/index.html")


def test_a_merge_loses_nothing_that_the_other_file_said(site: SiteFolder) -> None:
    site.write(
        "content/organisations/old.md",
        "---   \n# why\nname: Old Club\nclassification: Club\nfounded: 1990\nlinks: {title: L, url: 'https://example.org'}\n---   \nBody.\n\n---\n\nAfter.",
    )
    site.write("content/organisations/new.md", '+++\nname = "New Club"\n+++\n\nOwn.\n')
    site.writeup("a", more="speakers: ['A B, Old Club', 'C D, New Club']\n")
    assert site.run("organisations", "merge", "old", "new").code == 0
    text = (site.root / "content/organisations/new.md").read_text()
    for part in (
        'classification = "Club"',
        "# why",
        "1990",
        "https://example.org",
        "Own.\n\nBody.\n\n---\n\nAfter.",
    ):
        assert part in text, text
    assert site.build().code == 0
    site.write("content/organisations/third.md", "---\nname: Third\nclassification: Bank\n---\n")
    before = content(site)
    refused = site.run("organisations", "merge", "third", "new")
    assert refused.code == 2
    assert 'say different things under "classification"' in refused.err
    assert content(site) == before


def test_a_merge_puts_identifiers_together_that_agree(site: SiteFolder) -> None:
    both = "ids:\n  isni: '0000000121032683'\n  viaf: 75121530\n"
    site.write("content/people/a-dee.md", f"---\nname: A. Dee\n{both}---\n")
    site.write(
        "content/people/ada-dee.md", "---\nname: Ada Dee\nids:\n  isni: '0000000121032683' # own\n---\n"
    )
    site.writeup("a", more="speakers: [A. Dee]\n")
    site.writeup("b", more="speakers: [Ada Dee]\n")
    assert "site-builder people merge ada-dee a-dee" in site.run("check").err
    assert site.run("people", "merge", "a-dee", "ada-dee").code == 0
    text = (site.root / "content/people/ada-dee.md").read_text()
    assert "isni: '0000000121032683' # own\n  viaf: 75121530\n" in text
    site.write("content/people/c.md", "---\nname: C Dee\nids: {isni: 000000012146438X}\n---\n")
    site.writeup("c", more="speakers: [C Dee]\n")
    assert 'say different things under "ids"' in site.run("people", "merge", "c", "ada-dee").err


def test_a_name_that_is_withheld_stays_so(site: SiteFolder) -> None:
    site.write("content/people/cara-dee.md", "---\nname: Cara Dee\nwithheld: true\n---\n")
    site.write("content/people/c-dee.md", "---\nname: C. Dee\n---\n")
    site.writeup("a", more="speakers: [C. Dee]\n")
    site.writeup("b", more="speakers: [Cara Dee]\n")
    assert site.run("people", "merge", "Cara Dee", "C. Dee").code == 0
    assert site.build().code == 0
    assert not any(b"Dee" in data or "dee" in path for path, data in tree(site.root / "_site").items())


def test_an_organisation_is_not_made_one_with_what_it_came_from(site: SiteFolder) -> None:
    site.write("content/organisations/new.md", "---\nname: New\nrenamed_from: Old Club\n---\n")
    site.writeup("a", more="speakers: ['A B, Old Club']\n")
    result = site.run("organisations", "merge", "Old Club", "new")
    assert result.code == 2
    assert "content/organisations/new.md:3:15" in result.err


@pytest.mark.parametrize("name", ["x" * 400, "Bad\x07Name"])
def test_a_name_that_a_build_would_refuse_is_refused_here(site: SiteFolder, name: str) -> None:
    site.writeup("a", more="speakers: [Ada Old]\n")
    assert site.run("people", "rename", "Ada Old", name).code == 2
    assert not (site.root / "content/people").exists()


def test_ids_in_attributions_and_addresses_go_with_the_name(site: SiteFolder) -> None:
    site.write("content/people/sub/john-2.md", "---\nname: John Smith\n---\n\n![p](p.png)\n")
    site.write("content/people/sub/p.png", picture())
    site.writeup(
        "a", more="speakers: [{person: john-2}]\n", body="[x](/speakers/john-2/)\n\n> Yes.\n> — john-2, Boss"
    )
    assert site.run("people", "rename", "john-2", "John Q Smith", "--never-print").code == 0
    text = (site.root / "content/writeups/a.md").read_text()
    assert "(/speakers/john-q-smith/)" in text
    assert "> — john-q-smith, Boss" in text
    assert (site.root / "content/people/sub/john-q-smith.md").exists()
    assert site.build().code == 0


def test_several_references_on_one_line_are_all_changed(site: SiteFolder) -> None:
    site.write("content/people/ada.md", "---\nname: Ada Example\n---\n")
    line = "[[ada|She]], [[ada]] and [her page](../people/ada.md), then [[ada|her]] and adamant."
    site.writeup("a", more="speakers: [{person: ada}]\n", body=line)
    assert site.run("people", "rename", "ada", "Ada Other").code == 0
    text = (site.root / "content/writeups/a.md").read_text(encoding="utf-8")
    assert (
        "[[ada-other|She]], [[ada-other]] and [her page](../people/ada-other.md), then [[ada-other|her]] and adamant."
        in text
    )
    assert "{person: ada-other}" in text
    assert site.build().code == 0
