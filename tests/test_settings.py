"""Settings: from the environment and a file, told wrong in words, and all of them in docs/settings.md."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from hmtocr.errors import ConfigurationError
from hmtocr.settings import Settings, load_settings

PAGE = (Path(__file__).parent.parent / "docs" / "settings.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| `(\w+)` \|(?: `([^`|]*)`)? \|", PAGE, flags=re.MULTILINE))


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("HMTOCR_"):
            monkeypatch.delenv(name)


def test_every_setting_is_told_with_its_default_and_no_other() -> None:
    told = {}
    for name, value in Settings():
        told[name] = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
    assert told == ROWS


def test_the_example_on_the_page_works(tmp_path: Path) -> None:
    example = re.search(r"^    # hmtocr\.toml\n((?:    .*\n)+)", PAGE, flags=re.MULTILINE)
    assert example
    path = tmp_path / "hmtocr.toml"
    path.write_text(re.sub("^    ", "", example[1], flags=re.MULTILINE))
    settings = load_settings(path)
    assert (settings.data, settings.tencent_edition) == (Path("/var/lib/hmtocr"), "mainland")
    assert settings.fetch_hosts == {"files.example.com"}


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "hmtocr.toml"
    path.write_text('queue = 3\npermit_rate = 7\ndata = "~/cards"\n')
    monkeypatch.setenv("HMTOCR_QUEUE", "5")
    monkeypatch.setenv("HMTOCR_PERMIT_RATE", "")
    monkeypatch.setenv("HMTOCR_CONFIG", str(path))
    settings = load_settings()
    assert (settings.queue, settings.permit_rate, settings.data) == (5, 7, Path.home() / "cards")
    other = tmp_path / "other.toml"
    other.write_text("permit_rate = 8")
    assert load_settings(other).permit_rate == 8


def test_lists_are_texts_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HMTOCR_FETCH_ALLOW", " a.example, B.example ,,")
    monkeypatch.setenv("HMTOCR_TENCENT_MAINLAND_HOSTS", "ocr.cn.example")
    settings = load_settings()
    assert settings.fetch_hosts == {"a.example", "b.example"}
    assert settings.mainland_hosts == {"ocr.cn.example"}
    assert Settings().fetch_hosts | Settings(fetch_allow="").fetch_hosts == {"a.example", "b.example"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("quue = 3", "there is no setting quue"),
        ("queue = -1", "the setting queue .HMTOCR_QUEUE."),
        ('tencent_edition = "sesame"', "'intl' or 'mainland'"),
        ("queue = ", "not TOML"),
        ("secret_key = ['sesame']", "the setting secret_key"),
        ('[server]\nport = "sesame"', "there is no setting server"),
    ],
)
def test_what_is_wrong_is_told_without_the_value(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "hmtocr.toml"
    path.write_text(content)
    with pytest.raises(ConfigurationError, match=words) as caught:
        load_settings(path)
    assert "sesame" not in str(caught.value)


def test_a_wrong_variable_and_a_missing_file_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_settings(tmp_path / "missing.toml")
    monkeypatch.setenv("HMTOCR_THREADS", "many")
    with pytest.raises(ConfigurationError, match="HMTOCR_THREADS"):
        load_settings()


def test_settings_are_frozen_and_hide_their_secrets() -> None:
    settings = Settings(secret_key="sesame", database_url="postgresql://me:sesame@host/name")
    assert "sesame" not in repr(settings)
    with pytest.raises(ValidationError):
        settings.queue = 3  # type: ignore[misc]
