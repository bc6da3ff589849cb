from __future__ import annotations

from qa.articles.page import read_page

PAGE = """Skip to content

Home | World | Sport | Business

Museum opens new wing for clocks
Museum opens new wing for clocks

World

Published: 2024-02-04 08:00

The city museum opened a wing with 230 clocks on Sunday. Entry is free until the end of the month.

The oldest clock was made in 1641 in Delft. The director said it still keeps time.

Next article

Reservoir levels fall after dry winter
Reservoir levels fall after dry winter

Published: 2024-03-05 09:30

Water in the three reservoirs above the city stands at 61 per cent, the company said on Tuesday.

It asked households not to water gardens before the rain comes.
"""


def test_a_title_on_two_lines_in_a_row_is_one_title() -> None:
    first, second = read_page(PAGE, timezone="Asia/Hong_Kong")
    assert first.title == "Museum opens new wing for clocks"
    assert second.title == "Reservoir levels fall after dry winter"
    for draft in (first, second):
        assert draft.title not in draft.body
        assert len(draft.body.strip().split("\n\n")) == 2
