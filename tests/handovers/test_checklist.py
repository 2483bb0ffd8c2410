"""Work on the checklist: ticks, notes, own items, their order, and the programme's standard items."""

import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from documents.models import Document
from handovers.domain import checklist, queries, standard
from handovers.domain.places import changed_places
from handovers.models import Handover, HandoverItem, HandoverStandardItem
from tests.documents.files import PDF, upload
from tests.factories import HandoverFactory, HandoverItemFactory, HandoverStandardItemFactory
from workflow.audit import StaleError, latest_event_id
from workflow.models import AuditEvent


@pytest.fixture(autouse=True)
def _today(demo_today):
    """Every test happens on 31 March 2023."""


@pytest.fixture
def handover(db, own_association):
    return HandoverFactory(
        employment__association=own_association,
        employment__is_primary_contact=False,
        employment__person__name="Sofie Sommer",
    )


@pytest.fixture
def item(handover) -> HandoverItem:
    return HandoverItemFactory(handover=handover, title="Nøgler", position=1)


def titles(handover) -> list[str]:
    return [row.title for row in handover.items.order_by("position", "pk")]


# --- Ticks ------------------------------------------------------------------------------------------------------------


def test_tick_says_who_and_when(item, chair_user):
    ticked = checklist.tick(item, done=True, by=chair_user)

    assert (ticked.done_on, ticked.done_by) == (date(2023, 3, 31), chair_user)
    event = AuditEvent.objects.get()
    assert event.object_label == "Overlevering efter Sofie Sommer: Nøgler"
    assert event.changes == [
        {"field": "done_on", "from": "", "to": "31. marts 2023"},
        {"field": "done_by", "from": "", "to": "Finn Formand"},
    ]


def test_tick_by_a_second_person_leaves_the_first_ones(item, chair_user, resource_person_user):
    checklist.tick(item, done=True, by=resource_person_user)

    again = checklist.tick(item, done=True, by=chair_user)

    assert again.done_by == resource_person_user
    assert AuditEvent.objects.count() == 1


def test_untick_takes_name_and_day_away(item, chair_user):
    checklist.tick(item, done=True, by=chair_user)

    again = checklist.tick(item, done=False, by=chair_user)

    assert (again.done_on, again.done_by) == (None, None)


def test_tick_keeps_a_note_that_was_written_meanwhile(item, chair_user):
    stale = HandoverItem.objects.get(pk=item.pk)
    checklist.write(item, note="I skabet.", by=chair_user)

    checklist.tick(stale, done=True, by=chair_user)

    stored = HandoverItem.objects.get()
    assert (stored.note, stored.is_done) == ("I skabet.", True)


def test_note_keeps_a_tick_that_was_set_meanwhile(item, chair_user, resource_person_user):
    seen = latest_event_id(item)
    stale = HandoverItem.objects.get(pk=item.pk)
    checklist.tick(item, done=True, by=resource_person_user)

    checklist.write(stale, note="I skabet.", by=chair_user, based_on=seen)

    stored = HandoverItem.objects.get()
    assert (stored.note, stored.done_by) == ("I skabet.", resource_person_user)


@pytest.mark.django_db(transaction=True)
def test_two_who_tick_at_once_lose_nothing(handover, chair_user, resource_person_user):
    items = [HandoverItemFactory(handover=handover) for _ in range(6)]
    both, errors = threading.Barrier(2), []

    def tick_all(user, order):
        try:
            both.wait()
            for one in order:
                checklist.tick(one, done=True, by=user)
        except Exception as error:  # noqa: BLE001 — whatever it is, the test shall tell
            errors.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=tick_all, args=(chair_user, items)),
        threading.Thread(target=tick_all, args=(resource_person_user, items[::-1])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert errors == []
    assert handover.items.filter(done_on=None).count() == 0
    assert AuditEvent.objects.filter(model="handovers.handoveritem").count() == 6


# --- Notes and own items ----------------------------------------------------------------------------------------------


def test_write_tells_when_somebody_wrote_first(item, chair_user):
    seen = latest_event_id(item)
    checklist.write(item, note="I skabet.", by=chair_user, based_on=seen)

    with pytest.raises(StaleError):
        checklist.write(item, note="Hos kassereren.", by=chair_user, based_on=seen)


def test_write_changes_the_title_of_own_items_alone(item, handover, chair_user):
    own = HandoverItemFactory(handover=handover, title="Kaffemaskinen", own=True)

    checklist.write(own, note="", title="Kaffemaskine og kopper", by=chair_user)
    checklist.write(item, note="", title="Noget andet", by=chair_user)

    assert titles(handover) == ["Nøgler", "Kaffemaskine og kopper"]


def test_write_refuses_cpr_numbers(item, chair_user):
    with pytest.raises(ValidationError, match="CPR"):
        checklist.write(item, note="Ring til 010190-1234 om nøglen", by=chair_user)


def test_add_puts_an_own_item_last(item, handover, resource_person_user):
    added = checklist.add(handover, title=" Kaffemaskinen ", by=resource_person_user)

    assert titles(handover) == ["Nøgler", "Kaffemaskinen"]
    assert added.is_own


def test_add_twice_adds_one(item, handover, chair_user):
    first, second, known = (
        checklist.add(handover, title=title, by=chair_user) for title in ("Kaffe", "kaffe ", "NØGLER")
    )

    assert first == second
    assert known == item
    assert titles(handover) == ["Nøgler", "Kaffe"]


def test_add_refuses_an_empty_title(handover, chair_user):
    with pytest.raises(ValidationError, match="Skriv, hvad punktet handler om"):
        checklist.add(handover, title="  ", by=chair_user)


def test_remove_takes_own_items_off_the_list(item, handover, chair_user):
    own = HandoverItemFactory(handover=handover, own=True, title="Kaffemaskinen")

    checklist.remove(own, by=chair_user)

    assert titles(handover) == ["Nøgler"]
    with pytest.raises(ValidationError, match="hører til programmets standardliste"):
        checklist.remove(item, by=chair_user)


def test_remove_refuses_what_is_done(handover, chair_user):
    own = HandoverItemFactory(handover=handover, own=True, ticked=True)

    with pytest.raises(ValidationError, match="Fjern krydset først"):
        checklist.remove(own, by=chair_user)


def test_move_changes_places_with_the_neighbour(handover, chair_user):
    a, b, c = (HandoverItemFactory(handover=handover, title=title, position=7) for title in "ABC")

    checklist.move(c, up=True, by=chair_user)
    assert titles(handover) == ["A", "C", "B"]
    checklist.move(a, up=False, by=chair_user)
    assert titles(handover) == ["C", "A", "B"]
    checklist.move(c, up=True, by=chair_user)
    checklist.move(b, up=False, by=chair_user)
    assert titles(handover) == ["C", "A", "B"]


def test_changed_places_passes_over_a_row_that_is_gone():
    row = HandoverStandardItem(pk=4, position=1)

    assert changed_places([row], 5, up=True) == []


# --- Files ------------------------------------------------------------------------------------------------------------


def test_attach_keeps_the_file_among_the_associations_documents(item, own_association, resource_person_user):
    attached = checklist.attach(item, file=upload(PDF, "Nøgleliste.pdf"), by=resource_person_user)

    document = Document.objects.get()
    assert (document.association, document.title, document.is_internal) == (own_association, "Nøgleliste", False)
    assert (attached.item, attached.document) == (item, document)


def test_attach_ties_a_file_that_lies_there_already(item, handover, chair_user):
    checklist.attach(item, file=upload(PDF), title="Nøgler", by=chair_user)
    checklist.attach(item, file=upload(PDF), title="Nøgler", by=chair_user)
    other = HandoverItemFactory(handover=handover)
    checklist.attach(other, file=upload(PDF), title="Igen", by=chair_user)

    assert Document.objects.get().title == "Nøgler"
    assert (item.files.count(), other.files.count()) == (1, 1)


def test_attach_refuses_a_program_and_a_closed_handover(item, chair_user):
    with pytest.raises(ValidationError, match="program"):
        checklist.attach(item, file=upload(b"MZ" + bytes(100), "nøgler.pdf"), by=chair_user)
    Handover.objects.update(state="closed", closed_on="2023-03-20")
    with pytest.raises(ValidationError, match="afsluttet"):
        checklist.attach(item, file=upload(PDF), by=chair_user)

    assert not Document.objects.exists()


def test_detach_leaves_the_document(item, chair_user):
    attached = checklist.attach(item, file=upload(PDF), by=chair_user)

    for _ in range(2):
        checklist.detach(attached, by=chair_user)

    assert not item.files.exists()
    assert Document.objects.exists()


def test_file_that_is_made_internal_is_no_longer_shown(item, handover, chair_user):
    checklist.attach(item, file=upload(PDF), by=chair_user)
    assert len(queries.checklist(handover)[0].shown_files) == 1

    Document.objects.update(is_internal=True)

    assert queries.checklist(handover)[0].shown_files == []


# --- Standard items ---------------------------------------------------------------------------------------------------


@pytest.fixture
def standard_items(db) -> list[HandoverStandardItem]:
    HandoverStandardItem.objects.all().delete()
    return [HandoverStandardItemFactory(title=title, position=place) for place, title in enumerate("ABC", 1)]


def standard_titles() -> list[str]:
    return [row.title for row in HandoverStandardItem.objects.filter(in_use=True)]


def test_new_standard_item_stands_last(standard_items, consultant):
    standard.save_standard_item(HandoverStandardItem(), title=" D ", help_text="", by=consultant)

    assert standard_titles() == ["A", "B", "C", "D"]


def test_standard_item_is_refused_twice(standard_items, consultant):
    with pytest.raises(ValidationError, match="Der er allerede et standardpunkt"):
        standard.save_standard_item(HandoverStandardItem(), title="a", help_text="", by=consultant)


def test_standard_items_move_among_those_in_use(standard_items, consultant):
    a, b, c = standard_items
    standard.use_standard_item(b, in_use=False, by=consultant)

    standard.move_standard_item(c, up=True)
    assert standard_titles() == ["C", "A"]
    standard.use_standard_item(b, in_use=True, by=consultant)
    standard.move_standard_item(a, up=False)

    assert set(standard_titles()) == {"A", "B", "C"}
    assert AuditEvent.objects.count() == 2


def test_change_of_a_standard_item_touches_no_open_handover(standard_items, item, consultant):
    standard.save_standard_item(standard_items[0], title="Nyt", help_text="", by=consultant)

    assert HandoverItem.objects.get().title == "Nøgler"
