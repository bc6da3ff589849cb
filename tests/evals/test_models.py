"""Which model a name means."""

from pathlib import Path

import pytest

from evals.models import find_model, fingerprint_of, settings_of
from evals.product import NewsQA
from qa.errors import EvalError
from qa.settings import get_settings
from tests.evals.models import write_model, write_package


def test_without_a_model_the_settings_hold() -> None:
    assert settings_of(NewsQA("dense")) == get_settings()


def test_a_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "json")
    system = NewsQA("dense", str(folder))
    assert settings_of(system).embedding_model == str(folder)
    assert fingerprint_of(system) != fingerprint_of(NewsQA("dense"))


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
    system = NewsQA("dense", str(tmp_path / "absent"))
    with pytest.raises(EvalError, match=r"system dense:.*absent: no such folder") as caught:
        fingerprint_of(system)
    assert "MODEL is a sentence-transformers folder" in caught.value.hint
