"""A made-up agency story as three outlets printed it: near-duplicates of one another."""

from __future__ import annotations

from tests.conftest import article

_LEAD = (
    "The lighthouse on Orvane Rock will be lit again on 14 October, 31 years after its lamp went "
    "out, the coast service said on Tuesday. Climbers carried the new lens up the tower in 62 "
    "pieces, because the landing stage was washed away in a storm and no crane can reach the "
    "island. The lens was ground in a workshop in Telmaar and cost 840,000 crowns, most of it "
    "paid by the fishing villages of the sound."
)
_DETAIL = (
    "\n\nThe light will be seen from 19 sea miles. Skippers had asked for it since a ferry "
    "struck the rock in fog two winters ago; nobody was hurt, but the ferry lay in dock for five "
    "months. The tower will be looked after by two volunteers, who row over once a week and clean "
    "the panes by hand. The old keeper, who is 88, has been invited to throw the switch."
)

QUESTION = "When will the lighthouse on Orvane Rock be lit again?"
ORIGINAL = article(
    "Orvane Rock lighthouse to be lit again in October",
    _LEAD + _DETAIL,
    published="2023-09-05T10:00:00+08:00",
    source="Sound Wire",
)
LONGER = article(
    "<img src=x onerror=window.pwned=9> <b>A light returns</b> to "
    "Orvane_Rock_after_thirty_one_years_of_darkness_at_the_mouth_of_the_sound",
    f"TELMAAR, Tuesday (Sound Wire) -- {_LEAD}{_DETAIL} Visitors are not allowed on the island.",
    published="2023-09-06T07:30:00+08:00",
    source="<i>Telmaar Courier</i>",
)
SHORTER = article("Lamp of Orvane to shine", _LEAD + _DETAIL[: _DETAIL.index(" The tower")])
STORY = (ORIGINAL, LONGER, SHORTER)
