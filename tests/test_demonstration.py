"""The demonstration archive as it would be published: facts, links, formats, sameness."""

import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen

import jsonschema
import pytest
import rnc2rng
from lxml import etree, html

from tests import expected_tree
from tests.conftest import ROOT, SiteFolder, tree

#: What a merge of two people left.
MOVED = {"programme/index.html", "speakers/baroness-thwaite-of-tarn/index.html"}
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def text_of(folder: Path, page: str) -> str:
    return " ".join(html.parse(str(folder / page)).getroot().find("body").text_content().split())


def section(folder: Path, page: str, heading: str) -> str:
    for found in html.parse(str(folder / page)).getroot().iter("section"):
        first = found.find("h2")
        if first is not None and first.text_content() == heading:
            return " ".join(found.text_content().split())
    raise AssertionError(f"{page} has no section {heading}")


class TestFacts:
    REAL = "writeups/2010/what-it-would-take-for-mutuals-to-fly/index.html"

    def test_the_real_event_has_every_fact_in_its_place(self, demonstration: Path) -> None:
        assert "26 October 2010" in section(demonstration, self.REAL, "The event")
        assert "27 October 2010" in text_of(demonstration, self.REAL)
        speakers = section(demonstration, self.REAL, "Speakers")
        assert "Cllr Steven Reed Leader, Lambeth Council" in speakers
        assert "Dr Guy Turnbull Social Work Co-operative, CASA" in speakers
        assert "Mayfield" not in speakers
        mentioned = section(demonstration, self.REAL, "Mentioned")
        assert "Charlie Mayfield John Lewis Partnership quoted by Nick Seddon" in mentioned
        assert "Public service reform" in section(demonstration, self.REAL, "Topics")

    def test_a_speaker_is_shown_in_the_position_of_the_day(self, demonstration: Path) -> None:
        spoke = section(demonstration, "speakers/steven-reed/index.html", "Spoke at")
        assert "26 October 2010" in spoke
        assert "Leader, Lambeth Council" in spoke
        career = section(demonstration, "speakers/imani-okafor/index.html", "Spoke at")
        assert career.index("Commissioner") < career.index("Director") < career.index("Researcher")

    def test_who_is_only_mentioned_is_no_speaker(self, demonstration: Path) -> None:
        assert "Mayfield" not in text_of(demonstration, "speakers/index.html")
        page = text_of(demonstration, "speakers/charlie-mayfield/index.html")
        assert "Has not spoken at an event" in page
        assert "quoted by Nick Seddon" in page

    def test_organisations_are_listed_however_they_took_part(self, demonstration: Path) -> None:
        index = text_of(demonstration, "organisations/index.html")
        for name in ("Reform", "Lambeth Council", "John Lewis Partnership", "Westminster Briefing"):
            assert name in index
        page = "organisations/lambeth-council/index.html"
        assert "Cllr Steven Reed, Leader" in section(demonstration, page, "Who spoke for it")

    def test_lineage_is_told_from_both_sides(self, demonstration: Path) -> None:
        assert "Renamed Councils of the North on 1 April 2016" in text_of(
            demonstration, "organisations/northern-councils-forum/index.html"
        )
        merged = text_of(demonstration, "organisations/public-data-union/index.html")
        assert "Formed by a merger from Commons Data Lab on 1 September 2018" in merged
        assert "Merged into Public Data Union" in text_of(
            demonstration, "organisations/open-ledger/index.html"
        )

    def test_two_people_of_one_name_have_two_pages(self, demonstration: Path) -> None:
        one = text_of(demonstration, "speakers/david-osei/index.html")
        other = text_of(demonstration, "speakers/david-osei-2/index.html")
        assert "Reader in economics" in one
        assert "Reader in economics" not in other
        assert "Director of nursing" in other

    def test_names_in_every_script_have_an_address(self, demonstration: Path) -> None:
        assert "田中 美咲" in text_of(demonstration, "speakers/misaki-tanaka/index.html")
        assert "Łukasz Zieliński" in text_of(demonstration, "speakers/lukasz-zielinski/index.html")

    def test_nobody_of_an_event_under_the_rule_is_named_anywhere(self, demonstration: Path) -> None:
        assert "Chatham House Rule" in text_of(
            demonstration, "writeups/2019/rules-for-a-quiet-room/index.html"
        )
        for path, data in tree(demonstration).items():
            for name in ("Ekwueme", "Wrona", "Northline", "ekwueme", "wrona"):
                assert name.encode() not in data, path
                assert name not in path

    def test_what_is_not_published_is_nowhere(self, demonstration: Path) -> None:
        for path, data in tree(demonstration).items():
            assert b"hundred and fifty lists of" in data or b"a-hundred-and-fifty-lists" not in data, path
            assert b"Advance briefing on the Carers" not in data, path

    def test_a_former_address_leads_to_the_page(self, demonstration: Path) -> None:
        page = (demonstration / "2010/10/co-ops-mutuals-and-all-that.html").read_text(encoding="utf-8")
        assert 'url=../../writeups/2010/what-it-would-take-for-mutuals-to-fly/"' in page

    def test_the_archive_is_as_large_as_it_says(self, demonstration: Path) -> None:
        assert len(list((demonstration / "writeups").glob("*/*/index.html"))) >= 41
        assert len(list((demonstration / "speakers").glob("*/index.html"))) >= 50
        assert len(list((demonstration / "organisations").glob("*/index.html"))) >= 30


@contextmanager
def served(folder: Path, prefix: str) -> Iterator[str]:
    """Serve a folder under a path of a host, as a static host would."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            if not path.startswith(prefix):
                return str(folder / "does-not-exist")
            return super().translate_path("/" + path.removeprefix(prefix))

        def log_message(self, *_arguments: object) -> None:
            pass

    handler = functools.partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{prefix}"
        server.shutdown()


@pytest.mark.parametrize("prefix", ["/", "/sub/path/"])
def test_every_link_and_fragment_resolves(demonstration: Path, prefix: str) -> None:
    with served(demonstration, prefix) as home:
        queue, anchors, links = [home], {}, []
        while queue:
            url = queue.pop()
            if url in anchors:
                continue
            with urlopen(url) as answer:
                assert answer.status == 200
                if "html" not in answer.headers["Content-Type"]:
                    anchors[url] = set()
                    continue
                root = html.fromstring(answer.read())
            anchors[url] = set(root.xpath("//@id"))
            for link in root.xpath("//@href | //@src"):
                target = urljoin(url, link)
                if target.startswith(("mailto:", "https:", "data:")):
                    continue
                assert target.startswith(home), f"{url} leads out of the site: {link}"
                page, fragment = urldefrag(target)
                links.append((url, page, unquote(fragment)))
                queue.append(page)
        for url, page, fragment in links:
            assert not fragment or fragment in anchors[page], f"{url} -> {page}#{fragment}"
        pages = {path for path in tree(demonstration) if path.endswith("index.html") and path not in MOVED}
        reached = {unquote(url.removeprefix(home)) + "index.html" for url in anchors if url.endswith("/")}
        assert pages - reached == set(), "every page can be reached from the home page"


def test_every_link_from_the_disk_resolves(tmp_path: Path) -> None:
    out = tmp_path / "disk"
    assert SiteFolder(ROOT).build("--file-urls", "--out", str(out)).code == 0
    for file in out.rglob("*.html"):
        for link in html.parse(str(file)).getroot().xpath("//@href | //@src"):
            if not urlsplit(link).scheme and link.partition("#")[0]:
                assert (file.parent / unquote(link.partition("#")[0])).is_file(), (file, link)


def test_the_nu_html_checker_finds_nothing(demonstration: Path) -> None:
    jar = ROOT / "tests/tools/node_modules/vnu-jar/build/dist/vnu.jar"
    assert jar.is_file(), "run tests/tools/install, as `make test` does"
    process = subprocess.run(
        ["java", "-Xss4m", "-jar", str(jar), "--skip-non-html", str(demonstration)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert process.returncode == 0, process.stderr[-4000:]
    assert not process.stderr.strip()


class TestPages:
    def pages(self, folder: Path) -> Iterator[tuple[Path, html.HtmlElement]]:
        for file in sorted(folder.rglob("*.html")):
            yield file, html.parse(str(file)).getroot()

    def test_one_h1_no_gap_between_headings_and_one_main(self, demonstration: Path) -> None:
        for file, root in self.pages(demonstration):
            levels = [int(element.tag[1]) for element in root.iter("h1", "h2", "h3", "h4", "h5", "h6")]
            assert levels.count(1) == 1, file
            assert all(after <= before + 1 for before, after in zip([1, *levels], levels, strict=False)
                       if (before, after) != (1, 2) or 1 in levels), file  # fmt: skip
            assert len(root.xpath("//main")) == 1, file
            assert root.get("lang") == "en-GB"

    def test_titles_are_unique(self, demonstration: Path) -> None:
        titles = Counter(
            root.findtext(".//title")
            for file, root in self.pages(demonstration)
            if "co-ops-mutuals" not in str(file)
        )
        assert [title for title, count in titles.items() if count > 1] == []

    def test_nothing_inline_and_nothing_from_elsewhere(self, demonstration: Path) -> None:
        for file, root in self.pages(demonstration):
            assert not root.xpath(
                "//script[not(@src) and @type!='application/ld+json'] | //style | //@style"
            ), file
            assert not [name for name in root.xpath("//@*") if name.attrname.startswith("on")], file
            for link in root.xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //img/@src"):
                assert not urlsplit(link).netloc, (file, link)

    def test_pages_stay_small(self, demonstration: Path) -> None:
        assert (demonstration / "assets/site.css").stat().st_size < 30_000
        for file in demonstration.rglob("*.html"):
            assert file.stat().st_size < 100_000, file


class TestFeeds:
    def test_every_atom_feed_is_valid(self, demonstration: Path) -> None:
        grammar = etree.RelaxNG(
            etree.fromstring(rnc2rng.dumps(rnc2rng.load(str(ROOT / "tests/schemas/atom.rnc"))).encode())
        )
        feeds = list(demonstration.rglob("feed.xml"))
        assert len(feeds) > 100
        addresses = set()
        for feed in feeds:
            document = etree.parse(str(feed))
            grammar.assertValid(document)
            assert document.findtext("a:id", namespaces=ATOM) not in addresses
            addresses.add(document.findtext("a:id", namespaces=ATOM))
            own = document.xpath("string(a:link[@rel='self']/@href)", namespaces=ATOM)
            assert own == f"https://briefing-room.example.org/{feed.relative_to(demonstration).as_posix()}"
            ids = document.xpath("//a:entry/a:id/text()", namespaces=ATOM)
            assert len(ids) == len(set(ids)) <= 20
            newest = max(
                document.xpath("//a:entry/a:updated/text()", namespaces=ATOM), key=datetime.fromisoformat
            )
            assert document.findtext("a:updated", namespaces=ATOM) == newest

    def test_texts_in_feeds_have_complete_links(self, demonstration: Path) -> None:
        feed = etree.parse(str(demonstration / "feed.xml"))
        contents = feed.xpath("//a:content/text()", namespaces=ATOM)
        assert contents
        items = json.loads((demonstration / "feed.json").read_text(encoding="utf-8"))["items"]
        for content in [*contents, *(item["content_html"] for item in items)]:
            for link in re.findall(r'(?:href|src)="([^"]*)"', content):
                assert link.startswith(("https://", "#")), link

    def test_the_json_feed_is_valid(self, demonstration: Path) -> None:
        feed = json.loads((demonstration / "feed.json").read_text(encoding="utf-8"))
        text = {"type": "string", "minLength": 1}
        item = {
            "type": "object",
            "required": ["id", "url", "content_html"],
            "properties": {
                "id": text, "url": {"type": "string", "pattern": "^https://"}, "title": text, "summary": text,
                "date_published": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT[\d:]{8}[+-]\d\d:\d\d$"},
                "authors": {"type": "array", "items": {"type": "object", "required": ["name"]}},
                "tags": {"type": "array", "items": text},
            },
        }  # fmt: skip
        jsonschema.validate(
            feed,
            {
                "type": "object",
                "required": ["version", "title", "items"],
                "properties": {
                    "version": {"const": "https://jsonfeed.org/version/1.1"}, "title": text, "language": text,
                    "items": {"type": "array", "items": item, "minItems": 1},
                },
            },
        )  # fmt: skip

    def test_the_sitemap_lists_every_page_once(self, demonstration: Path) -> None:
        sitemap = etree.parse(str(demonstration / "sitemap.xml"))
        listed = sitemap.xpath("//*[local-name()='loc']/text()")
        assert len(listed) == len(set(listed))
        pages = {
            "https://briefing-room.example.org/" + path.removesuffix("index.html")
            for path in tree(demonstration)
            if path.endswith("index.html")
            and "/briefing/" not in path
            and not path.startswith("breakfasts/")
            and path not in MOVED
        }
        assert {unquote(url) for url in listed} == pages
        assert (
            "Sitemap: https://briefing-room.example.org/sitemap.xml"
            in (demonstration / "robots.txt").read_text()
        )

    def test_every_page_names_its_feeds(self, demonstration: Path) -> None:
        page = html.parse(str(demonstration / "speakers/steven-reed/index.html")).getroot()
        feeds = page.xpath("//link[@rel='alternate']/@href")
        assert feeds == ["../../feed.xml", "../../feed.json", "../../speakers/steven-reed/feed.xml"]


def test_the_same_input_gives_the_same_bytes_in_hostile_places(tmp_path: Path) -> None:
    """Time zone, locale, hash seed, checkout path, order of files and umask must not show."""
    trees = []
    environments = [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1800000000"},
        {"TZ": "Pacific/Niue", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "SOURCE_DATE_EPOCH": "1800050000"},
    ]
    for number, environment in enumerate(environments):
        root = tmp_path / ("a" if number else "a much/longer päth")
        root.mkdir(parents=True)
        files = sorted(path for path in (ROOT / "content").rglob("*") if path.is_file())
        for file in reversed(files) if number else files:
            copy = root / file.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
        shutil.copyfile(ROOT / "site.toml", root / "site.toml")
        before = os.umask(0o077 if number else 0o022)
        try:
            assert SiteFolder(root).build(env=environment).code == 0
        finally:
            os.umask(before)
        trees.append(tree(root / "_site"))
        for path, data in trees[-1].items():
            assert str(root).encode() not in data, path
    assert trees[0].keys() == trees[1].keys()
    assert [path for path in trees[0] if trees[0][path] != trees[1][path]] == []


def test_the_output_is_what_was_accepted(demonstration: Path) -> None:
    """A change that is meant: `make expected`, and look at the difference in the commit."""
    changed = expected_tree.changes(expected_tree.fingerprints(demonstration))
    shown = "\n".join(changed[:40])
    assert not changed, f"{len(changed)} files; python -m tests.expected_tree diff shows the lines:\n{shown}"
