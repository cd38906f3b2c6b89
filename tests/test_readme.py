"""The README tells what the project does now."""

import re
from pathlib import Path

from config import ROOT, Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_settings_table_is_that_of_config() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`(.*?)`)? \| (.*) \|$", README, re.MULTILINE)
    assert {name: (default, accepted) for name, default, accepted in rows} == {
        name.upper(): (written(field.default), field.description) for name, field in Settings.model_fields.items()
    }


def written(default: object) -> str:
    """A default as the environment would give it; empty for none."""
    match default:
        case None | ():
            return ""
        case bool():
            return str(int(default))
        case Path():
            return str(default.relative_to(ROOT))
    return str(default)


def test_every_link_inside_the_project_leads_somewhere() -> None:
    for path in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / path).exists(), path


def test_every_command_named_is_there() -> None:
    for command in set(re.findall(r"bin/(\w+)", README)):
        assert (ROOT / "bin" / command).exists(), command
