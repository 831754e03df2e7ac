"""Whether a formula may look at hidden cells: where it is not sure, it may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.review.reading.formulas import Concealed, column_number, depends

CONCEALED = {
    "caché": Concealed(whole=True),
    "l'été": Concealed(whole=True),
    "suivi": Concealed(rows=(3, 4, 9), columns=((2, 3),)),
}

CASES = {
    "nothing": ("", False),
    "a cell that is seen": ("A1", False),
    "a cell of a hidden row": ("A3", True),
    "a cell of a hidden column": ("$C$1", True),
    "a range that holds a hidden row": ("SUM(A1:A10)", True),
    "a range between hidden rows": ("SUM(D5:E8)", False),
    "a range written backwards": ("SUM(A10:A1)", True),
    "a range over a hidden column": ("SUM(A1:D1)", True),
    "whole columns that are seen but for hidden rows": ("SUM(E:F)", True),
    "whole rows": ("SUM(5:8)", True),
    "another sheet of which all is seen": ("Bilan!A3", False),
    "a hidden sheet": ("Caché!A1", True),
    "a hidden sheet in other letters": ("CACHÉ!A1", True),
    "a hidden sheet in quotes": ("'caché'!A1", True),
    "a hidden sheet with an apostrophe": ("'l''été'!A1", True),
    "a text that names one": ('"Caché!A1"&D1', False),
    "a text with quotes in it": ('"il dit ""Caché!A1"""&D1', False),
    "a name": ("taux*2", True),
    "a table": ("Suivi[poids]", True),
    "sheets from one to another": ("SUM(Bilan:Fin!A1)", True),
    "a place that is calculated": ('INDIRECT("A"&1)', True),
    "a place beside another": ("OFFSET(A1,2,0)", True),
    "a function with digits in its name": ("LOG10(D1)", False),
    "numbers with exponents": ("D1*1.5E-3+2e4", False),
    "constants": ("IF(TRUE,1,FALSE)", False),
    "a range that spills": ("D1#", True),
    "another workbook": ("[1]Feuil1!A1", True),
}


@pytest.mark.parametrize(("formula", "may"), CASES.values(), ids=CASES)
def test_a_formula(formula: str, may: bool) -> None:
    assert depends(formula, "Suivi", CONCEALED) is may


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(formula: str) -> None:
    assert depends(formula, "Suivi", CONCEALED) in (True, False)


@given(st.integers(1, 40), st.integers(1, 40), st.sampled_from("ABCDE"), st.sampled_from("ABCDE"))
def test_a_range_meets_what_one_of_its_cells_meets(
    top: int, bottom: int, left: str, right: str
) -> None:
    hidden = CONCEALED["suivi"]
    rows, columns = sorted((top, bottom)), sorted((column_number(left), column_number(right)))
    by_cells = any(
        hidden.meets((row, row), (column, column))
        for row in range(rows[0], rows[1] + 1)
        for column in range(columns[0], columns[1] + 1)
    )
    assert depends(f"SUM({left}{top}:{right}{bottom})", "Suivi", CONCEALED) is by_cells
