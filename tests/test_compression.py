"""Answers go out compressed for those who can read it, and stay cacheable."""

import gzip

import pytest
from flask.testing import FlaskClient

PATHS = ["/about/ranking", "/v1/openapi.json", "/static/vendor/htmx-4.0.1/htmx.min.js"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip"])
def test_an_answer_is_compressed_as_asked(client: FlaskClient, path: str, encoding: str) -> None:
    plain = client.get(path, buffered=True)
    packed = client.get(path, headers={"Accept-Encoding": encoding}, buffered=True)
    assert packed.headers["Content-Encoding"] == encoding
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.data) < len(plain.data) / 2
    if encoding == "gzip":
        assert gzip.decompress(packed.data) == plain.data


@pytest.mark.parametrize("path", PATHS)
def test_a_compressed_answer_is_revalidated(client: FlaskClient, path: str) -> None:
    first = client.get(path, headers={"Accept-Encoding": "br"}, buffered=True)
    again = client.get(path, headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]}, buffered=True)
    assert (again.status_code, again.data) == (304, b"")


def test_who_asks_for_nothing_gets_plain_text(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/about/ranking").headers
