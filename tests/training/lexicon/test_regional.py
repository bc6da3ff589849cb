from __future__ import annotations

import pytest

from training.embedding.data import DictionaryEntry
from training.lexicon.regional import regional_names


def names(*entries: tuple[str, str, str]) -> dict[str, set[str]]:
    found = regional_names(DictionaryEntry(w, r, tuple(s.split("/"))) for w, r, s in entries)
    return {form: {each.text for each in others} for form, others in found.items()}


def test_names_that_a_dictionary_explains_by_one_name_are_forms_of_it() -> None:
    assert names(
        ("特朗普", "Te4 lang3 pu3", "Donald Trump (1946–), American businessman"),
        ("川普", "Chuan1 pu3", "Donald Trump (informal)/(linguistics) Sichuan-accented Mandarin"),
        ("寮国", "Liao2 guo2", "(Tw) Laos"),
        ("老挝", "Lao3 wo1", "Laos"),
    ) == {"特朗普": {"川普"}, "川普": {"特朗普"}, "寮国": {"老挝"}, "老挝": {"寮国"}}


@pytest.mark.parametrize(
    "entries",
    [
        # Nothing says that one of them is another region's.
        [("元旦", "Yuan2 dan4", "New Year"), ("新年", "Xin1 nian2", "New Year")],
        # Two counties and two poets that are read alike.
        [("礼县", "Li3 xian4", "(Tw) Li County"), ("澧县", "Li3 xian4", "Li County")],
        [("王维", "Wang2 Wei2", "Wang Wei (701-761)"), ("王伟", "Wang2 Wei3", "Wang Wei")],
        [("首相", "shou3 xiang4", "(Tw) prime minister"), ("总理", "zong3 li3", "prime minister")],
        [("川建国", "Chuan1 Jian4 guo2", "nickname for US President Trump"),
         ("特朗普", "Te4 lang3 pu3", "Donald Trump (1946–)")],
        [("沙国", "Sha1 guo2", "abbr. for Saudi Arabia"),
         ("沙特", "Sha1 te4", "(Tw) Saudi Arabia")],
    ],
)  # fmt: skip
def test_other_words_are_not(entries: list[tuple[str, str, str]]) -> None:
    assert names(*entries) == {}


def test_a_part_of_a_name_is_no_other_name() -> None:
    assert not names(
        ("沙特阿拉伯", "Sha1 te4 A1 la1 bo2", "(Tw) Saudi Arabia"),
        ("沙特", "Sha1 te4", "Saudi Arabia"),
    )
