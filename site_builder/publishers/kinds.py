"""The kinds of targets: the word in ``site.toml``, and the module that opens one."""

import importlib
from collections.abc import Mapping
from types import MappingProxyType

from site_builder.publish_settings import TargetSettings
from site_builder.publishers.target import Target, TargetContext, TargetFailed

#: Kind -> its module, which is imported when it is used, and what has to be installed for it, if anything.
KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "folder": ("folder", ""),
        "zip": ("zip_file", ""),
        "git": ("git", ""),
        "sftp": ("sftp", "sftp"),
        "rsync": ("rsync", ""),
        "s3": ("s3", "s3"),
        "webdav": ("webdav", "webdav"),
        "netlify": ("netlify", ""),
        "vercel": ("vercel", ""),
        "cloudflare-pages": ("cloudflare_pages", ""),
    }
)


def open_target(settings: TargetSettings, context: TargetContext) -> Target:
    """Open a target of a site.

    Raises :class:`TargetFailed` if it cannot be reached, or if what it needs is not installed.
    """
    module, extra = KINDS[settings.kind]
    try:
        opened: Target = importlib.import_module(f"site_builder.publishers.{module}").open_target(
            settings, context
        )
    except ModuleNotFoundError as error:
        if not extra:
            raise
        raise TargetFailed(
            f"publishing by {settings.kind} needs a library; run pip install 'site-builder[{extra}]'"
        ) from error
    return opened
