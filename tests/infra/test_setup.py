"""What bin/serve, bin/test and bin/flask say when the machine is not fit for them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pip
import pytest

from tests.infra.machine import ROOT, free_port

# Not that of .venv, from which another would not be a real one.
REAL_PYTHON = Path(sys.base_prefix) / "bin" / "python3"
TOOLS = ("bash", "dirname", "cat", "cksum", "grep", "df", "awk", "rm", "touch", "tee", "tail", "flock")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A project without .venv, whose one dependency no index holds; its tests need no more."""
    folder = tmp_path / "clone"
    shutil.copytree(ROOT / "bin", folder / "bin")
    (folder / "requirements.txt").write_text(f"no-such-package==1.0 --hash=sha256:{'0' * 64}\n")
    (folder / "requirements-dev.txt").touch()
    return folder


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A PATH of its own, to which a test adds the Python that it wants."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        if found:
            (folder / name).symlink_to(found)
    return folder


def program(path: Path, script: str) -> None:
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def python(tools: Path) -> None:
    program(tools / "python3", f'exec "{REAL_PYTHON}" "$@"')


def installed(clone: Path, lock: str, told: str) -> None:
    """A .venv as `lock` wants it, whose Python runs `told`."""
    (clone / ".venv/bin").mkdir(parents=True)
    program(clone / ".venv/bin/python", f'[ "$1" = --version ] && echo "Python 3" || {{ {told}; }}')
    checksum = subprocess.run(["cksum"], input=(clone / lock).read_bytes(), capture_output=True, check=True).stdout
    (clone / ".venv/installed").write_text(f"{lock} {checksum.decode().strip()} Python 3\n")


def run_tests(clone: Path, tools: Path) -> subprocess.CompletedProcess[str]:
    """bin/test for root, on a machine without Chromium."""
    program(tools / "id", "echo 0")
    return subprocess.run([clone / "bin/test"], env={"PATH": str(tools)}, capture_output=True, text=True, check=False)


def flask(clone: Path, tools: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": str(tools), "HOME": os.path.expanduser("~"), **more}
    return subprocess.run([clone / "bin/flask", "routes"], env=environ, capture_output=True, text=True, check=False)


def test_a_python_that_is_too_old_is_named_with_what_to_install(clone: Path, tools: Path) -> None:
    program(tools / "python3", 'case $1 in --version) echo "Python 3.9.2" ;; *) exit 1 ;; esac')
    refused = flask(clone, tools)
    assert refused.returncode == 1
    assert "needs Python 3.11 or newer; here is Python 3.9.2" in refused.stderr
    assert "apt install python3" in refused.stderr


def test_a_missing_python_is_told(clone: Path, tools: Path) -> None:
    refused = flask(clone, tools)
    assert refused.returncode == 1
    assert "here is none" in refused.stderr


def test_a_full_disk_is_told_before_anything_is_made(clone: Path, tools: Path) -> None:
    python(tools)
    program(tools / "df", r'printf "Filesystem 1M Used Available\ndisk 1000 990 10 99%% /\n"')
    refused = flask(clone, tools)
    assert refused.returncode == 1
    assert "The disk is full: 1000 MB must be free" in refused.stderr
    assert not (clone / ".venv").exists()


def test_a_python_without_venv_is_told(clone: Path, tools: Path) -> None:
    program(tools / "python3", f'[ "$2" = venv ] && exit 1; exec "{REAL_PYTHON}" "$@"')
    refused = flask(clone, tools)
    assert refused.returncode == 1
    assert "apt install python3-venv" in refused.stderr


def test_a_failed_download_is_told_and_the_next_run_begins_anew(clone: Path, tools: Path, tmp_path: Path) -> None:
    # A pip of its own would take a new .venv four seconds.
    link = f"{shutil.which('ln')} -s {Path(pip.__file__).parent} .venv/lib/python3*/site-packages/"
    make = f'"{REAL_PYTHON}" -m venv --without-pip --clear .venv && {link}'
    program(tools / "python3", f'if [ "$2" = venv ]; then {make}; else exec "{REAL_PYTHON}" "$@"; fi')
    asked = tmp_path / "asked"
    nowhere = {"PIP_INDEX_URL": f"http://127.0.0.1:{free_port()}/", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull}
    for _ in range(2):
        refused = flask(clone, tools, **nowhere)
        assert refused.returncode == 1
        assert "Making .venv with Python 3" in refused.stderr
        assert "A download failed: check the network" in refused.stderr
        assert not (clone / ".venv/installed").exists()
        # That another is asked for is what matters.
        program(tools / "python3", f'[ "$2" = venv ] && echo "$*" >{asked} || exec "{REAL_PYTHON}" "$@"')
    assert asked.read_text() == "-m venv --clear .venv\n"


@pytest.mark.parametrize("exit_code", [0, 1])
def test_pip_installs_what_uv_could_not_and_a_second_run_nothing(clone: Path, tools: Path, exit_code: int) -> None:
    asked = clone / "asked"
    asked.touch()
    (clone / ".venv/bin").mkdir(parents=True)
    program(clone / ".venv/bin/python", f"""echo "$*" | sed -n 's/.*pip install.* -r/pip/p' >>{asked}; echo Python 3""")
    program(tools / "python3", "exit 0")  # makes no other .venv
    program(clone / ".venv/bin/uv", f'echo "$*" | sed "s/.* -r/uv/" >>{asked}; exit {exit_code}')
    (tools / "sed").symlink_to(shutil.which("sed") or "")
    for _ in range(2):
        assert flask(clone, tools).returncode == 0
    by_pip = ["pip requirements.txt"] if exit_code else []
    assert asked.read_text().splitlines() == ["pip requirements-uv.txt", "uv requirements.txt", *by_pip]


def test_files_and_folders_are_named_from_where_the_person_stands(clone: Path, tools: Path, tmp_path: Path) -> None:
    installed(clone, "requirements.txt", 'echo "$PWD $DATA_DIR $*"')
    command = [clone / "bin/flask", "videos", "import", "chart.csv"]
    environ = {"PATH": str(tools), "DATA_DIR": "data"}
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=True)
    assert done.stdout == f"{tmp_path} {tmp_path}/data -P -m app.cli.run videos import chart.csv\n"


def test_a_chromium_that_cannot_be_had_is_told_and_the_tests_run_without_it(clone: Path, tools: Path) -> None:
    program(tools / "apt-get", "echo no such package; exit 100")
    installed(clone, "requirements-dev.txt", '[ "$1" = -c ] && echo 4 || echo "$*"')
    ran = run_tests(clone, tools)
    assert (ran.returncode, ran.stdout) == (0, "-m pytest -n 4 --dist worksteal\n")
    assert "Chromium could not be installed; the reason is in .chromium.log." in ran.stderr
    assert (clone / ".chromium.log").read_text() == "no such package\n"


def test_the_installing_of_chromium_is_not_left_behind_by_a_start_that_fails(clone: Path, tools: Path) -> None:
    (tools / "sleep").symlink_to(shutil.which("sleep") or "")
    program(tools / "apt-get", f"sleep 0.2; echo $1 >>{clone}/asked")
    ran = run_tests(clone, tools)
    assert ran.returncode == 1
    assert "here is none" in ran.stderr
    assert (clone / "asked").read_text() == "update\ninstall\n"
