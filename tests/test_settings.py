"""Environment variables: what they are when not set, and what is said when they cannot be used."""

from pathlib import Path

import pytest

from marac.settings import BadSetting, Settings


def test_nothing_set_means_everything_on_this_machine() -> None:
    settings = Settings.read({})
    assert (settings.database_url, settings.port, settings.threads) == ("", 8000, 20)
    assert settings.home == Path.cwd() / ".marac"
    assert settings.master_key_file == settings.home / "keys" / "master.key"
    assert settings.signing_key_file == settings.home / "keys" / "signing.key"
    assert settings.base_url == settings.local_url == "http://127.0.0.1:8000"
    assert (settings.smtp_url, settings.mail_from) == ("", "marac@127.0.0.1")


def test_letters_come_from_the_address_people_type_unless_another_is_set() -> None:
    assert Settings.read({"MARAC_BASE_URL": "https://marac.example"}).mail_from == "marac@marac.example"
    read = Settings.read({"MARAC_SMTP_URL": "smtps://me:secret@mail.example", "MARAC_MAIL_FROM": "dpo@marac.example"})
    assert (read.smtp_url, read.mail_from) == ("smtps://me:secret@mail.example", "dpo@marac.example")
    assert "secret" not in repr(read)


@pytest.mark.parametrize(
    "environ, demo",
    [
        ({}, True),
        ({"DATABASE_URL": "postgresql://marac_app@/marac"}, False),
        ({"DATABASE_URL": "postgresql://marac_app@/marac", "MARAC_DEMO": "1"}, True),
        ({"MARAC_DEMO": "0"}, False),
        ({"MARAC_DEMO": "No"}, False),
    ],
)
def test_demonstration_data_only_where_no_real_database_is(environ: dict[str, str], demo: bool) -> None:
    assert Settings.read(environ).demo is demo


def test_the_port_is_in_the_address() -> None:
    assert Settings.read({"PORT": "8123"}).base_url == "http://127.0.0.1:8123"


def test_every_spelling_of_postgresql_becomes_one() -> None:
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        found = Settings.read({"DATABASE_URL": f"{scheme}://marac_app@db/marac"})
        assert found.database_url == "postgresql+psycopg://marac_app@db/marac"


@pytest.mark.parametrize(
    "name, value",
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "²"),
        ("DATABASE_URL", "sqlite:///file"),
        ("MARAC_OWNER_URL", "marac_owner@db"),
        ("MARAC_DEMO", "perhaps"),
        ("MARAC_BASE_URL", "marac.example"),
        ("MARAC_BASE_URL", "https://marac.example/somewhere"),
        ("MARAC_THREADS", "many"),
        ("MARAC_SMTP_URL", "mail.example"),
        ("MARAC_SMTP_URL", "https://mail.example"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        Settings.read({name: value})


def test_passwords_do_not_show() -> None:
    settings = Settings.read({"DATABASE_URL": "postgresql://marac_app:sesame@db/marac"})
    assert "sesame" not in repr(settings)
