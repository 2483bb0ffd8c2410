"""What is worth knowing about a post, in kind words: somebody new, an end to come, many changes."""

from collections.abc import Sequence

from associations.domain.post_notices import EndPlanned, NewInPost, PostNotice
from core.formats import date_text, plural
from overview.attention import Notice


def post_notices(found: Sequence[PostNotice], *, is_own: bool) -> list[Notice]:
    """The notices in the same order; `is_own` speaks to the association's own people."""
    return [
        _end_planned(notice, is_own=is_own)
        if isinstance(notice, EndPlanned)
        else _new_in_post(notice, is_own=is_own)
        if isinstance(notice, NewInPost)
        else _changes(notice.ended, is_own=is_own)
        for notice in found
    ]


def _end_planned(notice: EndPlanned, *, is_own: bool) -> Notice:
    when = "i dag" if notice.days == 0 else f"om {plural(notice.days, 'dag', 'dage')}"
    text = (
        "Brug tiden til at give opgaver og kontakter videre, og gå i gang med at finde en ny."
        if is_own
        else "Tal med bestyrelsen om overleveringen, og om der er fundet en ny."
    )
    return Notice(f"{notice.name} stopper {date_text(notice.on)} ({when})", text, kind="info")


def _new_in_post(notice: NewInPost, *, is_own: bool) -> Notice:
    text = (
        "Det første halve år er det vigtigste. Jeres kontaktperson hjælper gerne med at finde vej."
        if is_own
        else "Giv gerne en ekstra hånd det første halve år: et besøg, et opkald og en plads i netværket."
    )
    return Notice(f"{notice.name} er ny i stillingen siden {date_text(notice.since)}", text, kind="info")


def _changes(ended: int, *, is_own: bool) -> Notice:
    text = (
        "Det er svært at holde fast i arbejdet, når stillingen ofte skifter. Tal med jeres kontaktperson om, "
        "hvad der kan gøre det lettere at blive."
        if is_own
        else "Tal med bestyrelsen om, hvad der kan gøre det lettere at blive i stillingen."
    )
    return Notice(f"{ended} ressourcepersoner er stoppet på tre år", text, kind="info")
