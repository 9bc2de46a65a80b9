"""A ladder's prices: around the planned one, as a shop would write them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.questionnaire.prices import ladder


def test_ladders_by_hand() -> None:
    assert ladder(49) == (29, 39, 49, 59, 69)
    assert ladder(19) == (9, 14, 19, 24, 29)
    assert ladder(199) == (119, 159, 199, 249, 299)
    assert ladder(4.99) == (2.99, 3.99, 4.99, 5.99, 7.49)
    assert ladder(1200) == (719, 959, 1200, 1499, 1799)
    assert ladder(49, [35, 49]) == (29, 35, 39, 49, 59, 69)


@given(st.floats(0.2, 1e6))
def test_a_ladder_climbs_around_the_planned_price(planned: float) -> None:
    prices = ladder(planned)
    assert planned in prices
    assert list(prices) == sorted(set(prices))
    assert all(0 < price < 2.1 * planned for price in prices)
