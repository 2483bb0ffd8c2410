"""The demo's plans: ten years of them in 25 clubs, in every state on the demo's day, with sparring and progress.

The texts are invented and put together from small lists, the same each time; no paragraph stands in two clubs.
"""

from actionplans.demo.cast import casts
from actionplans.demo.chapters import Book
from actionplans.demo.pen import Pen
from actionplans.demo.rows import Rows
from actionplans.demo.story import ASKED_THE_CHAIR, STORIES
from actionplans.models import FocusArea
from partnerships.models import Partnership, ProgrammeYear


def seed() -> None:
    """Makes them once; again changes nothing."""
    known = Partnership.objects.filter(participations__association__name__in=STORIES, action_plans=None)
    prefetched = known.prefetch_related(
        "participations__association__activities", "participations__association__areas"
    ).order_by("pk")
    clubs = {row: row.participations.all()[0].association for row in prefetched.distinct()}
    if not clubs:
        return
    rows, used = Rows(), set[str]()
    people = casts([association.pk for association in clubs.values()])
    focus_areas = list(FocusArea.objects.order_by("number", "pk"))
    for partnership, association in clubs.items():
        book = Book(partnership, Pen.of(association, used), people[association.pk], rows, focus_areas)
        for chapter in STORIES[association.name]:
            book.add(chapter)
    rows.write()
    ProgrammeYear.objects.filter(year=ASKED_THE_CHAIR).update(requires_endorsement=True)
