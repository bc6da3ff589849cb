"""Records as people have them: any column names, any JSON in optional fields."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.articles.identity import make_article
from qa.articles.model import ArticleDraft
from qa.articles.readers.columns import _FILE, key, roles
from qa.articles.readers.records import draft_of

TEXT = "Ferry fares rise in July, the department said. Two islands are exempt."
VALUES = {
    "title": "Ferry fares to rise",
    "text": TEXT,
    "url": "https://example.org/fares",
    "published": "2023-05-10T09:30:00+08:00",
    "updated": "2023-05-11T10:00:00+08:00",
    "category": "Business",
    "source": "Harbour Post",
    "id": "f7",
}
TABLE = {
    line.split("\t")[0]: line.split("\t")[1].split()
    for line in _FILE.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
}


def read(**fields: object) -> ArticleDraft:
    return draft_of(fields, "news.jsonl", "line 1", timezone="Asia/Hong_Kong")


@st.composite
def named(draw: st.DrawFn) -> dict[str, object]:
    names = {role: draw(st.sampled_from(TABLE[role])) for role in VALUES}
    # "subject" is a title only where nothing else is one.
    names["title"] = "title" if names["title"] == "subject" else names["title"]
    spell = st.sampled_from([str.upper, str.title, lambda name: f" {name} ", lambda name: name])
    items = [(draw(spell)(name), VALUES[role]) for role, name in names.items()]
    return dict(draw(st.permutations(items)))


@settings(deadline=None)
@given(named())
def test_any_names_of_the_table_in_any_order_give_one_article(fields: dict[str, object]) -> None:
    draft = draft_of(fields, "news.csv", "line 2", timezone="Asia/Hong_Kong")
    assert draft == ArticleDraft(
        title=VALUES["title"],
        body=TEXT,
        url=VALUES["url"],
        source=VALUES["source"],
        category=VALUES["category"],
        published=VALUES["published"],
        updated=VALUES["updated"],
        external_id="f7",
        record="line 2",
    )


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
OPTIONAL = [name for role, names in TABLE.items() if role != "text" for name in names]


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(OPTIONAL), ANY_JSON, max_size=6))
def test_nothing_in_optional_fields_refuses_the_article(fields: dict[str, object]) -> None:
    draft = draft_of({**fields, "text": TEXT}, "a.jsonl", "line 1", timezone="Asia/Hong_Kong")
    assert draft.body == TEXT
    assert all("\n" not in note for note in draft.notes)
    make_article(draft).model_dump_json()


def test_no_two_rows_of_the_table_share_a_name_but_on_purpose() -> None:
    names = [key(name) for each in TABLE.values() for name in each]
    assert sorted(name for name in set(names) if names.count(name) > 1) == ["subject"]


def test_a_name_that_may_be_either() -> None:
    assert roles(["subject", "text"])["title"] == ("subject",)
    assert roles(["subject", "title", "text"])["category"] == ("subject",)


@pytest.mark.parametrize(
    "value", [None, "", " ", "nan", "NaN", "NaT", "None", "null", "N/A", float("nan"), [], {}]
)
def test_what_means_nothing_is_nothing(value: object) -> None:
    draft = read(text=TEXT, title=value, date=value, source=value, category=value, url=value)
    assert draft == ArticleDraft(title="", body=TEXT, record="line 1")
    assert read(text=value, content=TEXT).body == TEXT


def test_objects_and_lists() -> None:
    draft = read(
        title={"rendered": "Fares &amp; ferries"},
        content=["First &lt;b&gt;paragraph&lt;/b&gt;.", "Second."],
        source="{'id': None, 'name': 'Harbour Post'}",
        categories=[{"name": "Business"}, "World"],
        link=["https://example.org/fares"],
        date={"$date": "2023-05-10T01:30:00Z"},
        _id={"$oid": "64"},
    )
    assert (draft.title, draft.source, draft.category) == (
        "Fares & ferries",
        "Harbour Post",
        "Business",
    )
    assert draft.body == "First paragraph.\n\nSecond."
    assert (draft.url, draft.external_id) == ("https://example.org/fares", "64")
    assert draft.published == "2023-05-10T01:30:00+00:00"
    assert draft.notes == ()


def test_fields_one_level_down() -> None:
    guardian = {
        "webTitle": "Fares rise",
        "webPublicationDate": "2023-05-10T01:30:00Z",
        "fields": {"bodyText": TEXT, "headline": "Fares rise in July"},
    }
    draft = read(**guardian)
    assert (draft.body, draft.published) == (TEXT, "2023-05-10T01:30:00+00:00")
    assert read(_source={"title": "A", "text": TEXT}).title == "A"


def test_paragraphs_of_html_and_of_text_with_a_few_tags() -> None:
    html = "<p>One &amp; two.</p><script>var a;</script><p>Three.<br/><br/>Four.</p>"
    assert read(body=html).body == "One & two.\n\nThree.\n\nFour."
    assert read(body="One <b>and</b> two.\n\nThree.").body == "One and two.\n\nThree."
    ticker = "IBM <IBM> rose 3 < 4 percent.\n\nSo did others."
    assert read(body=ticker).body == ticker


def test_a_text_that_its_source_cut_off_is_noted() -> None:
    draft = read(content=f"{TEXT}… [+1234 chars]", description="d")
    assert draft.body == TEXT
    assert "1234" in draft.notes[0]


def test_a_day_and_a_time_in_columns_of_their_own() -> None:
    assert read(text=TEXT, 日期="112/05/10", 時間="下午3時30分").published == (
        "2023-05-10T15:30:00+08:00"
    )


def test_hours_ago_count_from_the_day_that_the_record_was_fetched() -> None:
    ago = read(text=TEXT, date="3小時前", date_download="2023-05-10 12:00:00")
    assert ago.published == "2023-05-10T09:00:00+08:00"
    unknown = read(text=TEXT, date="3 hours ago")
    assert unknown.published is None
    assert "counts from a day that is not stated" in unknown.notes[0]


def test_a_field_that_is_understood_makes_up_for_one_that_is_not() -> None:
    draft = read(text=TEXT, published="soon", date="2023-05-10")
    assert draft.published == "2023-05-10T00:00:00+08:00"
    assert draft.notes == ()
    odd = read(text=TEXT, url="not a place", date=json.loads("[[1]]"))
    assert odd.url is None
    assert [note.split()[0] for note in odd.notes] == ["url", "date"]
