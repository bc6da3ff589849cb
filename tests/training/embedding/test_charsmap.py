"""Rules compiled to SentencePiece's binary form act as they read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import normalizers

from training.embedding.charsmap import precompiled_charsmap


def test_each_rule_replaces_its_character_and_leaves_the_others() -> None:
    normalizer = normalizers.Precompiled(precompiled_charsmap({"國": "国", "é": "e", "裡": "里"}))
    assert normalizer.normalize_str("國家café裡 國字") == "国家cafe里 国字"


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), st.just("x")))
def test_any_set_of_rules_is_followed(rules: dict[str, str]) -> None:
    if not rules:
        return
    normalizer = normalizers.Precompiled(precompiled_charsmap(rules))
    text = "".join(rules) + "一丁七"
    expected = "".join(rules.get(character, character) for character in text)
    assert normalizer.normalize_str(text) == expected


@pytest.mark.parametrize("rules", [{"": "x"}, {"x": ""}, {"a\0": "b"}])
def test_rules_that_the_form_cannot_hold_are_refused(rules: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="both sides"):
        precompiled_charsmap(rules)
