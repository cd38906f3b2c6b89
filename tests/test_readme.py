"""The README tells what the project does now."""

import re

from config import ROOT, Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_settings_table_is_that_of_config() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \| (.*) \|$", README, re.MULTILINE)
    assert {name: accepted for name, _, accepted in rows} == {
        name.upper(): field.description for name, field in Settings.model_fields.items()
    }


def test_every_link_inside_the_project_leads_somewhere() -> None:
    for path in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / path).exists(), path


def test_every_command_named_is_there() -> None:
    for command in set(re.findall(r"bin/(\w+)", README)):
        assert (ROOT / "bin" / command).exists(), command
