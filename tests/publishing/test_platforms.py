"""Hosts with upload interfaces of their own, played by servers on loopback that hold to their documentation."""

import base64
import hashlib
import http.server
import json
import stat
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from site_builder.publishers.target import RECORD
from tests.conftest import SiteFolder
from tests.publishing.servers import Place, git_place, s3_place, sftp_place

SETTINGS = "full_text_search = false\nopen_data = false\n"


def sha1(data: bytes) -> str:
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


class Platform(http.server.BaseHTTPRequestHandler):
    """What both platforms have in common: files by digest, and a token."""

    token = "secret"
    stored: ClassVar[dict[str, bytes]]
    served: ClassVar[dict[str, str]]
    asked: ClassVar[list[str]]
    uploads: ClassVar[int]
    protocol_version = "HTTP/1.0"

    def answer(self, value: Any, status: int = 200) -> None:
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def handle_request(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.asked.append(f"{self.command} {self.path}")
        if self.headers.get("Authorization") != f"Bearer {self.token}":
            self.answer({"error": "no"}, 401)
            return
        self.respond(self.path.partition("?")[0], data)

    do_GET = do_POST = do_PUT = handle_request  # noqa: N815 - names of the library

    def respond(self, path: str, data: bytes) -> None:
        raise NotImplementedError

    def log_message(self, *_: Any) -> None:
        pass


class Netlify(Platform):
    deploys: ClassVar[dict[str, dict[str, str]]] = {}

    def respond(self, path: str, data: bytes) -> None:
        parts = path.removeprefix("/api/v1/").split("/")
        match (self.command, parts):
            case ("GET", ["sites", "site-1", "files"]):
                files = [
                    {"path": f"/{name}", "sha": sha, "size": len(self.stored[sha])}
                    for name, sha in self.served.items()
                ]
                self.answer(files)
            case ("GET", ["sites", "site-1", "files", *name]):
                sha = self.served.get("/".join(name))
                self.answer(self.stored[sha]) if sha else self.answer({}, 404)
            case ("POST", ["sites", "site-1", "deploys"]):
                files = {name.removeprefix("/"): sha for name, sha in json.loads(data)["files"].items()}
                self.deploys["d1"] = files
                required = sorted({sha for sha in files.values() if sha not in self.stored})
                self.answer({"id": "d1", "required": required})
            case ("PUT", ["deploys", "d1", "files", *name]):
                type(self).uploads += len(data)
                assert self.deploys["d1"]["/".join(name)] == sha1(data)
                self.stored[sha1(data)] = data
                self.answer({})
            case ("GET", ["deploys", "d1"]):
                is_ready = all(sha in self.stored for sha in self.deploys["d1"].values())
                if is_ready:
                    self.served.clear()
                    self.served.update(self.deploys["d1"])
                self.answer({"state": "ready" if is_ready else "uploading"})
            case _:
                self.answer({}, 404)


class Vercel(Platform):
    def respond(self, path: str, data: bytes) -> None:
        match (self.command, path.strip("/").split("/")):
            case ("GET", ["v6", "deployments"]):
                self.answer({"deployments": [{"uid": "dpl_1"}] if self.served else []})
            case ("GET", ["v6", "deployments", "dpl_1", "files"]):
                record = {"name": "published.json", "type": "file", "uid": self.served[RECORD]}
                folder = {"name": ".site-builder", "type": "directory", "children": [record]}
                self.answer([{"name": "src", "type": "directory", "children": [folder]}])
            case ("GET", ["v8", "deployments", "dpl_1", "files", sha]):
                self.answer({"data": base64.b64encode(self.stored[sha]).decode()})
            case ("POST", ["v2", "files"]):
                type(self).uploads += len(data)
                assert self.headers["x-vercel-digest"] == sha1(data)
                self.stored[sha1(data)] = data
                self.answer({})
            case ("POST", ["v13", "deployments"]):
                files = {file["file"]: file["sha"] for file in json.loads(data)["files"]}
                missing = sorted({sha for sha in files.values() if sha not in self.stored})
                if missing:
                    self.answer({"error": {"code": "missing_files", "missing": missing}}, 400)
                    return
                self.served.clear()
                self.served.update(files)
                self.answer({"id": "dpl_1"})
            case _:
                self.answer({}, 404)


@pytest.fixture(params=["netlify", "vercel"])
def platform(request: pytest.FixtureRequest, site: SiteFolder) -> Iterator[type[Platform]]:
    kind = {"netlify": Netlify, "vercel": Vercel}[request.param]
    handler = type("Handler", (kind,), {"stored": {}, "served": {}, "asked": [], "uploads": 0})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    api = f"http://127.0.0.1:{server.server_address[1]}"
    own = (
        f'site = "site-1"\napi = "{api}/api/v1"'
        if request.param == "netlify"
        else f'project = "p"\napi = "{api}"'
    )
    site.write(
        "site.toml", f'host = "{request.param}"\n{SETTINGS}[publish.web]\nkind = "{request.param}"\n{own}\n'
    )
    site.writeup("a")
    site.writeup("b")
    yield handler
    server.shutdown()
    server.server_close()


TOKENS = {"NETLIFY_AUTH_TOKEN": "secret", "VERCEL_TOKEN": "secret"}


def test_a_platform_gets_only_what_it_lacks(site: SiteFolder, platform: type[Platform]) -> None:
    result = site.run("publish", "--yes", env=TOKENS)
    assert result.code == 0, result.err
    first = platform.uploads
    pages = {path: platform.stored[sha] for path, sha in platform.served.items()}
    assert pages["writeups/2020/a/index.html"] == site.page("writeups/2020/a/index.html").encode()
    assert RECORD in pages
    (site.root / "content/writeups/b.md").unlink()
    site.writeup("a", body="Other words.")
    assert site.run("publish", "--yes", env=TOKENS).code == 0
    assert platform.uploads - first < first // 2
    assert "writeups/2020/b/index.html" not in platform.served
    assert b"Other words." in platform.stored[platform.served["writeups/2020/a/index.html"]]
    assert platform.stored[platform.served["assets/site.css"]] == site.page("assets/site.css").encode()
    asked = len(platform.asked)
    assert "holds this very version" in site.run("publish", "--yes", env=TOKENS).out
    assert not any(line.startswith(("POST", "PUT")) for line in platform.asked[asked:])


def test_a_token_is_needed_and_has_to_be_right(site: SiteFolder, platform: type[Platform]) -> None:
    said = site.run("publish", "--yes")
    assert said.code == 1
    assert "there is no token; set " in said.err
    said = site.run("publish", "--yes", env=dict.fromkeys(TOKENS, "wrong"))
    assert said.code == 1
    assert "does not accept the token; set " in said.err
    assert not platform.served


WRANGLER = """\
#!/bin/sh
[ "$1 $2" = "pages deploy" ] || exit 1
[ "$4" = "--project-name=archive" ] && [ "$5" = "--branch=main" ] || exit 1
[ -n "$CLOUDFLARE_API_TOKEN" ] || { echo "you are not logged in" >&2; exit 1; }
rm -rf "$HELD"; cp -R "$3" "$HELD"
"""


def test_cloudflare_is_handed_a_folder_by_its_own_command(site: SiteFolder, tmp_path: Path) -> None:
    held, command = tmp_path / "held", tmp_path / "wrangler"
    command.write_text(WRANGLER)
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    table = f'[publish.web]\nkind = "cloudflare-pages"\nproject = "archive"\ncommand = "{command}"\n'
    site.write("site.toml", f'host = "cloudflare"\n{SETTINGS}{table}')
    site.writeup("a")
    site.writeup("b")
    env = {"HELD": str(held), "CLOUDFLARE_API_TOKEN": "secret"}
    refused = site.run("publish", "--yes", env={"HELD": str(held)})
    assert refused.code == 1
    assert "you are not logged in; nothing was changed" in refused.err
    assert site.run("publish", "--yes", env=env).code == 0
    (site.root / "content/writeups/b.md").unlink()
    said = site.run("publish", "--yes", env=env)
    assert "1 to be removed" in said.out
    assert (held / "writeups/2020/a/index.html").read_text() == site.page("writeups/2020/a/index.html")
    assert not (held / "writeups/2020/b").exists()
    assert (held / "_headers").exists()
    assert "holds this very version" in site.run("publish", "--yes", env=env).out
    site.write("site.toml", f"{SETTINGS}{table.replace(str(command), 'no-such-wrangler')}")
    assert "the command no-such-wrangler is not installed" in site.run("publish", "--yes").err


def publish(site: SiteFolder, place: Place, more: str = "", *arguments: str) -> str:
    site.write("site.toml", f"{SETTINGS}[publish.web]\n{place.toml}\n{more}")
    result = site.run("publish", "--yes", *arguments, env=place.env)
    return result.out + result.err


def test_a_branch_for_pages(site: SiteFolder, tmp_path: Path) -> None:
    folder = tmp_path / "git"
    folder.mkdir()
    site.writeup("a")
    with git_place(folder) as place:
        assert "Published" in publish(site, place, 'domain = "archive.example.org"\n')
        tree = place.tree()
        assert tree["CNAME"] == b"archive.example.org\n"
        assert tree[".nojekyll"] == b""

        def commits() -> int:
            command = ["git", "-C", str(folder / "site.git"), "rev-list", "--count", "pages"]
            return int(subprocess.run(command, capture_output=True, check=True).stdout)

        site.writeup("b")
        assert "Published" in publish(site, place, 'domain = "archive.example.org"\n')
        assert commits() == 2
        site.writeup("c")
        assert "Published" in publish(site, place, "force = true\n")
        assert commits() == 1
        assert place.tree()["CNAME"] == b"archive.example.org\n"
        site.write("site.toml", f'{SETTINGS}[publish.web]\nkind = "git"\nrepository = "{folder}/none.git"\n')
        said = site.run("publish", "--yes")
        assert said.code == 1
        assert "git ls-remote" in said.err


def test_a_bucket_has_types_caches_and_redirects(site: SiteFolder, tmp_path: Path) -> None:
    import boto3

    folder = tmp_path / "bucket-of-types"
    folder.mkdir()
    site.writeup("a", more="former_urls: [/old/]\n")
    with s3_place(folder) as place:
        assert "Published" in publish(site, place)
        endpoint = f"http://127.0.0.1:{place.proxy.port}" if place.proxy else ""
        client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="k",
            aws_secret_access_key="s",
        )

        def head(path: str) -> Any:
            return client.head_object(Bucket="bucket-of-types", Key=f"archive/{path}")

        assert head("index.html")["ContentType"] == "text/html; charset=utf-8"
        assert head("index.html")["CacheControl"] == "public, max-age=0, must-revalidate"
        assert head("assets/site.css")["CacheControl"] == "public, max-age=3600"
        assert head("old/index.html")["WebsiteRedirectLocation"] == "/archive/writeups/2020/a/"
        client.close()
        site.write(
            "site.toml",
            f"{SETTINGS}[publish.web]\n{place.toml}\n".replace('bucket = "bucket', 'bucket = "other'),
        )
        said = site.run("publish", "--yes", env=place.env)
        assert said.code == 1
        assert "there is no such bucket" in said.err


def test_a_server_with_another_key_gets_nothing(site: SiteFolder, tmp_path: Path) -> None:
    folder = tmp_path / "sftp"
    folder.mkdir()
    site.writeup("a")
    with sftp_place(folder) as place:
        known = folder / "keys/known_hosts"
        right = known.read_text()
        known.write_text("")
        assert "its key is not in" in publish(site, place)
        other = (folder / "keys/user.pub").read_text().split()
        known.write_text(" ".join((right.split()[0], *other[:2])) + "\n")
        assert "has another key than" in publish(site, place)
        known.write_text(right)
        toml = place.toml.replace('user = "', 'user = "nobody-')
        site.write("site.toml", f"{SETTINGS}[publish.web]\n{toml}\n")
        said = site.run("publish", "--yes")
        assert "log in; name key_file" in said.err
        assert place.tree() == {}
        assert "Published" in publish(site, place)
