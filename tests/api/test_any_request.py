"""A client that knows only the OpenAPI document finds no failure, and no answer that it does not tell of."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.api.test_openapi import PATHS

EXAMPLES = 6
"""Requests of each kind that are tried on each address."""

BEYOND_SCHEMA = {"cursor", "compare"}
"""What a schema cannot tell: only this site can sign a cursor, and regions that are compared differ."""

TAKES_NOTHING = {"/api/regions", "/health", "/health/live", "/health/ready"}


pytestmark = pytest.mark.usefixtures("world")


def send(api: schemathesis.BaseSchema, path: str, mode: GenerationMode) -> int:
    """Send made-up requests to an address and check each answer; how many were sent."""
    sent = []

    @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=api[path]["GET"].as_strategy(mode))
    def check(case: Case) -> None:
        asked = BEYOND_SCHEMA & (case.query or {}).keys()
        # Its client reads no compression; tests/test_compression.py does.
        case.headers = {**(case.headers or {}), "Accept-Encoding": "identity"}
        case.call_and_validate(excluded_checks=[positive_data_acceptance] if asked else [])
        sent.append(case)

    check()
    return len(sent)


@pytest.mark.parametrize("path", sorted(PATHS))
def test_requests_as_documented_are_answered_as_documented(api: schemathesis.BaseSchema, path: str) -> None:
    assert send(api, path, GenerationMode.POSITIVE) >= 1


@pytest.mark.parametrize("path", sorted(PATHS - TAKES_NOTHING))
def test_requests_that_break_the_document_are_refused_as_documented(api: schemathesis.BaseSchema, path: str) -> None:
    assert send(api, path, GenerationMode.NEGATIVE) >= 1
