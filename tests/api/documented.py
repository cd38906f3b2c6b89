"""What tests of the OpenAPI document share: its examples and schemas, and requests made up from it."""

from typing import Any

import jsonschema_rs
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance
from werkzeug.test import TestResponse

EXAMPLES = 3
"""Made-up requests to each operation."""

Document = dict[str, Any]


def schema_of(document: Document, operation: Document, status: str, mimetype: str) -> Document:
    schema = operation["responses"][status]["content"][mimetype]["schema"]
    return {**schema, "components": document["components"]}


def assert_documented(document: Document, operation: Document, answer: TestResponse) -> None:
    """An answer has the shape that the document tells of for its status, and data to show for it."""
    schema = schema_of(document, operation, str(answer.status_code), answer.mimetype)
    jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(answer.json)
    assert answer.status_code >= 400 or answer.json["data"]


def example_of(document: Document, schema: Document) -> Any:
    """An object made of the examples that stand beside its required fields; of alternatives the first."""
    named = schema["$ref"].rpartition("/")[2]
    fields = document["components"]["schemas"][named]
    alternatives = fields.get("oneOf", [{"required": []}])
    needed = [*fields.get("required", []), *alternatives[0]["required"]]
    return {name: fields["properties"][name]["examples"][0] for name in needed}


def body_of(document: Document, operation: Document, otherwise: Any = None) -> Any:
    """The body of the examples, None for a request without one; `otherwise` where all fields may be left out."""
    if "requestBody" not in operation:
        return None
    made = example_of(document, operation["requestBody"]["content"]["application/json"]["schema"])
    return made or otherwise or {}


def assert_answered(document: Document, operation: Document, answer: TestResponse, status: int) -> None:
    """The example was answered with this status, and as documented."""
    assert answer.status_code == status, answer.text
    if status != 204:
        assert_documented(document, operation, answer)


def example_query(operation: Document) -> dict[str, Any]:
    """The examples of the parameters in an address."""
    return {one["name"]: one["example"] for one in operation["parameters"] if one["in"] == "query" and "example" in one}


def send(
    api: schemathesis.BaseSchema, method: str, path: str, mode: GenerationMode, authorization: dict[str, str]
) -> int:
    """Send made-up requests with a good bearer and check each answer; how many were sent."""
    sent, headers = [], authorization | {"Accept-Encoding": "identity"}  # what is compressed is not read here

    @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=api[path][method.upper()].as_strategy(mode))
    def check(case: Case) -> None:
        # Made-up names are reserved, made-up passwords common, made-up tokens and ids nobody's.
        case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance, ignored_auth])
        sent.append(case)

    check()
    return len(sent)
