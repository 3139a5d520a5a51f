"""A folder on a server, by SFTP. The key of the server must be known: nothing is sent to another machine."""

import io
import posixpath
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

import paramiko

from site_builder.output.directory import READABLE_FILE, READABLE_FOLDER
from site_builder.publish_settings import SftpTarget
from site_builder.publishers.target import INCOMING, Found, TargetContext, TargetFailed

_SECONDS = 30


def open_target(settings: SftpTarget, context: TargetContext) -> "SftpFolder":
    """Log in to a server, and make the folder if there is none."""
    client = paramiko.SSHClient()
    known_hosts = Path(settings.known_hosts).expanduser()
    with suppress(OSError):
        client.load_host_keys(str(known_hosts))
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    password = context.secret("SITE_BUILDER_SFTP_PASSWORD", settings.server, settings.user)
    key_file = str((context.root / Path(settings.key_file).expanduser()).absolute())
    try:
        client.connect(
            settings.server,
            settings.port,
            settings.user or None,
            password or None,
            key_filename=key_file if settings.key_file else None,
            timeout=_SECONDS,
            banner_timeout=_SECONDS,
            auth_timeout=_SECONDS,
        )
    except paramiko.BadHostKeyException as error:
        raise TargetFailed(
            f"{settings.server} has another key than {known_hosts} says; somebody may be in between. Ask "
            "whoever keeps the server; only then correct the file"
        ) from error
    except paramiko.AuthenticationException as error:
        raise TargetFailed(
            f"{settings.server} does not let {settings.user or 'you'} log in; name key_file in site.toml, "
            "or set SITE_BUILDER_SFTP_PASSWORD"
        ) from error
    except (paramiko.SSHException, OSError) as error:
        message = str(error)
        if "not found in known_hosts" in message:
            message = (
                f"its key is not in {known_hosts}; log in once with ssh -p {settings.port} "
                f"{settings.server}, and compare the key that it shows"
            )
        raise TargetFailed(f"{settings.server} cannot be reached: {message}") from error
    return SftpFolder(client, settings)


class SftpFolder:
    """A folder on a server."""

    is_atomic = False
    takes_everything = False

    def __init__(self, client: paramiko.SSHClient, settings: SftpTarget) -> None:
        self._client = client
        self._folder = settings.path
        self._made: set[str] = set()
        with self._asking(settings.path):
            self._sftp = client.open_sftp()
            channel = self._sftp.get_channel()
            if channel is not None:
                channel.settimeout(_SECONDS)
            self._make_folder(settings.path)

    def files(self) -> Mapping[str, Found] | None:
        """Return nothing for an empty folder; else listing would take a request for every folder."""
        with self._asking(self._folder):
            return None if self._sftp.listdir(self._folder) else {}

    def exists(self, path: str) -> bool:
        try:
            self._sftp.lstat(self._full(path))
        except FileNotFoundError:
            return False
        except (OSError, EOFError, paramiko.SSHException) as error:
            raise _failed(path, error) from error
        return True

    def read(self, path: str) -> bytes | None:
        try:
            with self._sftp.open(self._full(path), "rb") as file:
                file.prefetch()
                data: bytes = file.read()
                return data
        except FileNotFoundError:
            return None
        except (OSError, EOFError, paramiko.SSHException) as error:
            raise _failed(path, error) from error

    def claim(self, path: str, data: bytes) -> bool:
        with self._asking(path):
            self._make_folder(posixpath.dirname(self._full(path)))
        try:
            with self._sftp.open(self._full(path), "wx") as file:
                file.write(data)
        except (OSError, EOFError, paramiko.SSHException) as error:
            if isinstance(error, OSError) and self.exists(path):
                return False
            raise _failed(path, error) from error
        return True

    def put(self, path: str, file: Path) -> None:
        place, temporary = self._full(path), self._full(INCOMING)
        with self._asking(path):
            self._make_folder(posixpath.dirname(temporary))
            self._make_folder(posixpath.dirname(place))
            self._sftp.putfo(io.BytesIO(file.read_bytes()), temporary)
            self._sftp.chmod(temporary, READABLE_FILE)
            self._rename(temporary, place)

    def _rename(self, temporary: str, place: str) -> None:
        try:
            self._sftp.posix_rename(temporary, place)
        except OSError:  # only OpenSSH's server replaces a file in one step
            with suppress(FileNotFoundError):
                self._sftp.remove(place)
            self._sftp.rename(temporary, place)

    def _make_folder(self, folder: str) -> None:
        if folder in self._made or not folder:
            return
        try:
            mode = self._sftp.stat(folder).st_mode
            if mode is not None and not stat.S_ISDIR(mode):
                raise TargetFailed(f"{folder} is a file at the target, and a folder of the site")
        except FileNotFoundError:
            self._make_folder(posixpath.dirname(folder))
            self._sftp.mkdir(folder, READABLE_FOLDER)
        self._made.add(folder)

    def remove(self, path: str) -> None:
        with self._asking(path):
            with suppress(FileNotFoundError):
                self._sftp.remove(self._full(path))
            with suppress(OSError):  # a folder that is not empty stays
                for parent in PurePosixPath(path).parents[:-1]:
                    self._sftp.rmdir(self._full(str(parent)))
                    self._made.discard(self._full(str(parent)))

    def flush(self) -> None:
        pass

    def close(self) -> None:
        self._client.close()

    def _full(self, path: str) -> str:
        return posixpath.join(self._folder, path)

    @contextmanager
    def _asking(self, path: str) -> Iterator[None]:
        try:
            yield
        except (OSError, EOFError, paramiko.SSHException) as error:
            raise _failed(path, error) from error


def _failed(path: str, error: Exception) -> TargetFailed:
    reason = getattr(error, "strerror", None) or str(error) or "the connection was broken off"
    return TargetFailed(f"{path} at the server: {reason}")
