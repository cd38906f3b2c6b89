"""The order of the house: who imports whom, who reads the environment, how long files are, which rooms there are."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "app").rglob("*.py"))
FLOORS = (
    {"errors"},  # app/errors.py asks web and api, which do not know each other
    {"web", "api", "hot", "cli", "jobs"},
    {"trending", "search", "feed", "accounts", "social", "notify"},
    {"models"},
    {"extensions", "infra", "regions"},
)
IN_AND_OUT, DOMAIN = FLOORS[1], FLOORS[2]
PURE = {"app/trending/score.py", "app/trending/observation.py"}
# Where a process begins, and so reads its environment.
STARTS = {"app/__init__.py", "app/cli/launch.py", "app/cli/run.py", "app/cli/serve.py", "app/cli/web.py"}
OF_ONE_REQUEST = {"current_user", "request", "session", "abort", "render_template", "render_template_string"}
TOP_FOLDERS = {"app", "bench", "bin", "deploy", "docs", "migrations", "static", "templates", "tests"}
MAX_LINES = 250


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def package_of(path: Path) -> str:
    """The room a module of `app` is in: `web`, `models`, `extensions`; empty for app/__init__.py."""
    first = path.relative_to(ROOT / "app").parts[0]
    return first.removesuffix(".py").removesuffix("__init__")


@cache
def tree_of(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of a module, which several tests look through."""
    return tuple(ast.walk(ast.parse(path.read_text())))


def imports_of(path: Path) -> Iterator[str]:
    """Full names of what a module imports, wherever in it that stands; relative ones stay in their package."""
    for node in tree_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms_used_by(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imports_of(path) if name.startswith("app.")} - {package_of(path)}


def floor_of(room: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def may_use(room: str, used: str) -> bool:
    if used in {"create_app", "command_app"}:
        return room in {"cli", "jobs"}
    if room == "extensions" or (room in IN_AND_OUT and used in IN_AND_OUT):
        return False
    return floor_of(used) >= floor_of(room)


def test_a_module_imports_only_its_own_floor_and_those_below() -> None:
    rooms = [(path, package_of(path)) for path in MODULES if package_of(path)]
    used = [(name_of(path), room, other) for path, room in rooms for other in rooms_used_by(path)]
    assert [(name, other) for name, room, other in used if not may_use(room, other)] == []


def test_every_room_stands_on_a_floor() -> None:
    assert {package_of(path) for path in MODULES} - {""} <= set().union(*FLOORS)


@pytest.mark.parametrize("name", sorted(PURE))
def test_a_pure_module_imports_nothing_from_app(name: str) -> None:
    assert [used for used in imports_of(ROOT / name) if used.split(".")[0] == "app"] == []


def test_the_domain_knows_no_request() -> None:
    domain = [path for path in MODULES if package_of(path) in DOMAIN | {"models"}]
    used = [(name_of(path), name) for path in domain for name in imports_of(path)]
    flask = [(path, name) for path, name in used if name.startswith(("flask.", "flask_login."))]
    assert [(path, name) for path, name in flask if name.rsplit(".", 1)[1] in OF_ONE_REQUEST] == []


def reads_the_environment(path: Path) -> bool:
    attributes = {node.attr for node in tree_of(path) if isinstance(node, ast.Attribute)}
    names = {name.rsplit(".", 1)[-1] for name in imports_of(path)}
    return bool((attributes | names) & {"environ", "environb", "getenv"})


def test_only_the_start_of_a_process_reads_the_environment() -> None:
    assert {name_of(path) for path in MODULES if reads_the_environment(path)} <= STARTS


@pytest.mark.parametrize("folder", ["app", "tests", "templates", "static", "bench"])
def test_no_file_is_longer_than_two_rooms_would_be(folder: str) -> None:
    files = [path for kind in ("py", "html", "css") for path in (ROOT / folder).rglob(f"*.{kind}")]
    own = [path for path in files if "vendor" not in path.parts]
    assert [name_of(path) for path in own if len(path.read_text().splitlines()) > MAX_LINES] == []


def test_the_top_folders_are_the_known_ones() -> None:
    visible = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))}
    assert visible <= TOP_FOLDERS


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert {path.stem for path in MODULES} & {"utils", "helpers", "manager", "common", "base"} == set()
