"""The environment is read strictly."""

from pathlib import Path

import pytest

from config import ConfigError, Settings

PRODUCTION = {"APP_ENV": "production"}


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
        ("SEED_DEMO", "perhaps"),
        ("RATELIMIT_DEFAULT", "many"),
        ("RATELIMIT_DEFAULT", "0 per minute"),
        ("YOUTUBE_API_HOST", "https://"),
        ("LOG_LEVEL", "loud"),
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
    assert Settings.from_env({**PRODUCTION, "SECRET_KEY": "k" * 32}).is_production


def test_an_empty_variable_counts_as_unset() -> None:
    assert Settings.from_env({"PORT": "", "DATABASE_URL": ""}) == Settings.from_env({})


def test_secrets_are_not_shown_when_settings_are_printed() -> None:
    settings = Settings.from_env({"SECRET_KEY": "k" * 32, "YOUTUBE_API_KEY": "hidden"})
    assert "k" * 32 not in repr(settings)
    assert "hidden" not in repr(settings)


def test_the_data_folder_is_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings.from_env({"DATA_DIR": "here"}).data_dir == tmp_path / "here"


def test_an_application_without_servers_says_how_to_start_one() -> None:
    with pytest.raises(ConfigError, match="bin/flask"):
        Settings.from_env({}).flask_config()
