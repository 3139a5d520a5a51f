"""Write the parts of the manual that follow from the code: python -m tests.manual."""

import dataclasses
import importlib
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
THEMING = ROOT / "docs" / "theming.md"
_HEAD = "| template | its view |\n|---|---|\n"


def views() -> dict[str, list[str]]:
    """The fields of the view of each template, as the docstrings of the views name their templates."""
    found = {}
    for file in sorted((ROOT / "site_builder/pages").rglob("*.py")):
        module = importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
        for view in vars(module).values():
            described = re.match(r"View of ``(.+?)``", getattr(view, "__doc__", None) or "")
            if dataclasses.is_dataclass(view) and described:
                found[described[1]] = [field.name for field in dataclasses.fields(view)]
    return dict(sorted(found.items(), key=lambda item: (not item[0].startswith("pages/"), item[0])))


def with_view_table(text: str) -> str:
    """The manual of themes with the table of views as the code has it."""
    start = text.index(_HEAD) + len(_HEAD)
    end = text.index("\n\n", start) + 1
    rows = (
        f"| `{name}` | {', '.join(f'`{field}`' for field in fields)} |\n" for name, fields in views().items()
    )
    return text[:start] + "".join(rows) + text[end:]


def main() -> None:
    """Write the manual."""
    THEMING.write_text(with_view_table(THEMING.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
