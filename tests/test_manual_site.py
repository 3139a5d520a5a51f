"""The manual as a site of this program: every page, every link, an index and a search."""

from pathlib import Path

from tests.conftest import ROOT, SiteFolder
from tests.manual_site import write_source


def test_the_manual_is_a_site_without_problems(tmp_path: Path) -> None:
    write_source(tmp_path)
    site = SiteFolder(tmp_path)
    checked = site.run("check")
    assert checked.problems == []
    assert checked.code == 0
    site.build(full_text=True)
    home = site.page("index.html")
    for file in (ROOT / "docs").glob("*.md"):
        assert site.page(f"{file.stem}/index.html")
        assert f'href="{file.stem}/"' in home, file.stem
    assert list((tmp_path / "_site").rglob("pagefind.js")), "the texts are searched"
    names = site.page("search/names.json")
    assert '"Commands"' in names
    assert "look-alike" in site.page("problems/index.html")
