"""What tests want of each application: clients that are strangers to the test, and what compiles once for all."""

from collections.abc import Callable
from contextvars import Context
from typing import Any

from apiflask import APIFlask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule
from werkzeug.test import TestResponse


class CompiledTemplates(BytecodeCache):
    """Bytecode in memory, for all applications of a process, which compile alike."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


class VisitorClient(FlaskClient):
    """A client whose requests do not see the context of the test: each has its own `g` and database session."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return Context().run(super().open, *args, **kwargs)


_COMPILED = CompiledTemplates()
BuildAddress = Callable[..., tuple[str, str]]


def builders_made_once(make: Callable[[Rule, bool], BuildAddress]) -> Callable[[Rule, bool], BuildAddress]:
    """What makes the function that builds a rule's address, kept by the rule: it is most of making an application.

    Ours convert the parts of addresses alike.
    """
    kept: dict[object, BuildAddress] = {}

    def made(rule: Rule, append_unknown: bool) -> BuildAddress:
        key = (rule.subdomain, rule.rule, repr(rule.defaults), append_unknown)
        if key not in kept:
            kept[key] = make(rule, append_unknown)
        return kept[key]

    return made


def watched(app: APIFlask) -> APIFlask:
    app.config["TESTING"] = True
    app.jinja_env.bytecode_cache = _COMPILED
    app.test_client_class = VisitorClient
    return app
