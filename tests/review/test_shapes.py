"""The form of what stands in front of an ``@`` tells a name from a nickname."""

from __future__ import annotations

import pytest

from sceau.review.common_names import FAMILY_NAMES, GIVEN_NAMES
from sceau.review.shapes import has_initial, is_called_at_home


@pytest.mark.parametrize(
    ("word", "is_name"),
    [
        pytest.param("jroumare", True, id="an initial that no word begins with so"),
        pytest.param("durandm", True, id="an initial that no word ends with so"),
        pytest.param("fblanchet", True, id="an initial before two consonants"),
        pytest.param("cleroux", False, id="an initial that words begin with so"),
        pytest.param("aperrin", False, id="an initial that is a vowel"),
        pytest.param("soleil", False, id="a word"),
        pytest.param("ptitloup", False, id="petit, as it is said"),
        pytest.param("mrpropre", False, id="a title"),
        pytest.param("djfred", False, id="a trade"),
        pytest.param("tchoupi", False, id="three consonants that begin words"),
        pytest.param("nguyen", False, id="a name that begins so"),
        pytest.param("lb", False, id="too short"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_an_initial_beside_a_name(word: str, is_name: bool) -> None:
    assert has_initial(word) is is_name


@pytest.mark.parametrize(
    ("word", "is_name"),
    [
        pytest.param("isabou", True, id="Isabelle"),
        pytest.param("stephou", True, id="Stéphane"),
        pytest.param("frederinette", True, id="Frédérique"),
        pytest.param("loulou", False, id="nobody in particular"),
        pytest.param("titi", False, id="too short a beginning"),
        pytest.param("cocotte", False, id="a word"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_a_given_name_as_it_is_called_at_home(word: str, is_name: bool) -> None:
    assert is_called_at_home(word) is is_name


def test_no_known_name_is_taken_for_an_initial_beside_another() -> None:
    assert not [one for one in sorted(GIVEN_NAMES | FAMILY_NAMES) if has_initial(one)]
