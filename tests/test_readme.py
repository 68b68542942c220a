"""README says what the code does: its file tree, its commands and its table of settings are compared with the source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("ingest", "assistant", "ui", "evals")
EVERYWHERE = {"__init__", "__main__", "errors", "settings"}  # README tells once what these are
FAMILIAR = {"README.md", "LICENSE", "CHANGELOG.md"}
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
# env.get("NAME"), env["NAME"], or a function that is given env and "NAME"
SETTING = re.compile(r'\b(?:env|values)(?:\.get\(|\[|, )"([A-Z][A-Z_]*)"')


def tree() -> dict[str, str]:
    """Each path in the file tree of README, folders with a slash behind them, and its comment."""
    block = README.split("\n## Files\n")[1].split("```")[1]
    found, folder = {}, ""
    for line in block.splitlines()[1:]:
        name, _, comment = line.strip().partition(" ")
        folder = folder if line.startswith(" ") else ""
        found[folder + name] = comment.strip()
        folder = name if name.endswith("/") else folder
    return found


def test_tree_names_every_source_file_and_nothing_else(project_files: list[Path]) -> None:
    seen = [path for path in project_files if path.parts[0][0] != "." and path.name not in FAMILIAR]
    top = {path.parts[0] + "/" * (len(path.parts) > 1) for path in seen}
    sources = {p.as_posix() for p in project_files if p.parts[0] in PACKAGES and p.suffix == ".py" and p.stem not in EVERYWHERE}
    listed = tree()
    assert sorted((top | sources) - listed.keys()) == [], "missing in README"
    assert sorted(path for path in listed if not (ROOT / path).exists()) == [], "in README but gone"
    assert [path for path, comment in listed.items() if not comment] == [], "without a comment"


def called(package: str, method: str) -> Iterator[str]:
    """The first argument of every call of the method in the package, where it is a text: names of commands and of options."""
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


@pytest.mark.parametrize("package", PACKAGES)
def test_commands_are_those_of_the_parsers(package: str) -> None:
    rests = re.findall(rf"python -m {package}\b([^`\n#]*)", README)
    assert rests, f"README does not show python -m {package}"
    commands = set(called(package, "add_parser"))
    options = {option for option in called(package, "add_argument") if option.startswith("--")}
    parts = [part.strip() for rest in rests for part in rest.split("|")] if commands else []
    shown = {part.split()[0] for part in parts if part and not part.startswith("[")}  # `[--host H]` is the command without a name
    assert sorted(shown) == sorted(commands)
    assert {option for rest in rests for option in re.findall(r"--[a-z][a-z-]*", rest)} <= options


def test_make_targets_are_those_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.M)) - {"help"}
    assert sorted(set(re.findall(r"(?:`|^)make ([a-z]+)", README, re.M))) == sorted(targets)


def test_settings_are_those_that_the_code_reads() -> None:
    read = {
        name for package in PACKAGES for path in (ROOT / package).rglob("*.py") for name in SETTING.findall(path.read_text("utf-8"))
    }
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    table = "".join(line for line in README.splitlines() if line.startswith("| `REISGENOOT_"))
    assert sorted(re.findall(r"`REISGENOOT_([A-Z_]+)`", table)) == sorted(read)
    assert sorted(re.findall(r"^# REISGENOOT_([A-Z_]+)=", example, re.M)) == sorted(read)
