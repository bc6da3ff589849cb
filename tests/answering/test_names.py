from __future__ import annotations

import pytest

from qa.answering.names import missing_names

TALKS = "俄羅斯總理米舒斯京在北京與李強會談，隨後前往上海。C919客機當天首航。"
VISIT = "Russian Prime Minister Mikhail Mishustin met Li Qiang in Beijing, then flew to Shanghai."


@pytest.mark.parametrize(
    ("claim", "source", "missing"),
    [
        ("Mishustin went to Shanghai.", TALKS, []),
        ("Medvedev went to Shanghai.", TALKS, ["Medvedev"]),
        ("He met Mishustin in Moscow.", TALKS, ["moscow"]),
        ("The C919 took off in Beijing.", TALKS, []),
        ("The C929 took off.", TALKS, ["C929"]),
        ("米舒斯京到訪上海。", VISIT, []),
        ("梅德韦杰夫到访上海。", VISIT, ["梅德韦杰夫"]),
        ("米舒斯京到訪廣州。", VISIT, ["广州"]),
        ("The US said in May that it cost 3 US dollars and told us.", VISIT, ["us"]),
        ("However, Monday was fine.", VISIT, []),
        ("Yellen went to Shanghai.", TALKS, ["Yellen"]),
        ("He met Macron and Lavrov in Shanghai.", TALKS, ["Macron", "Lavrov"]),
        ("The Golden Bridge is in Shanghai.", TALKS, []),
        ("He told Biden and Modi in Shanghai.", TALKS, ["Biden", "Modi"]),
        ("He told Biden.", TALKS.replace("李強", "拜登"), []),
        ("C919当天在北京首航。", TALKS, []),
        ("C929当天在北京首航。", TALKS, ["C929"]),
    ],
)
def test_names_that_the_source_does_not_have(claim: str, source: str, missing: list[str]) -> None:
    assert missing_names(claim, source) == missing
