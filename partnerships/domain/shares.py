"""A year's share of what a whole year brings: of a grant (R2), and of a funding line (R15a)."""

from decimal import ROUND_HALF_UP, Decimal

MONTHS = 12


def proportional_amount(whole_year: int, months: int) -> int:
    """`whole_year` · months begun / 12, rounded half up to whole kroner (R2): 200,000 kr. and 6 → 100,000 kr."""
    exact = Decimal(whole_year) * months / MONTHS
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
