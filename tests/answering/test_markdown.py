"""Article text in an answer is shown as it is."""

from __future__ import annotations

import pytest

from qa.answering.markdown import escape, plain


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("AT&T and R&D, S & P", "AT&T and R&D, S & P"),
        ("&lt;b&gt; and &#60;", "&amp;lt;b&amp;gt; and &amp;#60;"),
        ("a *b* _c_ [d](e) `f`", r"a \*b\* \_c\_ \[d\](e) \`f\`"),
        ("one\ntwo", "one two"),
    ],
)
def test_nothing_is_interpreted(text: str, written: str) -> None:
    assert escape(text) == written
    assert plain(written) == " ".join(text.split())
