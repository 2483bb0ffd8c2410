"""Charts of members: an association's, and the programme's."""

from collections.abc import Iterable

from associations.models import MemberCount
from core.charts import Chart, Series, line_chart
from overview.domain.association_counts import years_between
from overview.domain.front_queries import Members


def under_25_chart(counts: Iterable[MemberCount]) -> Chart | None:
    """Members under 25 over the reported years, a missing year as a gap; None before the first number."""
    known = {count.year: count.under_25 for count in counts}
    if all(members is None for members in known.values()):
        return None
    years = years_between(known)
    return line_chart(
        key="under-25",
        caption="Medlemmer under 25 år pr. 31. december",
        labels=[str(year) for year in years],
        series=[Series("Under 25 år", [known.get(year) for year in years])],
    )


def members_chart(years: Iterable[Members]) -> Chart | None:
    """The programme's members under 25 over the years; None before the first number."""
    rows = list(years)
    if all(row.under_25 is None for row in rows):
        return None
    return line_chart(
        key="members",
        caption="Medlemmer under 25 år pr. 31. december i foreninger, der var i partnerskab",
        labels=[str(row.year) for row in rows],
        series=[Series("Under 25 år", [row.under_25 for row in rows])],
    )
