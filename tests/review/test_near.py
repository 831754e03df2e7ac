"""The quick way to addresses one slip away finds what comparing with every address finds."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sceau.review.memory import Known, Memory
from sceau.review.near import SHORTEST, is_near

DOMAIN = "orange.fr"
LOCALS = st.text("abc", min_size=1, max_size=11)


@given(st.lists(LOCALS, max_size=40), LOCALS)
@example(["marie.durand"], "marei.durand")
@example(["abcabcab"], "bacabcab")
@example(["aaaaaa"], "aaaaaaa")
@example(["abcdefgh"], "abcedfgh")
@settings(max_examples=400, deadline=None)
def test_it_finds_what_comparing_with_all_finds(known: list[str], typed: str) -> None:
    memory = Memory(Known(address=f"{one}@{DOMAIN}", count=1) for one in known)
    found = {one.address.partition("@")[0] for one in memory.near(f"{typed}@{DOMAIN}")}
    assert found == {
        one for one in known if one != typed and len(typed) >= SHORTEST - 1 and is_near(one, typed)
    }
