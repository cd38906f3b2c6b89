"""How long `bin/serve` takes on an empty data folder, with the demo world, and on the same folder again."""

import os
import subprocess
import sys
from socket import socket
from tempfile import TemporaryDirectory
from time import perf_counter

from config import ROOT

ANSWERS = "answers on"


def main() -> None:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "DATA_DIR": folder, "PORT": str(port)}
        for name in ("first start", "second start"):
            print(f"{name:<13} {seconds_to_answer(environment):6.1f} s")


def seconds_to_answer(environment: dict[str, str]) -> float:
    """From the command to the printed address; the site is stopped again."""
    began = perf_counter()
    command = [sys.executable, "-m", "app.cli.serve"]
    site = subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    with site:
        for line in site.stdout or ():
            if ANSWERS in line:
                break
        took = perf_counter() - began
        site.terminate()
    return took


if __name__ == "__main__":
    main()
