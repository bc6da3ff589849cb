from __future__ import annotations

import re
from pathlib import Path

import pytest

from qa.errors import SettingsError
from qa.settings import ROOT, Settings, get_settings, resolve_index


def test_the_readme_documents_every_setting_and_no_other() -> None:
    table = dict(
        re.findall(
            r"^\| `(QA_\w+)` \|.*\| (.+?) \|$", (ROOT / "README.md").read_text("utf-8"), re.M
        )
    )
    expected = {
        f"QA_{name.upper()}": field.description for name, field in Settings.model_fields.items()
    }
    assert table == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QA_PORT", "seventy"),
        ("QA_TIMEZONE", "Mars/Olympus"),
        ("QA_AUTH", "nameonly"),
        ("QA_CHAT_TIMEOUT", "-1"),
    ],
)
def test_a_bad_value_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    get_settings.cache_clear()
    with pytest.raises(SettingsError, match=name):
        get_settings()


def test_a_dot_env_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("QA_PORT=8123\nOTHER=1\n")
    monkeypatch.chdir(tmp_path)
    get_settings.cache_clear()
    assert get_settings().port == 8123


def test_secrets_are_not_shown() -> None:
    assert "tiger" not in repr(Settings(auth="cat:tiger", api_keys="tiger"))


def test_an_index_is_a_folder_or_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert resolve_index(tmp_path) == tmp_path
    assert resolve_index("mine") == ROOT / "indexes" / "mine"
    assert resolve_index("some/where") == Path.cwd() / "some/where"
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    assert resolve_index("here") == tmp_path / "here"
