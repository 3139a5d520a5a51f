"""Servers on loopback that hold published sites, and a proxy in front of them that counts what is sent."""

import contextlib
import getpass
import http.server
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3

_SECONDS = 20
BIN = Path(sys.executable).parent


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "the server did not begin"
        time.sleep(0.02)


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


class CountingProxy:
    """Passes connections on, and counts the bytes that are sent to the server; may break them off."""

    def __init__(self, port: int) -> None:
        self._server_port = port
        self.sent = 0
        #: After so many bytes, connections are broken off.
        self.limit: int | None = None
        #: Called once when so many bytes were sent.
        self.alarm: tuple[int, Callable[[], None]] | None = None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._server_port))
            except OSError:
                client.close()
                continue
            threading.Thread(target=self._connect, args=(client, server), daemon=True).start()

    def _connect(self, client: socket.socket, server: socket.socket) -> None:
        with client, server:
            back = threading.Thread(target=self._pump, args=(server, client, False), daemon=True)
            back.start()
            self._pump(client, server, counts=True)
            back.join()

    def _pump(self, source: socket.socket, sink: socket.socket, counts: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(4096):
                if counts:
                    self.sent += len(data)
                    if self.limit is not None and self.sent > self.limit:
                        break
                    if self.alarm and self.sent > self.alarm[0]:
                        (_, ring), self.alarm = self.alarm, None
                        ring()
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listener.close()


@dataclass
class Place:
    """Where a site is published: the table of ``site.toml``, and how to look at what is there."""

    toml: str
    tree: Callable[[], Mapping[str, bytes]]
    #: Puts a file there that site-builder knows nothing of.
    put: Callable[[str, bytes], None]
    proxy: CountingProxy | None = None
    env: Mapping[str, str] = field(default_factory=dict)


def tree_of(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def write_below(folder: Path) -> Callable[[str, bytes], None]:
    def put(path: str, data: bytes) -> None:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    return put


@contextlib.contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: answers(port))
        yield
    finally:
        process.terminate()
        process.wait(10)


@contextlib.contextmanager
def folder_place(folder: Path) -> Iterator[Place]:
    held = folder / "held"
    yield Place(f'kind = "folder"\npath = "{held}"', lambda: tree_of(held), write_below(held))


@contextlib.contextmanager
def sftp_place(folder: Path) -> Iterator[Place]:
    """OpenSSH's server, with keys of its own."""
    held, keys = folder / "held", folder / "keys"
    held.mkdir()
    keys.mkdir()
    for name in ("host", "user"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(keys / name)]
        subprocess.run(command, check=True)
    (keys / "authorized").write_bytes((keys / "user.pub").read_bytes())
    port = free_port()
    (keys / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {keys}/host\nAuthorizedKeysFile {keys}/authorized\n"
        f"StrictModes no\nUsePAM no\nPasswordAuthentication no\nPidFile none\nPermitRootLogin yes\n"
        f"MaxStartups 100\nSubsystem sftp internal-sftp\n"
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    server = shutil.which("sshd") or "/usr/sbin/sshd"
    with running([server, "-D", "-f", str(keys / "config")], port):
        proxy = CountingProxy(port)
        kind, key, *_ = (keys / "host.pub").read_text().split()
        (keys / "known_hosts").write_text(f"[127.0.0.1]:{proxy.port} {kind} {key}\n")
        toml = (
            f'kind = "sftp"\nserver = "127.0.0.1"\nport = {proxy.port}\nuser = "{getpass.getuser()}"\n'
            f'path = "{held}"\nkey_file = "{keys}/user"\nknown_hosts = "{keys}/known_hosts"'
        )
        yield Place(toml, lambda: tree_of(held), write_below(held), proxy)
        proxy.close()


@contextlib.contextmanager
def rsync_place(folder: Path) -> Iterator[Place]:
    """rsync's own server."""
    held = folder / "held"
    held.mkdir()
    port = free_port()
    (folder / "rsyncd.conf").write_text(
        f"use chroot = no\npid file = {folder}/rsyncd.pid\nlog file = {folder}/rsyncd.log\n"
        f"[site]\npath = {held}\nread only = no\nuid = {os.geteuid()}\ngid = {os.getegid()}\n"
    )
    command = ["rsync", "--daemon", "--no-detach", "--address=127.0.0.1", f"--port={port}"]
    with running([*command, f"--config={folder}/rsyncd.conf"], port):
        proxy = CountingProxy(port)
        toml = f'kind = "rsync"\ndestination = "rsync://127.0.0.1:{proxy.port}/site"'
        yield Place(toml, lambda: tree_of(held), write_below(held), proxy)
        proxy.close()


@contextlib.contextmanager
def webdav_place(folder: Path) -> Iterator[Place]:
    """WsgiDAV, with a user and a password."""
    held = folder / "held"
    held.mkdir()
    port = free_port()
    config = folder / "wsgidav.json"
    users = {"*": {"ada": {"password": "secret"}}}
    config.write_text(
        json.dumps(
            {
                "host": "127.0.0.1",
                "port": port,
                "provider_mapping": {"/": str(held)},
                "simple_dc": {"user_mapping": users},
                "server": "cheroot",
            }
        )
    )
    with running([str(BIN / "wsgidav"), "--config", str(config)], port):
        proxy = CountingProxy(port)
        toml = f'kind = "webdav"\nurl = "http://127.0.0.1:{proxy.port}/"\nuser = "ada"'
        env = {"SITE_BUILDER_WEBDAV_PASSWORD": "secret"}
        yield Place(toml, lambda: tree_of(held), write_below(held), proxy, env)
        proxy.close()


@contextlib.contextmanager
def s3_place(folder: Path) -> Iterator[Place]:
    """The S3 server of moto."""
    port = free_port()
    with running([str(BIN / "moto_server"), "-H", "127.0.0.1", "-p", str(port)], port):
        proxy = CountingProxy(port)
        yield from _bucket(folder, port, proxy)
        proxy.close()


def _bucket(folder: Path, port: int, proxy: CountingProxy) -> Iterator[Place]:
    env = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1"}
    client = boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{port}",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        region_name="us-east-1",
    )
    bucket = folder.name.replace("_", "-").lower()[-40:].strip("-")
    client.create_bucket(Bucket=bucket)

    def tree() -> Mapping[str, bytes]:
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="archive/")
        keys = [item["Key"] for page in pages for item in page.get("Contents", ())]
        return {
            key.removeprefix("archive/"): client.get_object(Bucket=bucket, Key=key)["Body"].read()
            for key in keys
        }

    def put(path: str, data: bytes) -> None:
        client.put_object(Bucket=bucket, Key=f"archive/{path}", Body=data)

    toml = f'kind = "s3"\nbucket = "{bucket}"\nprefix = "archive"\nendpoint = "http://127.0.0.1:{proxy.port}"'
    yield Place(toml, tree, put, proxy, env)
    client.close()


class _GitBackend(http.server.BaseHTTPRequestHandler):
    """git's http-backend, which is a CGI program (RFC 3875)."""

    root: Path
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        if self.headers.get("Transfer-Encoding") == "chunked":
            data = b""
            while size := int(self.rfile.readline(), 16):
                data += self.rfile.read(size)
                self.rfile.readline()
        else:
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer(data)

    def _answer(self, data: bytes) -> None:
        parts = urlsplit(self.path)
        env = {
            **os.environ,
            "GIT_PROJECT_ROOT": str(self.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REMOTE_USER": "ada",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(data)),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
        }
        done = subprocess.run(["git", "http-backend"], input=data, capture_output=True, env=env, check=False)
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        headers = [line.decode().split(": ", 1) for line in head.split(b"\r\n") if b": " in line]
        status = next((int(value.split()[0]) for name, value in headers if name == "Status"), 200)
        self.send_response(status)
        for name, value in headers:
            if name != "Status":
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@contextlib.contextmanager
def git_place(folder: Path) -> Iterator[Place]:
    """A bare repository behind git's http-backend."""
    repository = folder / "site.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(repository)], check=True)
    handler = type("Backend", (_GitBackend,), {"root": folder})
    server = type("Server", (http.server.ThreadingHTTPServer,), {"request_queue_size": 64})(
        ("127.0.0.1", 0), handler
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    proxy = CountingProxy(server.server_address[1])

    def git(*arguments: str, data: bytes = b"", index: str = "") -> bytes:
        identity = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
        command = ["git", "-C", str(repository), *identity, *arguments]
        env = {**os.environ, **({"GIT_INDEX_FILE": index} if index else {})}
        return subprocess.run(command, input=data, capture_output=True, check=True, env=env).stdout

    def tree() -> Mapping[str, bytes]:
        if not git("for-each-ref", "refs/heads/pages"):
            return {}
        paths = git("ls-tree", "-r", "-z", "--name-only", "pages").decode().split("\0")
        return {path: git("cat-file", "blob", f"pages:{path}") for path in paths if path}

    def put(path: str, data: bytes) -> None:
        index = str(folder / "other-index")
        has_branch = bool(git("for-each-ref", "refs/heads/pages"))
        Path(index).unlink(missing_ok=True)
        if has_branch:
            git("read-tree", "pages", index=index)
        blob = git("hash-object", "-w", "--stdin", data=data).decode().strip()
        git("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}", index=index)
        tree_id = git("write-tree", index=index).decode().strip()
        parents = ["-p", "pages"] if has_branch else []
        commit = git("commit-tree", tree_id, *parents, "-m", "By hand").decode().strip()
        git("update-ref", "refs/heads/pages", commit)

    toml = f'kind = "git"\nrepository = "http://127.0.0.1:{proxy.port}/site.git"\nbranch = "pages"'
    yield Place(toml, tree, put, proxy)
    proxy.close()
    server.shutdown()
    server.server_close()


PLACES = {
    "folder": folder_place,
    "sftp": sftp_place,
    "rsync": rsync_place,
    "webdav": webdav_place,
    "s3": s3_place,
    "git": git_place,
}
