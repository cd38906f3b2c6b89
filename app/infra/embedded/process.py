"""Processes that run as the servers' account and die with their parent."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from signal import Signals
from typing import IO, Any

from .server import Account, ServerError

_UNPRIVILEGED_USER = "nobody"
_PR_SET_PDEATHSIG = 1
# Nothing of the caller's environment may change a server: no PG* variables, no locale, no time zone.
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def servers_account() -> Account:
    """The caller's own account, or `nobody` when that is root. Raises `ServerError` when there is no such user."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    try:
        entry = pwd.getpwnam(_UNPRIVILEGED_USER)
    except KeyError:
        raise ServerError(
            f"The database must not run as root and there is no user `{_UNPRIVILEGED_USER}`. "
            "Run this as another user, or set DATABASE_URL and REDIS_URL."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid, switch=True)


def die_with_parent(parent_pid: int, by: Signals = signal.SIGKILL) -> None:
    """Have the kernel send this process `by` when its parent ends, even by `kill -9`.

    Call it after any change of user (which clears the wish), in a child that its parent's main thread made: the kernel
    looks at the thread, not at the process.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(by))
    if os.getppid() != parent_pid:  # the parent ended before the wish was known
        os.kill(os.getpid(), by)


def start(
    command: Sequence[str],
    account: Account,
    *,
    output: IO[Any] | int,
    orphan_signal: Signals,
    kept_files: Sequence[int] = (),
    cwd: Path | str = "/",
) -> subprocess.Popen[bytes]:
    """Start `command` as `account`; call it from the main thread. `kept_files` are descriptors that it inherits."""
    parent_pid = os.getpid()
    return subprocess.Popen(
        command,
        env=_ENVIRONMENT,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        pass_fds=kept_files,
        preexec_fn=_bind(parent_pid, orphan_signal),
        **_identity(account),
    )


def run(command: Sequence[str], account: Account, *, script: str = "") -> None:
    """Run `command` as `account` to its end, with `script` as its input. Raises `ServerError` with its last lines."""
    result = subprocess.run(
        command,
        env=_ENVIRONMENT,
        cwd="/",
        input=script.encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=_bind(os.getpid(), signal.SIGKILL),
        **_identity(account),
    )
    if result.returncode != 0:
        last_lines = result.stdout.decode(errors="replace").strip().splitlines()[-6:]
        raise ServerError(f"`{Path(command[0]).name}` failed:\n" + "\n".join(last_lines))


def can_run(command: Sequence[str], account: Account) -> bool:
    """Whether `account` reaches that program, and it ends well."""
    try:
        run(command, account)
    except (ServerError, PermissionError, FileNotFoundError):
        return False
    return True


def _bind(parent_pid: int, orphan_signal: Signals) -> Callable[[], None]:
    return lambda: die_with_parent(parent_pid, orphan_signal)


def _identity(account: Account) -> dict[str, Any]:
    if not account.switch:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}
