"""Systems: how they are named, and which model a name means."""

from pathlib import Path

import pytest

from evals.systems import System, find_model, parse_system
from qa.errors import EvalError
from qa.settings import get_settings
from tests.evals.models import write_model, write_package


@pytest.mark.parametrize(
    ("text", "system"),
    [
        ("hybrid", System("hybrid")),
        ("dense", System("dense")),
        ("lexical", System("lexical")),
        ("dense:some/model", System("dense", "some/model")),
        ("hybrid:C:/models/small", System("hybrid", "C:/models/small")),
    ],
)
def test_a_system_is_its_sides_and_perhaps_a_model(text: str, system: System) -> None:
    assert parse_system(text) == system
    assert system.name == text


@pytest.mark.parametrize("text", ["magic", "", "Dense", "dense:", "lexical:some/model", ":model"])
def test_another_system_is_refused_and_the_allowed_ones_are_told(text: str) -> None:
    with pytest.raises(EvalError) as caught:
        parse_system(text)
    assert caught.value.message == f"{text}: no such system"
    assert caught.value.hint == "hybrid, dense or lexical, or hybrid:MODEL or dense:MODEL"


def test_without_a_model_the_settings_hold() -> None:
    assert System("dense").settings() == get_settings()


def test_a_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "json")
    system = System("dense", str(folder))
    assert system.settings().embedding_model == str(folder)
    assert system.fingerprint() != System("dense").fingerprint()


@pytest.mark.parametrize("name", ["tiny-news-model", "tiny_news_model"])
def test_a_package_means_the_folder_in_it_and_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = write_package(tmp_path / "site", "tiny_news_model")
    monkeypatch.syspath_prepend(tmp_path / "site")
    assert find_model(name) == str(folder)


def test_a_package_may_be_the_folder_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_model(tmp_path / "site" / "bare_model")
    monkeypatch.syspath_prepend(tmp_path / "site")
    assert find_model("bare-model") == str(folder)


@pytest.mark.parametrize("name", ["org/model", "json", "no-such-package", "__main__"])
def test_any_other_name_is_left_to_the_loader(name: str) -> None:
    assert find_model(name) == name


def test_a_model_that_is_not_there_is_named_with_its_system(tmp_path: Path) -> None:
    system = System("dense", str(tmp_path / "absent"))
    with pytest.raises(EvalError, match=r"system dense:.*absent: no such folder") as caught:
        system.fingerprint()
    assert "MODEL is a sentence-transformers folder" in caught.value.hint
