"""The files that are written for hosts, in the servers that read them."""

import http.client
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest

from tests.conftest import SiteFolder
from tests.publishing.servers import free_port, running

SETTINGS = """\
host = "{host}"
base_url = "http://127.0.0.1:{port}{base}"
full_text_search = false
[redirects]
"/form.php" = "/speakers/"
"/old/ü & b.html" = "/speakers/ada-example/#x"
"/away" = "https://example.org/there"
[publish.web]
kind = "folder"
path = "{folder}"
"""
NGINX = """\
worker_processes 1; daemon off; pid {work}/pid; error_log {work}/error.log;
events {{}}
http {{ include /etc/nginx/mime.types; access_log off;
client_body_temp_path {work}; proxy_temp_path {work}; fastcgi_temp_path {work}; uwsgi_temp_path {work}; scgi_temp_path {work};
server {{ listen 127.0.0.1:{port}; root {root}; include "{folder}.hosting/nginx.conf"; }} }}
"""
APACHE = """\
ServerRoot {work}
Listen 127.0.0.1:{port}
PidFile {work}/pid
ErrorLog {work}/error.log
ServerName localhost
{modules}
TypesConfig /etc/mime.types
DocumentRoot "{root}"
<Directory "{root}">
AllowOverride FileInfo Indexes Options=Indexes
Require all granted
</Directory>
"""
CADDY = """\
{{
admin off
auto_https off
}}
http://127.0.0.1:{port} {{
root * {root}
import {folder}.hosting/Caddyfile
}}
"""


@contextmanager
def serving(server: str, work: Path, root: Path, folder: Path, port: int) -> Iterator[None]:
    work.mkdir()
    work.chmod(0o777)
    config = work / "config"
    facts = {"work": work, "root": root, "folder": f"{folder}/", "port": port}
    match server:
        case "nginx":
            config.write_text(NGINX.format(**facts))
            command = [
                shutil.which("nginx") or "/usr/sbin/nginx",
                "-c",
                str(config),
                "-e",
                f"{work}/start.log",
            ]
        case "apache":
            names = ("mpm_event", "authz_core", "mime", "dir", "alias", "headers")
            modules = "\n".join(
                f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in names
            )
            user = "User www-data\nGroup www-data\n" if Path("/var/www").exists() else ""
            config.write_text(APACHE.format(modules=modules, **facts) + user)
            command = [shutil.which("apache2") or "/usr/sbin/apache2", "-X", "-f", str(config)]
        case _:
            config.write_text(CADDY.format(**facts))
            command = ["caddy", "run", "--config", str(config), "--adapter", "caddyfile"]
    with running(command, port):
        yield


def get(port: int, path: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return found


def crawl(port: int, start: str) -> set[str]:
    """Every path of the server that pages lead to; all of them have to be there."""
    seen, waiting = {start}, [start]
    while waiting:
        path = waiting.pop()
        status, headers, body = get(port, path)
        assert status == 200, path
        if not headers["content-type"].startswith("text/html"):
            continue
        for link in re.findall(r'(?:href|src)="([^"#]*)', body.decode()):
            parts = urlsplit(urljoin(f"http://127.0.0.1:{port}{path}", link.replace("&amp;", "&")))
            is_here = parts.netloc == f"127.0.0.1:{port}" and parts.scheme == "http"
            if is_here and parts.path not in seen:
                seen.add(parts.path)
                waiting.append(parts.path)
    return seen


@pytest.mark.parametrize("base", ["/", "/archive/"])
@pytest.mark.parametrize("server", ["nginx", "apache", "caddy"])
def test_a_server_redirects_and_sends_headers(
    site: SiteFolder, tmp_path: Path, server: str, base: str
) -> None:
    root = tmp_path / "web"
    for parent in (tmp_path, *tmp_path.parents[:3]):
        parent.chmod(0o755)  # servers give up the rights of root
    folder, port = root / base.strip("/"), free_port()
    root.mkdir()
    site.write("site.toml", SETTINGS.format(host=server, port=port, base=base, folder=folder))
    site.writeup(
        "a", more="speakers: [Ada Example]\nformer_urls: [/2020/01/old.php, /posts/old/]\n", body="Ü."
    )
    published = site.run("publish", "--yes", "--json")
    assert published.code == 0, published.err
    assert published.json["served"] is False, "nothing serves yet"
    with serving(server, tmp_path / "work", root, folder, port):
        seen = crawl(port, base)
        pages = {path.relative_to(folder).parent.as_posix() for path in folder.rglob("index.html")}
        assert {base + ("" if page == "." else f"{page}/") for page in pages} <= seen | {f"{base}search/"}
        for former, target in {
            "2020/01/old.php": "writeups/2020/a/",
            "posts/old/": "writeups/2020/a/",
            "posts/old": "writeups/2020/a/",
            "form.php": "speakers/",
            quote("old/ü & b.html"): "speakers/ada-example/#x",
        }.items():
            status, headers, _ = get(port, base + former)
            assert status == 301, former
            assert urlsplit(headers["location"]).path + _anchor(headers["location"]) == base + target
        assert get(port, f"{base}away")[1]["location"] == "https://example.org/there"
        status, headers, body = get(port, f"{base}missing/")
        assert status == 404
        assert b"</main>" in body
        for private in (".site-builder/published.json", ".hosting/nginx.conf", ".site-builder/"):
            assert get(port, base + private)[0] == 404, private
        _, headers, _ = get(port, base)
        assert "script-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert "must-revalidate" in headers["cache-control"]
        assert "max-age=3600" in get(port, f"{base}assets/site.css")[1]["cache-control"]
        for path, kind in {
            "events.ics": "text/calendar",
            "feed.xml": "application/atom+xml",
            "data/archive.sqlite": "application/vnd.sqlite3",
        }.items():
            assert get(port, base + path)[1]["content-type"].startswith(kind), path
        site.writeup("b", body="New.", more="speakers: [Ada Example]\n")
        again = site.run("publish", "--yes")
        assert "serves the new version" in again.out, again.out + again.err


def _anchor(location: str) -> str:
    fragment = urlsplit(location).fragment
    return f"#{fragment}" if fragment else ""


@pytest.mark.parametrize("host", ["netlify", "cloudflare"])
def test_lists_of_redirects_and_headers(site: SiteFolder, host: str) -> None:
    site.write(
        "site.toml", SETTINGS.format(host=host, port=80, base="/", folder="x").partition("[publish")[0]
    )
    site.writeup("a", more="speakers: [Ada Example]\nformer_urls: [/posts/old/]\n")
    assert site.build().code == 0
    lines = site.page("_redirects").splitlines()
    assert "/posts/old /writeups/2020/a/ 301" in lines
    assert "/posts/old/ /writeups/2020/a/ 301" in lines
    assert "/old/%C3%BC%20%26%20b.html /speakers/ada-example/#x 301" in lines
    assert all(len(line.split()) == 3 for line in lines)
    assert not (site.root / "_site/posts").exists()
    headers = site.page("_headers")
    assert "/*\n  Content-Security-Policy: default-src 'none'; script-src 'self';" in headers
    assert "/*.ics\n  Content-Type: text/calendar; charset=utf-8\n" in headers


def test_settings_of_vercel_and_azure(site: SiteFolder) -> None:
    settings = SETTINGS.partition("[publish")[0]
    site.writeup("a", more="speakers: [Ada Example]\nformer_urls: [/posts/old/]\n")
    site.write("site.toml", settings.format(host="vercel", port=80, base="/", folder="x"))
    assert site.build().code == 0
    vercel = json.loads(site.page("vercel.json"))
    assert {"source": "/posts/old", "destination": "/writeups/2020/a/", "statusCode": 301} in vercel[
        "redirects"
    ]
    assert {"source": "/form\\.php", "destination": "/speakers/", "statusCode": 301} in vercel["redirects"]
    site.write("site.toml", settings.format(host="azure", port=80, base="/", folder="x"))
    assert site.build().code == 0
    azure = json.loads(site.page("staticwebapp.config.json"))
    assert {"route": "/form.php", "redirect": "/speakers/", "statusCode": 301} in azure["routes"]
    assert azure["mimeTypes"][".ics"] == "text/calendar; charset=utf-8"


@pytest.mark.parametrize("host", ["github-pages", "s3"])
def test_a_host_without_headers_gets_pages_with_a_policy(site: SiteFolder, host: str) -> None:
    site.write(
        "site.toml", SETTINGS.format(host=host, port=80, base="/", folder="x").partition("[publish")[0]
    )
    site.writeup("a", more="speakers: [Ada Example]\nformer_urls: [/posts/old/]\n")
    assert site.build().code == 0
    assert '<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;' in site.page(
        "index.html"
    )
    assert "url=../../writeups/2020/a/" in site.page("posts/old/index.html")
    assert "url=https://example.org/there" in site.page("away/index.html")


def test_a_target_of_another_host_is_an_error(site: SiteFolder) -> None:
    site.writeup("a")
    site.write("site.toml", 'host = "netlify"\n[publish.web]\nkind = "s3"\nbucket = "b"\n')
    (problem,) = site.build().problems
    assert problem.startswith("site.toml:2:2: not-a-choice: [publish.web] is of kind s3"), problem


def test_a_redirect_at_the_address_of_a_page_is_an_error(site: SiteFolder) -> None:
    site.writeup("a")
    for host in ("", 'host = "nginx"\n'):
        site.write("site.toml", f'{host}[redirects]\n"/writeups/2020/a/" = "/"\n')
        assert any("address-collision" in problem for problem in site.build().problems), host


def test_links_to_addresses_that_redirect_are_not_broken(site: SiteFolder) -> None:
    site.write("site.toml", 'host = "nginx"\n[redirects]\n"/away" = "https://example.org/"\n')
    site.writeup("a", body="[There](/away).", more="speakers: [Ada Example]\nformer_urls: [/posts/old/]\n")
    site.writeup("b", body="[There](/posts/old/).")
    assert site.build().code == 0


def test_a_redirect_leads_to_a_page(site: SiteFolder) -> None:
    site.writeup("a")
    site.write("site.toml", '[redirects]\n"/x" = "/writeups/2020/b/"\n')
    (problem,) = site.build().problems
    assert 'site.toml:2:1: broken-link: there is no page at "/writeups/2020/b/"' in problem
