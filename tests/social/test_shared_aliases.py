"""Threads that use the aliases of a fresh process for the first time all get the same statement."""

import subprocess
import sys

from config import ROOT

# What goes wrong does so for good, hence a process of its own; it changes threads as often as it can.
FIRST_USE = """
import pkgutil, sys, threading, warnings
from importlib import import_module
from sqlalchemy import inspect, select
from sqlalchemy.orm.util import AliasedClass
import app

names = [one.name for one in pkgutil.walk_packages(app.__path__, "app.") if not one.name.startswith("app.cli")]
modules = [import_module(name) for name in names]
aliases = {id(one): one for module in modules for one in vars(module).values() if isinstance(one, AliasedClass)}
warnings.simplefilter("error")
sys.setswitchinterval(1e-6)

for alias in aliases.values():
    start, made = threading.Barrier(8), []

    def use():
        start.wait()
        made.append(str(select(*(getattr(alias, one.key) for one in inspect(alias).mapper.column_attrs))))

    threads = [threading.Thread(target=use) for _ in range(8)]
    for one in threads: one.start()
    for one in threads: one.join()
    assert len(made) == 8 and len(set(made)) == 1, made
    assert "," not in made[0].rpartition("FROM")[2], made[0]
print(len(aliases))
"""


def test_threads_may_use_an_alias_for_the_first_time_at_once() -> None:
    ran = subprocess.run([sys.executable, "-c", FIRST_USE], cwd=ROOT, capture_output=True, text=True)
    assert ran.stderr == ""
    assert int(ran.stdout) >= 18
