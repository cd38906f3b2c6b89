"""The pages on the way into an account: sign-up, login, a new password."""

from werkzeug.exceptions import TooManyRequests

from app.web.accounts import login, registration, reset, secret_links, throttles

BLUEPRINTS = (registration.blueprint, login.blueprint, reset.blueprint)

for _blueprint in BLUEPRINTS:
    _blueprint.register_error_handler(TooManyRequests, throttles.tell)
    secret_links.keep_secrets(_blueprint)
