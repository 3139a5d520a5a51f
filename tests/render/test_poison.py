"""One writeup with every field poisoned: nothing it says can become markup anywhere."""

import json
import re

from lxml import etree, html

from tests.conftest import SiteFolder

POISON = "\"'><script>alert(1)</script>&amp;</title></textarea><img src=x onerror=alert(1)>"


def test_poison_stays_text(site: SiteFolder) -> None:
    quoted = json.dumps(POISON)
    speaker = f"{{name: {quoted}, position: {quoted}, organisation: {quoted}}}"
    source = f"{{title: {quoted}, url: 'https://example.org/?a=1&b=\"<script>'}}"
    site.write(
        "site.toml",
        f'title = {quoted}\ntagline = {quoted}\nfooter = {quoted}\nbase_url = "https://example.org/"\n',
    )
    site.writeup(
        "a",
        title=quoted,
        body="{{ 7 * 7 }} <script>alert(1)</script> [[Energy]]",
        more=f"event: {{name: {quoted}, place: {quoted}, venue: {quoted}, format: {quoted}, organisers: [{quoted}],"
        f" series: {quoted}}}\nspeakers: [{speaker}]\nmentions: [{speaker.replace('}', ', quoted_by: ' + quoted + '}')}]\n"
        f"topics: [{quoted}, Energy]\nauthor: {quoted}\nsummary: {quoted}\nsources: [{source}]\n"
        f"corrections: [{{date: 2021-01-01, text: {quoted}}}]\n",
    )
    result = site.build()
    assert result.code == 0, result.err
    pages = list((site.root / "_site").rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        root = html.parse(str(page)).getroot()
        assert not root.xpath("//textarea"), page
        assert {image.get("alt") for image in root.iter("img")} <= {""}, page
        for script in root.iter("script"):
            assert (script.get("type") == "application/ld+json") == (script.get("src") is None)
            if script.get("src") is None:
                assert json.loads(script.text)["@graph"], page
                assert not {"<", ">", "&"} & set(script.text)
        for attribute in root.xpath("//@*"):
            assert not attribute.attrname.startswith("on"), page
            if attribute.attrname in {"href", "src"}:
                assert re.match(r"(https://|mailto:|data:application/|#|\.|/$|[a-z0-9])", attribute), (
                    page,
                    attribute,
                )
                assert not attribute.lower().startswith("javascript:")
    for feed in (site.root / "_site").rglob("*.xml"):
        etree.parse(str(feed))
    items = json.loads((site.root / "_site/feed.json").read_text(encoding="utf-8"))["items"]
    assert items[0]["title"] == " ".join(POISON.split())
    assert "{{ 7 * 7 }}" in items[0]["content_html"]
    assert "<script" not in items[0]["content_html"]


def test_template_signs_in_any_field_are_text(site: SiteFolder) -> None:
    site.writeup("a", title='"{{ site }} {% x %}"', body="{{ page }}", more="author: '{{ x }}'\n")
    assert site.build().code == 0
    assert "{{ site }} {% x %}" in site.page("writeups/2020/a/index.html")
