"""The demo's handovers: one under way, one overdue, one closed with all done, one closed with something left.

Whoever ticks is on the demo's boards today; the overdue one is opened by the import of the workbook itself.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from django.core.files.base import ContentFile

from accounts.models import User
from associations.domain.employments import end_employment
from associations.enums import BoardRole, EndReason
from associations.models import Employment
from core import clock
from handovers.domain import checklist, handovers
from handovers.models import Handover
from workflow import audit

LEAVING_ON = date(2023, 4, 30)
AGREEMENTS = """Aftaler med skolerne (opdigtet eksempel)

Skole A: åben boldbane tirsdag kl. 14-16 i skoleåret. Kontakt: SFO-lederen.
Skole B: valgfag i foråret, otte gange. Kontakt: idrætslæreren.
Fritidsklubben: mangler.
"""
MET = "Mødes med bestyrelsen den 18. april og går listen igennem."


def seed() -> None:
    """Makes each of them once; again changes nothing."""
    _under_way()
    _overdue()
    _closed_with_all_done()
    _closed_with_something_left()


def _employment(association: str, **conditions: object) -> Employment | None:
    rows = Employment.objects.select_related("association", "person__user")
    return rows.filter(association__name=association, **conditions).order_by("pk").first()


def _chair(employment: Employment) -> User | None:
    seat = handovers.on_board(employment.association_id, clock.today()).filter(role=BoardRole.CHAIR).first()
    return seat.person.user if seat else None


def _under_way() -> None:
    """Somebody beside the primary contact leaves in a month and has begun to pass things on."""
    leaver = _employment("Nørrebro United", is_primary_contact=False, end=None)
    if leaver is None:
        return
    end_employment(employment=leaver, end=LEAVING_ON, reason=EndReason.NEW_JOB, by=_chair(leaver))
    handover = Handover.objects.get(employment=leaver)
    handover.opened_on = date(2023, 3, 13)  # when it was known
    audit.save(handover, by=_chair(leaver))
    own = leaver.person.user
    checklist.add(handover, title="Ungdomsrådets mødeplan er givet videre", note=MET, by=own)
    checklist.add(handover, title="Nøglen til boldskabet på Nørrebro er afleveret", by=_chair(leaver))
    notes = {
        "Kontaktlister": "Ligger i bestyrelsens delte mappe under »Samarbejde«.",
        "Aftaler med skoler": "To af tre aftaler er skrevet ned. Fritidsklubben mangler.",
    }
    _tick(handover, {"Kontaktlister": 16, "Kalenderen": 20, "Trænere": 23, "Ungdomsrådets": 27}, by=own)
    _tick(handover, {"Kontaktpersonen": 24}, by=_chair(leaver))
    _write(handover, notes, by=own)
    item = handover.items.get(title__startswith="Aftaler med skoler")
    checklist.attach(item, file=ContentFile(AGREEMENTS.encode(), "Aftaler med skolerne.txt"), by=own)


def _overdue() -> None:
    """Nobody is employed, and half of the list is left."""
    leaver = _employment("Siam Athlete Nation", end=date(2023, 1, 31))
    handover = Handover.objects.filter(employment=leaver).first() if leaver else None
    if leaver is None or handover is None or not handover.is_open:
        return
    handover.opened_on = date(2023, 1, 9)  # when it was known; the import can only say the demo's day
    audit.save(handover, by=None)
    chair = _chair(leaver)
    _tick(handover, {"Nøgler": 30, "Udstyr": 30, "Trænere": 23}, by=chair, month=1)
    _write(handover, {"Nøgler": "Formanden har nøgler og alarmbrik i en kuvert."}, by=chair)


def _closed_with_all_done() -> None:
    leaver = _employment("BK Vestia", end=date(2022, 5, 25))
    handover = _of_the_past(leaver)
    if leaver is None or handover is None:
        return
    chair, last = _chair(leaver), date(2022, 5, 25)
    for place, item in enumerate(handover.items.all()):
        checklist.tick(item, done=True, by=chair, day=last - timedelta(days=14 - place))
    handovers.close(handover, by=chair, day=last)


def _closed_with_something_left() -> None:
    leaver = _employment("Global Kidz", end=date(2022, 5, 2))
    handover = _of_the_past(leaver)
    if leaver is None or handover is None:
        return
    chair, last = _chair(leaver), date(2022, 5, 2)
    own = checklist.add(handover, title="Kostumer og instrumenter er talt op", by=chair)
    for item in handover.items.exclude(pk=own.pk).exclude(title__startswith="Billeder"):
        checklist.tick(item, done=True, by=chair, day=last)
    left = "Adgangen til de sociale medier følger, når den nye er begyndt. Kassereren tæller instrumenterne op i juni."
    handovers.close(handover, left_over=left, by=chair, day=date(2022, 5, 20))


def _of_the_past(leaver: Employment | None) -> Handover | None:
    """The handover as it was opened a month before the last day; None when it has been closed already."""
    if leaver is None or leaver.end is None:
        return None
    handover = handovers.open_for(leaver, by=_chair(leaver), day=leaver.end - timedelta(days=30))
    return handover if handover and handover.is_open else None


def _tick(handover: Handover, days: Mapping[str, int], *, by: User | None, month: int = 3) -> None:
    for start, day in days.items():
        item = handover.items.get(title__startswith=start)
        checklist.tick(item, done=True, by=by, day=date(2023, month, day))


def _write(handover: Handover, notes: Mapping[str, str], *, by: User | None) -> None:
    for start, note in notes.items():
        checklist.write(handover.items.get(title__startswith=start), note=note, by=by)
