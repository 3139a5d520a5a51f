"""The layers of the house: a module imports from lower layers or from its own package."""

import ast
import functools
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "site_builder"

#: From what knows least to what knows most.
LAYERS = [
    {
        "__init__",
        "colours",
        "custom_fields",
        "errors",
        "gettext_markers",
        "identifiers",
        "ids",
        "library_internals",
        "manual",
        "paths",
    },
    {"kinds", "theme_files", "runtime"},
    {"redaction_rules", "values"},
    {"entities"},
    {"model"},
    {"names"},
    {"formats", "language", "options", "page", "schema", "urls"},
    {"publish_settings"},
    {"config", "markdown", "output"},
    {"sources"},
    {"registry"},
    {"redaction"},
    {"linking"},
    {"checks", "pages", "refactor", "render"},
    {"incremental", "planning"},
    {"build", "check", "explain"},
    {"importers", "preview", "publishers", "queries", "starter", "suggestions", "verify"},
    {"commands"},
    {"cli"},
    {"__main__"},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
THIRD_PARTY_HOMES = {
    "frontmatter": {"sources"},
    "yaml": {"schema", "commands"},
    "tree_sitter": {"schema"},
    "markdown": {"markdown"},
    "nh3": {"markdown"},
    "jinja2": {"render"},
    "lxml": {"checks", "importers"},
    "html_to_markdown": {"importers"},
    "mammoth": {"importers"},
    "openpyxl": {"importers"},
    "readability": {"importers"},
    "spacy": {"suggestions"},
    "livereload": {"preview"},
    "tornado": {"preview"},
    "watchfiles": {"preview"},
    "filelock": {"output"},
    "msgspec": {"runtime", "importers"},
    "sqlite3": {"runtime", "formats", "redaction"},
    "ahocorasick_rs": {"names", "linking", "redaction"},
    "rapidfuzz": {"checks", "schema"},
    "ruamel": {"refactor"},
    "tomlkit": {"refactor"},
    "icalendar": {"formats", "importers"},
    "babel": {"language"},
    "boto3": {"publishers"},
    "botocore": {"publishers"},
    "brotli": {"publishers"},
    "httpx": {"publishers"},
    "keyring": {"commands"},
    "paramiko": {"publishers"},
    "webdav4": {"publishers"},
    "PIL": {"formats", "render"},
    "rich": {"commands"},
    "weasyprint": {"commands"},
}


@functools.cache
def modules() -> list[tuple[str, ast.Module]]:
    return [
        (
            ".".join(file.relative_to(PACKAGE).with_suffix("").parts),
            ast.parse(file.read_text(encoding="utf-8")),
        )
        for file in sorted(PACKAGE.rglob("*.py"))
    ]


def imports(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            if node.module.startswith("site_builder."):
                names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


@pytest.mark.parametrize(
    ("module", "tree"), modules(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_module_imports_from_lower_layers_or_its_own_package(module: str, tree: ast.Module) -> None:
    top = module.partition(".")[0]
    assert top in LEVEL, f"{module} is in no layer"
    for name in imports(tree):
        if name.startswith("site_builder."):
            other = name.split(".")[1]
            assert other == top or LEVEL[other] < LEVEL[top], f"{module} imports {name}"


@pytest.mark.parametrize(("library", "homes"), THIRD_PARTY_HOMES.items())
def test_a_library_is_imported_in_its_home_only(library: str, homes: set[str]) -> None:
    found = {
        module.partition(".")[0]
        for module, tree in modules()
        if any(name.partition(".")[0] == library for name in imports(tree))
    }
    assert found <= homes


def test_nothing_below_the_commands_reads_a_clock_or_the_environment() -> None:
    for module, tree in modules():
        if module.startswith("commands"):
            continue
        assert not {"time", "locale", "random"} & imports(tree), module
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in {"now", "today", "utcnow", "getenv", "setlocale"}, module
            if isinstance(node, ast.Attribute):
                assert node.attr != "environ", module


def test_only_the_stage_is_ever_removed_with_its_contents() -> None:
    users = {
        module
        for module, _ in modules()
        if "rmtree" in (PACKAGE / f"{module.replace('.', '/')}.py").read_text()
    }
    assert users == {"output.commit", "output.placement"}


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def test_modules_and_functions_stay_small() -> None:
    long_modules = {
        file.name: lines
        for file in PACKAGE.rglob("*.py")
        if (lines := file.read_text(encoding="utf-8").count("\n")) >= 400
    }
    assert long_modules == {}
    long_functions = {
        f"{module}.{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for module, tree in modules()
        for function in functions(tree)
        if (function.end_lineno or 0) - function.lineno + 1 >= 60
    }
    assert long_functions == {}


def test_the_build_is_one_function_on_one_screen() -> None:
    tree = dict(modules())["build"]
    [build] = functions(tree)
    assert (build.end_lineno or 0) - build.lineno + 1 <= 50


#: Names that say nothing of what they stand for.
VAGUE = {"one", "found", "known", "other", "what", "said", "told"}


def bound_names(tree: ast.Module) -> list[str]:
    names = []
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                names.append(name)
            case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.append(name)
            case ast.ExceptHandler(name=str(name)):
                names.append(name)
    return names


def test_names_say_what_they_stand_for() -> None:
    names = [name for _, tree in modules() for name in bound_names(tree)]
    assert sum(name in VAGUE for name in names) / len(names) < 0.01


def test_private_attributes_of_libraries_are_touched_in_one_module() -> None:
    for module, tree in modules():
        own = {name for name in bound_names(tree) if name.startswith("_")}
        own |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and is_of_self(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.endswith("__"):
                # Documented, for all that their names begin so.
                is_public = node.attr in {"_replace", "_asdict", "_value_", "_exit"}
                assert is_public or node.attr in own or module == "library_internals", (module, node.attr)


def is_of_self(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}


def test_no_function_of_the_build_takes_more_than_five_parameters() -> None:
    # A command has as many as it has options; an object of values has as many as it has values.
    apart = ("commands", "refactor")
    too_many = [
        f"{module}.{function.name}"
        for module, tree in modules()
        if not module.startswith(apart)
        for function in functions(tree)
        if function.name != "__init__" and len(parameters(function)) > 5
    ]
    assert too_many == []


def parameters(function: ast.FunctionDef) -> list[str]:
    arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    return [argument.arg for argument in arguments if argument.arg not in {"self", "cls"}]
