from __future__ import annotations

from qa.text.places import named_places, places, stands


def test_a_place_stands_in_either_language_and_script() -> None:
    assert stands("russia", "俄羅斯總理")
    assert stands("russia", "中俄關係")
    assert stands("俄罗斯", "the Russian prime minister")
    assert not stands("china", "其中")
    assert not stands("shanghai", "北京")
    assert not stands("beijing", "東京奧運"), "京 of 東京 is no Beijing"
    assert not stands("beijing", "與總理米舒斯京會談"), "nor is that of 米舒斯京"
    assert stands("beijing", "京滬高鐵")


def test_names_are_whole_words_and_the_longest_counts() -> None:
    assert [one.name for one in named_places("Romans in New York and South Korea")] == [
        "new york",
        "south korea",
    ]
    assert named_places("白俄罗斯")[0].name == "白俄罗斯"


def test_every_place_has_names_in_both_languages() -> None:
    assert all(place.english and place.chinese for place in places())
    assert len({place.english[0] for place in places()}) == len(places())
