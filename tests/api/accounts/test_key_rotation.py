"""Another SECRET_KEY logs nobody out while the former one is a fallback."""

from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient

from tests.api.accounts.conftest import TOKEN, Login, bearer
from tests.conftest import Remake
from tests.servers import TEST_SECRET

NEW = {"secret_key": "new-secret-" * 4}
ROTATED = NEW | {"secret_key_fallbacks": (TEST_SECRET,)}


def test_a_token_of_the_former_key_is_still_good(remade: Remake, login: Login) -> None:
    assert remade(**ROTATED).test_client().get("/v1/me", headers=bearer(login())).status_code == 200


def test_without_the_fallback_it_is_not(remade: Remake, login: Login) -> None:
    assert remade(**NEW).test_client().get("/v1/me", headers=bearer(login())).status_code == 401


def test_the_next_token_is_of_the_new_key(client: FlaskClient, remade: Remake, login: Login) -> None:
    first = login()
    second = remade(**ROTATED).test_client().put(TOKEN, json={"refresh_token": first["refresh_token"]}).json["data"]
    assert remade(**NEW).test_client().get("/v1/me", headers=bearer(second)).status_code == 200
    assert client.get("/v1/me", headers=bearer(second)).status_code == 401


def test_a_pages_cookie_of_the_former_key_is_still_good(client: FlaskClient, remade: Remake) -> None:
    interface = SecureCookieSessionInterface()
    before = interface.get_signing_serializer(client.application)
    after = interface.get_signing_serializer(remade(**ROTATED))
    assert before is not None
    assert after is not None
    assert after.loads(before.dumps({"session": "x"})) == {"session": "x"}
