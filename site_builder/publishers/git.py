"""A branch of a git repository that holds the built site, from which Pages of a git host serve.

The git command does the work, with the credentials that it has; nothing is checked out.
"""

import shutil
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from subprocess import PIPE

from site_builder.publish_settings import GitTarget
from site_builder.publishers.target import Found, TargetContext, TargetFailed
from site_builder.runtime.codec import Decoder, UnreadableRecord, encode
from site_builder.runtime.fingerprints import digest

#: Blob of git -> SHA-256 digest of its bytes.
_BLOBS: Decoder[dict[str, str]] = Decoder(dict[str, str])
_GONE = "0" * 40
#: Without this file, GitHub Pages leaves out what begins with an underscore.
_NO_JEKYLL = ".nojekyll"
_DOMAIN = "CNAME"
_MESSAGE = "Publish the site"


def open_target(settings: GitTarget, context: TargetContext) -> "Branch":
    """Open a branch, which may not be there yet."""
    if shutil.which("git") is None:
        raise TargetFailed("the command git is not installed; install git, and publish again")
    return Branch(settings, context)


class Branch:
    """A branch of a repository: everything that is put and removed becomes one commit."""

    is_atomic = True
    takes_everything = False

    def __init__(self, settings: GitTarget, context: TargetContext) -> None:
        self._settings = settings
        self._folder = context.work / "repository.git"
        self._blobs = context.work / "blobs.json"
        self._put: dict[str, Path] = {}
        self._removed: set[str] = set()
        repository = settings.repository
        if not _is_remote(repository):
            repository = str((context.root / Path(repository).expanduser()).absolute())
        self._repository = repository
        if not (self._folder / "HEAD").exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            self._git("init", "--quiet", "--bare")
        self._head = self._fetch()

    def _fetch(self) -> str:
        """Return the last commit of the branch; nothing if there is no such branch."""
        branch = f"refs/heads/{self._settings.branch}"
        listed = self._git("ls-remote", "--", self._repository, branch).decode().split()
        if not listed:
            return ""
        self._git(
            "fetch", "--quiet", "--depth=1", "--no-tags", "--", self._repository, f"+{branch}:refs/published"
        )
        return listed[0]

    def files(self) -> Mapping[str, Found]:
        entries = self._entries()
        known = self._known(entry for _, entry in entries.values())
        return {path: Found(size, known[blob]) for path, (size, blob) in entries.items()}

    def _entries(self) -> dict[str, tuple[int, str]]:
        """Return the size and the blob of each file of the branch."""
        if not self._head:
            return {}
        entries = {}
        for line in self._git("ls-tree", "-r", "-l", "-z", self._head).split(b"\0"):
            if line:
                facts, _, path = line.partition(b"\t")
                _, kind, blob, size = facts.split()
                if kind == b"blob":
                    entries[path.decode("utf-8", "surrogateescape")] = int(size), blob.decode()
        return entries

    def _known(self, blobs: Iterable[str]) -> dict[str, str]:
        """Return the digest of the bytes of each blob; those that are not known yet are read."""
        wanted = dict.fromkeys(blobs)
        known: dict[str, str] = {}
        with suppress(OSError, UnreadableRecord):
            known = _BLOBS.decode(self._blobs.read_bytes())
        unknown = [blob for blob in wanted if blob not in known]
        if unknown:
            command = self._command("cat-file", "--batch")
            with subprocess.Popen(command, stdin=PIPE, stdout=PIPE) as process:  # noqa: S603 - as below
                assert process.stdin is not None
                assert process.stdout is not None
                for blob in unknown:
                    process.stdin.write(f"{blob}\n".encode())
                    process.stdin.flush()
                    size = int(process.stdout.readline().split()[-1])
                    known[blob] = digest(process.stdout.read(size))
                    process.stdout.read(1)
                process.stdin.close()
        known = {blob: known[blob] for blob in wanted}
        self._blobs.write_bytes(encode(known))
        return known

    def exists(self, path: str) -> bool:
        return path in self._entries()

    def read(self, path: str) -> bytes | None:
        if path not in self._entries():
            return None
        return self._git("cat-file", "blob", f"{self._head}:{path}")

    def claim(self, _path: str, _data: bytes) -> bool:
        return True

    def put(self, path: str, file: Path) -> None:
        self._put[path] = file
        self._removed.discard(path)

    def remove(self, path: str) -> None:
        self._removed.add(path)
        self._put.pop(path, None)

    def flush(self) -> None:
        """Commit, and push; a branch to which somebody else has pushed in the meantime is left as it is."""
        if not self._put and not self._removed:
            return
        (self._folder / "index").unlink(missing_ok=True)
        if self._head:
            self._git("read-tree", self._head)
        changes = [*self._written(self._put), *self._own_files()]
        changes += [f"0 {_GONE}\t{path}" for path in self._removed]
        lines = "".join(f"{change}\0" for change in changes).encode("utf-8", "surrogateescape")
        self._git("update-index", "-z", "--add", "--index-info", given=lines)
        tree = self._git("write-tree").decode().strip()
        parents = ["-p", self._head] if self._head and not self._settings.force else []
        commit = self._git("commit-tree", tree, *parents, "-m", _MESSAGE).decode().strip()
        branch = f"refs/heads/{self._settings.branch}"
        lease = [f"--force-with-lease={branch}:{self._head}"] if self._settings.force else []
        self._git("push", "--quiet", *lease, "--", self._repository, f"{commit}:{branch}")
        self._head = commit
        self._put.clear()
        self._removed.clear()

    def _written(self, files: Mapping[str, Path]) -> list[str]:
        """Write files into the repository; return them as lines of an index."""
        paths = "".join(f"{file.absolute()}\n" for file in files.values()).encode("utf-8", "surrogateescape")
        given = self._git("hash-object", "-w", "--no-filters", "--stdin-paths", given=paths)
        return [f"100644 {blob}\t{path}" for path, blob in zip(files, given.decode().split(), strict=True)]

    def _own_files(self) -> list[str]:
        """Return what a host needs beside the site, as lines of an index."""
        wanted = {_NO_JEKYLL: b""}
        if self._settings.domain:
            wanted[_DOMAIN] = f"{self._settings.domain}\n".encode()
        lines = []
        for path, data in wanted.items():
            if path not in self._put:
                blob = self._git("hash-object", "-w", "--stdin", given=data).decode().strip()
                lines.append(f"100644 {blob}\t{path}")
        return lines

    def close(self) -> None:
        pass

    def _command(self, *arguments: str) -> list[str]:
        identity = ["-c", "user.name=site-builder", "-c", "user.email=site-builder@localhost"]
        has_identity = not arguments or arguments[0] != "commit-tree" or _has_identity()
        return ["git", "-C", str(self._folder), *([] if has_identity else identity), *arguments]

    def _git(self, *arguments: str, given: bytes = b"") -> bytes:
        done = subprocess.run(  # noqa: S603 - a list, without a shell
            self._command(*arguments), input=given, capture_output=True, check=False
        )
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            reason = next((line for line in said if line.startswith(("fatal:", "error:", " ! "))), "")
            if arguments[0] == "push" and any("rejected" in line for line in said):
                reason = "somebody else has pushed to the branch in the meantime; publish again"
            raise TargetFailed(f"git {arguments[0]}: {reason.strip() or (said or ['failed'])[-1]}")
        return done.stdout


def _is_remote(repository: str) -> bool:
    return "://" in repository or (":" in repository.partition("/")[0] and not Path(repository).exists())


def _has_identity() -> bool:
    said = subprocess.run(["git", "config", "user.email"], capture_output=True, check=False)  # noqa: S607 - wherever it is
    return said.returncode == 0
