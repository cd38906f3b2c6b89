"""The environment is read strictly."""

from pathlib import Path

import pytest

from config import ConfigError, Settings

PRODUCTION = {"APP_ENV": "production", "ALLOWED_HOSTS": "upswell.example"}
SECRET = {"SECRET_KEY": "k" * 32}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "80a"),
        ("PORT", "70000"),
        ("PORT", "8_000"),
        ("PORT", "8000.0"),
        ("WORKERS", "0"),
        ("TRUSTED_PROXIES", "+1"),
        ("DATA_DIR", "~nobody-of-this-name/data"),
        ("DATABASE_URL", "postgresql+psycopg://u:p@host:port/x"),
        ("SERVER", "apache"),
        ("APP_ENV", "staging"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("REDIS_URL", "localhost:6379"),
        ("REDIS_URL", "redis://host:port/0"),
        ("REDIS_URL", "unix://"),
        ("SECRET_KEY", "short"),
        ("SEED_DEMO", "yes"),
        ("RATELIMIT_ENABLED", "on"),
        ("SENDGRID_SANDBOX", "true"),
        ("RATELIMIT_DEFAULT", "many"),
        ("RATELIMIT_DEFAULT", "0 per minute"),
        ("YOUTUBE_API_HOST", "https://"),
        ("LOG_LEVEL", "loud"),
        ("SENDGRID_HOST", "api.sendgrid.com"),
        ("MAIL_FROM", "nobody"),
        ("PUBLIC_URL", "https://upswell.example/?page=1"),
        ("SECRET_KEY_FALLBACKS", "short," + "k" * 32),
        ("CORS_ORIGINS", "*"),
        ("CORS_ORIGINS", "https://app.example/"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "https://upswell.example"),
        ("ALLOWED_HOSTS", "upswell.example:443"),
    ],
)
def test_a_bad_value_is_named_with_the_accepted_form(name: str, value: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        Settings.from_env({name: value})
    assert str(refusal.value).startswith(f"{name}: accepted is ")
    assert value not in str(refusal.value).split()


def test_every_bad_value_is_named_at_once() -> None:
    with pytest.raises(ConfigError) as refusal:
        Settings.from_env({"PORT": "x", "WORKERS": "y"})
    assert {line.split(":")[0] for line in str(refusal.value).splitlines()} == {"PORT", "WORKERS"}


def test_production_has_no_default_secret() -> None:
    with pytest.raises(ConfigError, match="SECRET_KEY"):
        Settings.from_env(PRODUCTION)
    assert Settings.from_env(PRODUCTION | SECRET).is_production


def test_production_has_the_hosts_it_is_given_and_that_of_its_public_address() -> None:
    unnamed = SECRET | {"APP_ENV": "production"}
    with pytest.raises(ConfigError, match="ALLOWED_HOSTS or PUBLIC_URL: one is required"):
        Settings.from_env(unnamed)
    address = {"PUBLIC_URL": "https://Upswell.example:8443/"}
    assert Settings.from_env(unnamed | address).hosts == ("upswell.example",)
    both = Settings.from_env(unnamed | address | {"ALLOWED_HOSTS": "WWW.upswell.example, .upswell.test"})
    assert both.hosts == ("www.upswell.example", ".upswell.test", "upswell.example")


def test_development_answers_under_any_host_unless_told() -> None:
    assert Settings.from_env({"PUBLIC_URL": "https://upswell.example"}).hosts == ()
    assert Settings.from_env({"ALLOWED_HOSTS": "upswell.test"}).hosts == ("upswell.test",)


@pytest.mark.parametrize(("text", "is_on"), [("1", True), ("0", False)])
def test_a_switch_is_1_or_0(text: str, is_on: bool) -> None:
    settings = Settings.from_env({"SEED_DEMO": text, "RATELIMIT_ENABLED": text, "SENDGRID_SANDBOX": text})
    assert [settings.seed_demo, settings.ratelimit_enabled, settings.sendgrid_sandbox] == [is_on] * 3


def test_production_that_sends_mails_says_who_it_is() -> None:
    sending = PRODUCTION | SECRET | {"SENDGRID_API_KEY": "SG.key"}
    with pytest.raises(ConfigError, match="MAIL_FROM, PUBLIC_URL: required"):
        Settings.from_env(sending)
    named = {**sending, "MAIL_FROM": "Upswell <mail@upswell.example>", "PUBLIC_URL": "https://upswell.example/"}
    assert Settings.from_env(named).site_url == "https://upswell.example"


def test_without_a_public_address_mails_name_the_listening_one() -> None:
    assert Settings.from_env({"PORT": "8001"}).site_url == "http://127.0.0.1:8001"
    assert Settings.from_env({"HOST": "::1"}).site_url == "http://[::1]:8000"


def test_an_empty_variable_counts_as_unset() -> None:
    assert Settings.from_env({"PORT": "", "DATABASE_URL": ""}) == Settings.from_env({})


def test_secrets_are_not_shown_when_settings_are_printed() -> None:
    settings = Settings.from_env({"SECRET_KEY": "k" * 32, "YOUTUBE_API_KEY": "hidden", "SENDGRID_API_KEY": "hidden"})
    assert "k" * 32 not in repr(settings)
    assert "hidden" not in repr(settings)


def test_what_is_separated_by_commas_is_read_one_by_one() -> None:
    origins = Settings.from_env({"CORS_ORIGINS": "https://a.example, http://localhost:3000"}).cors_origins
    assert origins == ("https://a.example", "http://localhost:3000")


def test_the_data_folder_is_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings.from_env({"DATA_DIR": "here"}).data_dir == tmp_path / "here"


def test_an_application_without_servers_says_how_to_start_one() -> None:
    with pytest.raises(ConfigError, match="bin/flask"):
        Settings.from_env({}).flask_config()
