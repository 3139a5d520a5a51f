"""``check --undo`` takes back what the last command wrote into the author's files."""

import pytest

from tests.conftest import SiteFolder, tree


@pytest.mark.parametrize(
    "arguments",
    [
        ["people", "merge", "Ada Exampel", "Ada Example"],
        ["people", "rename", "Ada Example", "Ada Sample"],
        ["people", "rename", "Ada Example", "Ada Sample", "--never-print"],
        ["people", "withhold", "Ada Example"],
        ["topics", "merge", "Energy", "Power"],
        ["organisations", "rename", "The Trust", "Another Trust"],
    ],
)
def test_all_of_it_is_taken_back(site: SiteFolder, arguments: list[str]) -> None:
    site.writeup("a", more="speakers: ['Ada Example, The Trust']\ntopics: [Energy]\n")
    site.writeup("b", more="speakers: ['Ada Exampel, The Trust']\ntopics: [Power]\n")
    site.write("content/people/ada-exampel.md", "---\nname: Ada Exampel\n---\n\nText.\n")
    before = tree(site.root / "content")
    result = site.run(*arguments)
    assert result.code == 0, result.err
    assert tree(site.root / "content") != before
    assert site.run("check", "--undo").code == 0
    assert tree(site.root / "content") == before
    assert "there is nothing to be undone" in site.run("check", "--undo").err


def test_what_was_changed_since_is_not_touched(site: SiteFolder) -> None:
    site.writeup("a", more="speakers: [Ada Example]\n")
    site.run("people", "rename", "Ada Example", "Ada Sample")
    file = site.write("content/people/ada-sample.md", "---\nname: Mine\n---\n")
    result = site.run("check", "--undo")
    assert result.code == 2
    assert "was changed since; undo it by hand" in result.err
    assert "Mine" in file.read_text("utf-8")
