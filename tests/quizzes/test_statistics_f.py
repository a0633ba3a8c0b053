"""The F distribution, against closed forms and published tables."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.statistics.f_distribution import beta_cdf, f_cdf, f_quantile

EXACTLY = 1e-9
TAILS = [0.025, 0.5, 0.975]


@pytest.mark.parametrize(
    ("p", "d1", "d2", "published"),
    [
        (0.95, 1, 1, 161.4476),
        (0.95, 5, 10, 3.3258),
        (0.95, 10, 20, 2.3479),
        (0.95, 120, 120, 1.3519),
        (0.975, 1, 1, 647.7890),
        (0.975, 5, 10, 4.2361),
        (0.975, 10, 10, 3.7168),
        (0.975, 20, 60, 1.9445),
        (0.99, 3, 7, 8.4513),
    ],
)
def test_quantiles_are_those_of_the_tables(p, d1, d2, published):
    assert f_quantile(p, d1, d2) == pytest.approx(published, abs=5.1e-5)


@pytest.mark.parametrize("p", TAILS)
@pytest.mark.parametrize("d", [1, 2, 9, 999, 48_951, 1_000_000])
def test_two_degrees_on_one_side_have_a_closed_form(p, d):
    below, above = -math.log(p), -math.log1p(-p)

    assert f_quantile(p, 2, d) == pytest.approx(
        d / 2 * math.expm1(above * 2 / d), rel=EXACTLY
    )
    assert f_quantile(p, d, 2) == pytest.approx(
        2 / (d * math.expm1(below * 2 / d)), rel=EXACTLY
    )


@pytest.mark.parametrize("p", TAILS)
def test_one_degree_on_both_sides_is_a_squared_tangent(p):
    assert f_quantile(p, 1, 1) == pytest.approx(
        math.tan(math.pi * p / 2) ** 2, rel=EXACTLY
    )


@pytest.mark.parametrize("d", [1, 4, 99, 9_999, 500_000])
def test_equal_degrees_have_the_median_one(d):
    assert f_quantile(0.5, d, d) == pytest.approx(1, rel=EXACTLY)


@given(st.floats(0.001, 0.999), st.integers(1, 5_000), st.integers(1, 5_000))
def test_the_two_tails_are_reciprocal(p, d1, d2):
    upper = f_quantile(p, d1, d2)

    assert upper * f_quantile(1 - p, d2, d1) == pytest.approx(1, rel=EXACTLY)


@given(st.floats(0.001, 0.999), st.integers(1, 5_000), st.integers(1, 5_000))
def test_the_quantile_and_the_distribution_undo_each_other(p, d1, d2):
    assert f_cdf(f_quantile(p, d1, d2), d1, d2) == pytest.approx(p, rel=EXACTLY)


@given(st.integers(1, 40), st.integers(1, 40), st.floats(0.001, 0.999))
def test_whole_arguments_of_beta_are_a_binomial_sum(a, b, x):
    n = a + b - 1
    expected = math.fsum(
        math.comb(n, j) * x**j * (1 - x) ** (n - j) for j in range(a, n + 1)
    )

    assert beta_cdf(a, b, x, 1 - x) == pytest.approx(expected, rel=EXACTLY, abs=1e-14)


def test_the_ends_of_beta_are_0_and_1():
    assert (beta_cdf(2, 3, 0, 1), beta_cdf(2, 3, 1, 0)) == (0, 1)


@pytest.mark.parametrize(("p", "d1", "d2"), [(0, 1, 1), (1, 1, 1), (0.5, 0, 1)])
def test_what_has_no_quantile_is_refused(p, d1, d2):
    with pytest.raises(ValueError, match="No quantile"):
        f_quantile(p, d1, d2)
