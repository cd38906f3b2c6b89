"""What measurements of the web server load it with, wrk, and what they compare it to: nginx with a static answer."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from typing import NamedTuple

TOOLS = {"wrk": "wrk", "nginx": "nginx-light"}
THREADS = 2
SCRIPT = """
wrk.headers["Authorization"] = "Bearer {token}"
local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("seed", {seed} + threads)
end
function init(arguments) math.randomseed(seed) end
function request() return wrk.format("GET", "/feed/" .. math.random({users})) end
function done(summary, latency, requests)
  local e = summary.errors
  local errors = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format("RESULT %d %d %d %d %d\\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), errors))
end
"""
NGINX = """
worker_processes 2; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; default_type application/json; keepalive_requests 1000000000;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder};
  scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; location / {{ return 200 "{body}"; }} }}
}}
"""
_TICK = os.sysconf("SC_CLK_TCK")


class Result(NamedTuple):
    """One run of wrk; the processor time is that of the server alone, in microseconds a request."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    errors: int
    processor_us: float

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds


def missing() -> str | None:
    """What to install before a measurement; None when all is there."""
    packages = [package for tool, package in TOOLS.items() if find(tool) is None]
    return f"apt-get install {' '.join(packages)}" if packages else None


def find(tool: str) -> str | None:
    return shutil.which(tool, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin")


def free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wrk_command(folder: Path, port: int, connections: int, seconds: float, users: int, token: str) -> list[str]:
    """Asks for random users; each call asks for others."""
    script = folder / "wrk.lua"
    script.write_text(SCRIPT.format(token=token, users=users, seed=int.from_bytes(os.urandom(3))))
    options = [f"-t{THREADS}", f"-c{connections}", f"-d{max(1, round(seconds))}", "-s", str(script)]
    return [str(find("wrk")), *options, f"http://127.0.0.1:{port}"]


def run(command: list[str], server_pids: list[int]) -> Result:
    """Run wrk against the server of these processes."""
    before = processor_seconds(server_pids)
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    used = processor_seconds(server_pids) - before
    told = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+)", said)
    if told is None:
        raise SystemExit(f"wrk said:\n{said}")
    requests, duration, p50, p99, errors = map(int, told.groups())
    return Result(requests, duration / 1e6, p50 / 1000, p99 / 1000, errors, used / max(1, requests) * 1e6)


def processor_seconds(pids: list[int]) -> float:
    """What these processes have used until now."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / _TICK


def family(pid: int) -> list[int]:
    """A process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


@contextmanager
def nginx(folder: Path, body: str) -> Iterator[tuple[int, int]]:
    """nginx with two workers that answers everything with `body`; its port and process."""
    port, configuration = free_port(), folder / "nginx.conf"
    configuration.write_text(NGINX.format(folder=folder, port=port, body=body))
    with subprocess.Popen([str(find("nginx")), "-p", str(folder), "-c", str(configuration)]) as process:
        try:
            yield port, process.pid
        finally:
            process.terminate()
