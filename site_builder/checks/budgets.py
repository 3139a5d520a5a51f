"""Pages and files that are larger than the site wants them to be."""

from site_builder.config import BudgetSettings
from site_builder.errors import Diagnostics, Place, Rule
from site_builder.page import RenderedFile, is_page
from site_builder.paths import SITE_FILE

_KILOBYTE = 1_000
_PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")


class BudgetCheck:
    """Weighs file by file, and reports what is over ``[budgets]`` of site.toml at the end."""

    def __init__(self, budgets: BudgetSettings) -> None:
        self._budgets = budgets
        self._files = 0
        #: The path, what it was made for, its size, and the key and the value of the limit.
        self._too_large: list[tuple[str, str, int, str, int]] = []

    def see(self, file: RenderedFile) -> None:
        """Weigh a file."""
        self._files += 1
        size = len(file.data)
        for is_meant, key, limit in (
            (is_page(file.path), "page", self._budgets.page),
            (file.path.lower().endswith(_PICTURES), "picture", self._budgets.picture),
        ):
            if is_meant and limit and size > limit * _KILOBYTE:
                self._too_large.append((file.path, file.page.claimed_by, size, key, limit))

    def report(self, diagnostics: Diagnostics) -> None:
        """Report each file that is too large, and a site of too many files."""
        for file, made_for, size, key, allowed in self._too_large:
            claim = made_for.partition(":")[0]
            path = claim if claim.startswith(("content/", "static/")) else SITE_FILE
            message = f"{file} has {size // _KILOBYTE:,} kB, and budgets.{key} allows {allowed:,}"
            hint = "divide the text, or save the picture smaller, or allow more in site.toml"
            diagnostics.warning(Place(path), Rule.BUDGET, message, hint)
        limit = self._budgets.files
        if limit and self._files > limit:
            message = f"the site has {self._files:,} files, and budgets.files allows {limit:,}"
            hint = 'feeds = "site" and briefings = false make fewer; or allow more in site.toml'
            diagnostics.warning(Place(SITE_FILE), Rule.BUDGET, message, hint)
