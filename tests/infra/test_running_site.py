"""A running bin/serve: it refuses a second one on its folder, serves commands, and answers the curls of README.md."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.infra import curl_stand_in
from tests.infra.machine import ROOT, Site, flask, free_port, refused_serve, site

SOURCE_API = {
    "GET /health",
    "GET /api/regions",
    "GET /api/search",
    "GET /api/trending/*",
    "POST /v1/authentication/user",
    "POST /v1/authentication/token",
    "PUT /v1/authentication/token",
    "DELETE /v1/authentication/token",
    "PUT /v1/users/*",  # activate/ and the secret come from the mail
    "GET /v1/users",
    "GET /v1/users/*",
    "PUT /v1/users/*/follow",
    "PUT /v1/users/*/unfollow",
    "GET /v1/users/feed",
    "POST /v1/posts",
    "GET /v1/posts/*",
    "PATCH /v1/posts/*",
    "DELETE /v1/posts/*",
    "POST /v1/posts/*/comments",
    "GET /v1/posts/*/comments",
}


def test_a_running_site_serves_commands_and_the_curls_of_the_readme_until_its_database_dies(
    data_dir: Path, tmp_path: Path
) -> None:
    with site(data_dir) as running:
        secret = (data_dir / "secret_key").read_text()
        second = refused_serve({**running.environ, "PORT": str(free_port())})
        assert second.returncode == 2
        assert f"bin/serve runs on {data_dir} already" in second.stderr
        assert flask("seed", "--days", "1", environ=running.environ).returncode == 0
        assert (data_dir / "secret_key").read_text() == secret
        answered_as_the_readme_says(running, tmp_path)
        running.words_after_the_death_of("bin/postgres")


def answered_as_the_readme_says(running: Site, folder: Path) -> None:
    commands = readme_curls().replace(":8000", f":{running.port}")
    if shutil.which("curl") is None:
        (folder / "curl").write_text(f'#!/bin/sh\nexec {sys.executable} {curl_stand_in.__file__} "$@"\n')
        (folder / "curl").chmod(0o755)
    (folder / ".curlrc").write_text('write-out = "%{stderr}%{http_code}\\n"\nno-progress-meter\n')
    own = {"CURL_HOME": str(folder), "PATH": f"{folder}:{os.environ['PATH']}"}
    ran = subprocess.run(["sh", "-eu"], input=commands, env={**os.environ, **own}, capture_output=True, text=True)
    assert ran.stderr.split() == re.findall(r"# (\d{3})\b", commands), ran.stdout


def test_the_curls_of_the_readme_ask_for_all_of_the_source_api() -> None:
    lines = readme_curls().replace("\\\n", "").splitlines()
    assert {asked for line in lines for asked in asked_for(line)} >= SOURCE_API


def readme_curls() -> str:
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## The API from curl\n")[1].split("\n## ")[0]
    return "".join(re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL))


def asked_for(line: str) -> set[str]:
    """The method and the path of the request of a line, whatever is particular to it as `*`."""
    path = re.search(r"\$site(/[^ \"?);]*)", line)
    method = re.search(r"-X ([A-Z]+)", line)
    if path is None:
        return set()
    general = re.sub(r"(?<=/)(\$\w+|ada|alice|bob|pl)(?=/|$)", "*", path[1])
    return {f"{method[1] if method else 'POST' if ' -d ' in line else 'GET'} {general}"}
