from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.text.folding import fold, simplified, traditional


def test_one_form_for_case_width_and_script() -> None:
    assert fold("ＡＰＥＣ　領域") == fold("apec 领域") == "apec 领域"


def test_scripts() -> None:
    assert simplified("戰略夥伴關係") == "战略伙伴关系"
    assert traditional("战略关系") == "戰略關係"


@given(st.text(max_size=80))
def test_spans_in_folded_text_are_spans_of_the_text(text: str) -> None:
    assert len(fold(text)) == len(simplified(text)) == len(traditional(text)) == len(text)
