"""A bucket of Amazon S3, or of a store that works like it."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from site_builder.formats.content_types import cache_control, content_type
from site_builder.publish_settings import S3Target
from site_builder.publishers.target import Found, TargetContext, TargetFailed

_REDIRECT = re.compile(rb'<meta http-equiv="refresh" content="0; url=([^"]+)"')
#: How many files one request may remove.
_AT_ONCE = 1_000
#: No page that only leads elsewhere is longer.
_LONGEST_REDIRECT = 20_000
_EXISTS = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})
_MISSING = frozenset({"NoSuchKey", "404", "NotFound"})
_REASONS = {
    "NoSuchBucket": "there is no such bucket; make it, or correct bucket in site.toml",
    "AccessDenied": "access is denied; the keys need the rights to list, read, write and delete objects",
    "InvalidAccessKeyId": "the store does not know these keys; look at AWS_ACCESS_KEY_ID or the profile",
    "SignatureDoesNotMatch": "the secret key is wrong, or the clocks differ by a quarter of an hour",
    "RequestTimeTooSkewed": "the clock of this machine is wrong; set it",
}


def open_target(settings: S3Target, _context: TargetContext) -> "Bucket":
    """Open a bucket; the keys are those of the environment or of ~/.aws, as boto3 finds them."""
    try:
        session = boto3.Session(profile_name=settings.profile or None, region_name=settings.region or None)
        client = session.client(
            "s3",
            endpoint_url=settings.endpoint or None,
            # Stores that only work like Amazon's do not know its newer checksums.
            config=Config(
                retries={"max_attempts": 5, "mode": "standard"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )
    except BotoCoreError as error:
        raise TargetFailed(f"the store cannot be used: {error}") from error
    return Bucket(client, settings)


class Bucket:
    """A folder in a bucket."""

    is_atomic = False
    takes_everything = False

    def __init__(self, client: Any, settings: S3Target) -> None:
        self._client = client
        self._bucket = settings.bucket
        self._prefix = f"{settings.prefix.strip('/')}/" if settings.prefix.strip("/") else ""
        self._removed: list[str] = []

    def files(self) -> Mapping[str, Found]:
        found = {}
        with self._asking("the bucket"):
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix):
                for item in page.get("Contents", ()):
                    found[item["Key"].removeprefix(self._prefix)] = Found(item["Size"])
        return found

    def exists(self, path: str) -> bool:
        return self.read(path) is not None

    def read(self, path: str) -> bytes | None:
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + path)
            data: bytes = answer["Body"].read()
        except (ClientError, BotoCoreError, OSError) as error:
            if _code(error) in _MISSING:
                return None
            raise _failed(path, error) from error
        return data

    def claim(self, path: str, data: bytes) -> bool:
        try:
            self._client.put_object(Bucket=self._bucket, Key=self._prefix + path, Body=data, IfNoneMatch="*")
        except (ClientError, BotoCoreError, OSError) as error:
            if _code(error) in _EXISTS:
                return False
            if _code(error) == "NotImplemented":  # a store without conditional writes: the second looks first
                return self._claim_without_condition(path, data)
            raise _failed(path, error) from error
        return True

    def _claim_without_condition(self, path: str, data: bytes) -> bool:
        if self.exists(path):
            return False
        with self._asking(path):
            self._client.put_object(Bucket=self._bucket, Key=self._prefix + path, Body=data)
        return self.read(path) == data

    def put(self, path: str, file: Path) -> None:
        extra = {"ContentType": content_type(path), "CacheControl": cache_control(path)}
        target = _redirect_target(path, file)
        with self._asking(path):
            if target:
                body = file.read_bytes()
                place = f"/{self._prefix}{target}" if not urlsplit(target).scheme else target
                self._client.put_object(
                    Bucket=self._bucket,
                    Key=self._prefix + path,
                    Body=body,
                    WebsiteRedirectLocation=place,
                    **extra,
                )
            else:
                self._client.upload_file(str(file), self._bucket, self._prefix + path, ExtraArgs=extra)

    def remove(self, path: str) -> None:
        self._removed.append(path)

    def flush(self) -> None:
        while self._removed:
            some, self._removed = self._removed[:_AT_ONCE], self._removed[_AT_ONCE:]
            with self._asking("the bucket"):
                answer = self._client.delete_objects(
                    Bucket=self._bucket,
                    Delete={"Objects": [{"Key": self._prefix + path} for path in some], "Quiet": True},
                )
            for error in answer.get("Errors", ()):
                raise TargetFailed(f"{error.get('Key')}: {error.get('Message')}")

    def close(self) -> None:
        self._client.close()

    @contextmanager
    def _asking(self, path: str) -> Iterator[None]:
        try:
            yield
        except (ClientError, BotoCoreError, boto3.exceptions.Boto3Error, OSError) as error:
            raise _failed(path, error) from error


def _redirect_target(path: str, file: Path) -> str:
    """Return where a page leads that only leads elsewhere, as a path of the site or a web address."""
    if not path.endswith(".html") or file.stat().st_size > _LONGEST_REDIRECT:
        return ""
    found = _REDIRECT.search(file.read_bytes())
    if not found:
        return ""
    target = unescape(found[1].decode())
    return target if urlsplit(target).scheme else urljoin(f"/{path}", target).removeprefix("/")


def _code(error: Exception) -> str:
    return str(error.response.get("Error", {}).get("Code", "")) if isinstance(error, ClientError) else ""


def _failed(path: str, error: Exception) -> TargetFailed:
    if isinstance(error, NoCredentialsError):
        return TargetFailed("no keys were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or profile")
    return TargetFailed(f"{path}: {_REASONS.get(_code(error)) or str(error)}")
