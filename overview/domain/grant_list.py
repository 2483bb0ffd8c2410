"""The grants of a programme year, for its page and its downloads. Pure reads."""

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import CharField, OuterRef, Subquery

from overview.domain.list_queries import Rows
from partnerships.models import Grant, Participation


def grant_rows(year: int) -> Rows:
    """The year's grants with `association_names` and their `association_key` for sorting, in Danish order."""
    members = Participation.objects.filter(partnership=OuterRef("partnership")).order_by().values("partnership")
    names = members.annotate(text=StringAgg("association__name", " og ", order_by="association__sort_key"))
    keys = members.annotate(text=StringAgg("association__sort_key", " ", order_by="association__sort_key"))
    rows: Rows = (
        Grant.objects.filter(programme_year__year=year)
        .select_related("partnership", "programme_year", "funding_line")
        .annotate(
            association_names=Subquery(names.values("text"), output_field=CharField()),
            association_key=Subquery(keys.values("text"), output_field=CharField(db_collation="C")),
        )
        .order_by("association_key", "pk")
    )
    return rows
