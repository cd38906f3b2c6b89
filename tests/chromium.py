"""The system's Chromium, without which the browser tests are left out."""

import os
import shutil
from pathlib import Path

import pytest

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_HAVE_IT = "`apt-get install chromium-headless-shell` as root brings it."
BROWSER_TESTS = Path(__file__).parent / "browser"


def find() -> str | None:
    """Its path."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("CI") == "true" and find() is None:
        raise pytest.UsageError(f"Chromium is missing, and CI must run the browser tests. {HOW_TO_HAVE_IT}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if find() is None:
        browser_items = [item for item in items if BROWSER_TESTS in item.path.parents]
        items[:] = [item for item in items if item not in browser_items]
        config.hook.pytest_deselected(items=browser_items)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if find() is None and BROWSER_TESTS.exists():
        terminalreporter.section("browser tests were not run")
        terminalreporter.write_line(f"There is no Chromium here. {HOW_TO_HAVE_IT}")


@pytest.fixture(scope="session")
def chromium_path() -> str | None:
    """The system's Chromium, for Playwright's `executable_path`; tests of tests/browser run only when there is one."""
    return find()
