"""The pages of handovers: what they say, to whom, and that nothing typed is lost."""

import pytest
from django.urls import reverse

from associations.models import BoardMember
from handovers.domain import checklist
from handovers.models import Handover, HandoverItem, HandoverStandardItem
from tests.documents.files import PDF, upload
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    HandoverFactory,
    HandoverItemFactory,
    HandoverStandardItemFactory,
)
from workflow.audit import latest_event_id
from workflow.models import ReadEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(demo_today):
    """Every test happens on 31 March 2023."""


@pytest.fixture
def handover(own_association) -> Handover:
    return HandoverFactory(
        employment__association=own_association,
        employment__is_primary_contact=False,
        employment__person__name="Sofie Sommer",
    )


@pytest.fixture
def item(handover) -> HandoverItem:
    return HandoverItemFactory(handover=handover, title="Nøgler", help_text="Til klubhuset.", position=1)


@pytest.fixture
def chair(client_for, chair_user):
    return client_for(chair_user)


def text(response) -> str:
    return response.content.decode()


def url(name: str, handover, **more) -> str:
    return reverse(f"handovers:{name}", args=[handover.employment.association_id, handover.pk, *more.values()])


# --- The association's list -------------------------------------------------------------------------------------------


def test_association_handovers_explains_an_empty_list(chair, own_association, client_for, manager):
    address = reverse("handovers:association-handovers", args=[own_association.pk])

    assert "Så kan I samle det, der skal gives videre" in text(chair.get(address))
    assert "Så kan foreningen samle det" in text(client_for(manager).get(address))


def test_association_handovers_shows_open_ones_first(chair, handover, own_association):
    HandoverFactory(
        employment__association=own_association,
        employment__is_primary_contact=False,
        employment__person__name="Bo Bakke",
        closed=True,
        left_over="Nøglen til skabet.",
    )

    page = text(chair.get(reverse("handovers:association-handovers", args=[own_association.pk])))

    assert page.index("Efter Sofie Sommer") < page.index("Efter Bo Bakke")
    assert "afsluttet med mangler" in page
    assert "Nøglen til skabet." in page
    assert "Ansvarlig: ingen endnu." in page


# --- The checklist ----------------------------------------------------------------------------------------------------


def test_item_tick_comes_back_to_the_item(chair, item, handover):
    response = chair.post(url("item-tick", handover, item=item.pk), {"done": "1"})

    assert response["Location"] == f"{handover.get_absolute_url()}#punkt-{item.pk}"
    page = text(chair.get(handover.get_absolute_url()))
    assert "Klaret 31. marts 2023 af Finn Formand" in page
    assert "Klaret: 1 af 1" in page


def test_item_tick_sent_twice_stays_a_tick(chair, item, handover):
    for _ in range(2):
        chair.post(url("item-tick", handover, item=item.pk), {"done": "1"})

    assert HandoverItem.objects.get().is_done


def test_item_tick_of_a_closed_handover_says_why_not(chair, own_association):
    closed = HandoverFactory(employment__association=own_association, closed=True, items=1)

    response = chair.post(url("item-tick", closed, item=closed.items.get().pk), {"done": "1"}, follow=True)

    assert "Overleveringen er afsluttet. Genåbn den, hvis noget skal rettes." in text(response)
    assert not HandoverItem.objects.get().is_done


def test_item_of_another_handover_is_not_found(chair, handover, other_association):
    other = HandoverFactory(employment__association=other_association, items=1).items.get()

    response = chair.post(url("item-tick", handover, item=other.pk), {"done": "1"})

    assert response.status_code == 404
    assert not HandoverItem.objects.get().is_done


def test_handover_of_another_association_is_not_found_under_the_own_one(chair, own_association, other_association):
    other = HandoverFactory(employment__association=other_association)

    assert chair.get(reverse("handovers:handover-detail", args=[own_association.pk, other.pk])).status_code == 404


def test_item_add_puts_it_on_the_list(chair, handover):
    response = chair.post(url("item-add", handover), {"title": "Kaffemaskinen"}, follow=True)

    assert "Kaffemaskinen" in text(response)


@pytest.mark.parametrize(
    ("typed", "message"),
    [("  ", "Skriv, hvad punktet handler om."), ("x" * 121, "højst 120 tegn"), ("Ring til 010190-1234", "CPR")],
)
def test_item_add_refuses_and_keeps_what_was_typed(chair, handover, typed, message):
    response = chair.post(url("item-add", handover), {"title": typed})

    page = text(response)
    assert message in page
    assert f'value="{typed}"' in page
    assert not HandoverItem.objects.exists()


def test_item_edit_saves_the_note(chair, item, handover):
    sent = {"note": "Hos kassereren <b>nu</b>.", "based_on": latest_event_id(item)}

    response = chair.post(url("item-edit", handover, item=item.pk), sent, follow=True)

    assert "Hos kassereren &lt;b&gt;nu&lt;/b&gt;." in text(response)


def test_item_edit_shows_both_notes_when_somebody_was_first(chair, item, handover, client_for, consultant):
    seen = latest_event_id(item)
    address = url("item-edit", handover, item=item.pk)
    client_for(consultant).post(address, {"note": "I skabet.", "based_on": seen})

    response = chair.post(address, {"note": "Hos kassereren.", "based_on": seen})

    page = text(response)
    assert response.status_code == 409
    assert "Mette Konsulent har ændret det samme" in page
    assert "I skabet." in page
    assert "Hos kassereren." in page
    assert HandoverItem.objects.get().note == "I skabet."


def test_item_edit_of_a_standard_item_leaves_its_title(chair, item, handover):
    chair.post(url("item-edit", handover, item=item.pk), {"title": "Noget andet", "note": "x", "based_on": 0})

    assert HandoverItem.objects.get().title == "Nøgler"


def test_item_edit_of_a_closed_handover_says_why_not(chair, item, handover):
    Handover.objects.update(state="closed", closed_on="2023-03-20")

    page = text(chair.get(url("item-edit", handover, item=item.pk)))

    assert "Genåbn den, hvis noget skal rettes." in page
    assert "Gem</button>" not in page


def test_item_move_and_remove(chair, item, handover):
    own = HandoverItemFactory(handover=handover, title="Kaffemaskinen", own=True, position=2)

    chair.post(url("item-move", handover, item=own.pk), {"up": "1"})
    assert [row.title for row in handover.items.order_by("position")] == ["Kaffemaskinen", "Nøgler"]
    response = chair.post(url("item-remove", handover, item=own.pk), follow=True)
    assert "Punktet »Kaffemaskinen« er fjernet." in text(response)
    response = chair.post(url("item-remove", handover, item=item.pk), follow=True)
    assert "hører til programmets standardliste" in text(response)


def test_item_attach_shows_the_file_on_the_checklist(chair, item, handover):
    sent = {"upload": upload(PDF, "liste.pdf"), "title": "Nøgleliste"}

    response = chair.post(url("item-attach", handover, item=item.pk), sent, follow=True)

    assert "»Nøgleliste« er vedhæftet." in text(response)
    assert "Nøgleliste</a>" in text(chair.get(handover.get_absolute_url()))


@pytest.mark.parametrize(
    ("file", "message"),
    [(None, "Vælg en fil"), (upload(b"MZ" + bytes(99), "liste.pdf"), "Filen er et program.")],
    ids=["none", "program"],
)
def test_item_attach_refuses_and_keeps_the_title(chair, item, handover, file, message):
    sent = {"title": "Nøgleliste", **({"upload": file} if file else {})}

    page = text(chair.post(url("item-attach", handover, item=item.pk), sent))

    assert message in page
    assert 'value="Nøgleliste"' in page


def test_item_attach_asks_for_the_file_again_when_the_title_is_refused(chair, item, handover):
    sent = {"title": "x" * 121, "upload": upload(PDF)}

    assert "Vælg filen igen." in text(chair.post(url("item-attach", handover, item=item.pk), sent))


def test_item_detach_takes_the_file_off(chair, item, handover, chair_user):
    attached = checklist.attach(item, file=upload(PDF, "liste.pdf"), by=chair_user)

    response = chair.post(url("item-detach", handover, item=item.pk, file=attached.pk), follow=True)

    assert "liste</a>" not in text(response)
    assert not item.files.exists()


def test_item_detach_of_a_closed_handover_says_why_not(chair, item, handover, chair_user):
    attached = checklist.attach(item, file=upload(PDF, "liste.pdf"), by=chair_user)
    Handover.objects.update(state="closed", closed_on="2023-03-20")

    response = chair.post(url("item-detach", handover, item=item.pk, file=attached.pk), follow=True)

    assert "Overleveringen er afsluttet." in text(response)
    assert item.files.exists()


# --- What the board decides -------------------------------------------------------------------------------------------


def test_handover_owner_offers_the_present_board(chair, handover, own_association):
    BoardMemberFactory(association=own_association, treasurer=True, person__name="Karen Kasserer")
    BoardMemberFactory(association=own_association, member=True, ended=True, person__name="Forhen Formand")

    page = text(chair.get(url("handover-owner", handover)))

    assert "Karen Kasserer, kasserer" in page
    assert "Forhen Formand" not in page


def test_handover_owner_saves_the_choice(chair, handover, own_association):
    seat = BoardMember.objects.get(association=own_association)

    response = chair.post(url("handover-owner", handover), {"owner": seat.pk, "based_on": 0}, follow=True)

    assert "Finn Formand er nu ansvarlig for overleveringen." in text(response)
    assert Handover.objects.get().owner == seat


def test_handover_owner_without_a_board_says_so(client_for, consultant, handover):
    assert "Bestyrelsen er ikke oplyst" in text(client_for(consultant).get(url("handover-owner", handover)))


def test_handover_detail_says_that_the_owner_has_left_the_board(chair, handover, own_association):
    Handover.objects.update(owner=BoardMemberFactory(association=own_association, member=True, ended=True))

    assert "ikke længere i bestyrelsen" in text(chair.get(handover.get_absolute_url()))


def test_handover_close_with_all_done_is_one_press(chair, handover):
    HandoverItemFactory(handover=handover, ticked=True)

    assert "Alle punkter er klaret." in text(chair.get(handover.get_absolute_url()))
    response = chair.post(url("handover-close", handover), follow=True)

    assert "Overleveringen er afsluttet med alle punkter klaret." in text(response)


def test_handover_close_with_something_left_asks_what(chair, item, handover):
    address = url("handover-close", handover)

    refused = text(chair.post(address, {"left_over": " "}))
    assert "Skriv, hvad der mangler, og hvem der gør det færdigt." in refused
    assert "<li>Nøgler</li>" in refused
    response = chair.post(address, {"left_over": "Kassereren henter nøglen."}, follow=True)

    assert "Afsluttet, selv om noget manglede" in text(response)
    assert Handover.objects.get().left_over == "Kassereren henter nøglen."


def test_handover_close_of_a_closed_one_says_why_not(chair, own_association):
    closed = HandoverFactory(employment__association=own_association, closed=True)

    assert "Overleveringen kan ikke afsluttes" in text(chair.get(url("handover-close", closed)))
    assert "Overleveringen er afsluttet. Genåbn den" in text(chair.post(url("handover-close", closed)))


def test_handover_reopen(chair, own_association):
    closed = HandoverFactory(employment__association=own_association, closed=True)

    assert "Overleveringen er åben igen." in text(chair.post(url("handover-reopen", closed), follow=True))
    assert "Overleveringen er åben." in text(chair.post(url("handover-reopen", closed), follow=True))


def test_handover_whose_end_is_taken_back_asks_whether_to_cancel(chair, handover):
    handover.employment.end, handover.employment.end_reason = None, ""
    handover.employment.save()

    page = text(chair.get(handover.get_absolute_url()))
    assert "Sofie Sommer stopper alligevel ikke" in page
    assert "Slutdatoen på ansættelsen er fjernet." in page
    response = chair.post(url("handover-cancel", handover), follow=True)

    assert "Overleveringen er aflyst" in text(response)


def test_resource_person_ticks_but_sees_that_closing_is_the_boards(client_for, resource_person_user, item, handover):
    page = text(client_for(resource_person_user).get(handover.get_absolute_url()))

    assert "Sæt kryds ved" in page
    assert "Det gør bestyrelsen, for overleveringen er dens." in page
    assert "Vælg en ansvarlig" not in page


def test_manager_reads_without_buttons(client_for, manager, item, handover):
    page = text(client_for(manager).get(handover.get_absolute_url()))

    assert "Mangler</span>" in page
    assert "Sæt kryds ved" not in page
    assert "Tilføj punkt" not in page


# --- The programme's pages --------------------------------------------------------------------------------------------


@pytest.fixture
def staff(client_for, consultant):
    return client_for(consultant)


@pytest.fixture
def three(own_association):
    """One open, one overdue, one closed."""
    clubs = [AssociationFactory(name=name) for name in ("Åben BK", "Sen IF", "Færdig SK")]
    HandoverFactory(employment__association=clubs[0], items=3, items__done=1)
    HandoverFactory(employment__association=clubs[1], employment__end="2023-03-01", items=2)
    HandoverFactory(employment__association=clubs[2], closed=True)


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("", ["Sen IF", "Åben BK"]),
        ("overdue", ["Sen IF"]),
        ("closed", ["Færdig SK"]),
        ("cancelled", []),
        ("all", ["Sen IF", "Åben BK", "Færdig SK"]),
        ("vrøvl", ["Sen IF", "Åben BK"]),
    ],
)
def test_handover_list_narrows_by_state(staff, three, state, names):
    response = staff.get(reverse("handovers:handover-list"), {"tilstand": state} if state else {})

    assert [row.employment.association.name for row in response.context["table"].data.data] == names


def test_handover_list_shows_age_and_what_is_left(staff, three):
    page = text(staff.get(reverse("handovers:handover-list")))

    assert "over tiden" in page
    assert "i 30 dage" in page
    assert "2 af 3" in page


@pytest.mark.parametrize("sort", ["association", "-person", "end", "age", "owner", "-left", "findes-ikke"])
def test_handover_list_sorts_by_every_column(staff, three, sort):
    response = staff.get(reverse("handovers:handover-list"), {"sort": sort})

    assert len(response.context["table"].rows) == 2


def test_handover_list_left_sorts_by_what_is_left(staff, three):
    HandoverFactory(employment__association=AssociationFactory(name="Langt Igen"), items=5)

    response = staff.get(reverse("handovers:handover-list"), {"sort": "-left"})

    assert response.context["table"].data.data[0].employment.association.name == "Langt Igen"


def test_handover_list_says_when_there_is_nothing(staff):
    assert "Der er ingen overleveringer i gang" in text(staff.get(reverse("handovers:handover-list")))
    response = staff.get(reverse("handovers:handover-list"), {"tilstand": "closed"})
    assert "Der er ingen overleveringer at vise" in text(response)


def test_handover_list_export_holds_the_same_rows(staff, three):
    address = reverse("handovers:handover-list-export", kwargs={"extension": "csv"})

    lines = text(staff.get(address, {"tilstand": "all"})).splitlines()

    assert lines[0].startswith("\ufeffForening;Efter;Sidste dag;Tilstand;Dage åben;Ansvarlig;Punkter;Mangler")
    assert [line.split(";")[0] for line in lines[1:]] == ["Sen IF", "Åben BK", "Færdig SK"]
    assert ";over tiden;31;;2;2;" in lines[1]


@pytest.fixture
def standard_items(db):
    HandoverStandardItem.objects.all().delete()
    return [HandoverStandardItemFactory(title=title, position=place) for place, title in enumerate("ABC", 1)]


def test_standard_list_adds_edits_moves_and_retires(staff, standard_items):
    first, second, _third = standard_items
    sent = {"title": "Hjemmesiden", "help_text": "Hvem retter den?", "based_on": 0}

    assert "Punktet »Hjemmesiden« er gemt." in text(staff.post(reverse("handovers:standard-add"), sent, follow=True))
    staff.post(reverse("handovers:standard-edit", args=[first.pk]), {"title": "A1", "help_text": "", "based_on": 0})
    staff.post(reverse("handovers:standard-move", args=[second.pk]), {"up": "1"})
    page = text(staff.post(reverse("handovers:standard-use", args=[second.pk]), {"in_use": "0"}, follow=True))

    assert "Punktet »B« bruges ikke længere i nye overleveringer." in page
    assert "Ikke i brug" in page
    assert [row.title for row in HandoverStandardItem.objects.filter(in_use=True)] == ["A1", "C", "Hjemmesiden"]


def test_standard_edit_shows_what_somebody_else_wrote(staff, standard_items):
    address = reverse("handovers:standard-edit", args=[standard_items[0].pk])
    staff.post(address, {"title": "A1", "help_text": "", "based_on": 0})

    response = staff.post(address, {"title": "A2", "help_text": "", "based_on": 0})

    assert response.status_code == 409
    assert "har ændret det samme" in text(response)


def test_standard_add_refuses_what_is_there(staff, standard_items):
    response = staff.post(reverse("handovers:standard-add"), {"title": "a", "help_text": "Hjælp", "based_on": 0})

    assert "Der er allerede et standardpunkt med den tekst." in text(response)
    assert "Hjælp" in text(response)


def test_standard_list_without_items_says_what_that_means(staff):
    HandoverStandardItem.objects.all().delete()

    assert "Nye overleveringer begynder med en tom liste." in text(staff.get(reverse("handovers:standard-list")))


def test_reads_of_staff_are_logged(staff, chair, handover, own_association):
    for client in (staff, chair):
        client.get(handover.get_absolute_url())
        client.get(reverse("handovers:handover-list-export", kwargs={"extension": "csv"}))

    events = ReadEvent.objects.order_by("pk").values_list("page", "kind", "association_ids", "person_ids")
    assert list(events) == [
        ("Overlevering", "page", [own_association.pk], [handover.employment.person_id]),
        ("Overleveringer", "export", [], []),
    ]


# --- Query budgets ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_handover_detail_reads_in_a_constant_number_of_queries(chair, handover, rows, django_assert_num_queries):
    for _ in range(rows):
        HandoverItemFactory(handover=handover, ticked=True)

    with django_assert_num_queries(8):
        chair.get(handover.get_absolute_url())


@pytest.mark.parametrize("rows", [1, 3])
def test_association_handovers_reads_in_a_constant_number_of_queries(
    chair, own_association, rows, django_assert_num_queries
):
    for _ in range(rows):
        HandoverFactory(employment__association=own_association, employment__is_primary_contact=False, items=2)

    with django_assert_num_queries(5):
        chair.get(reverse("handovers:association-handovers", args=[own_association.pk]))


@pytest.mark.parametrize("rows", [1, 3])
def test_handover_list_reads_in_a_constant_number_of_queries(staff, rows, django_assert_num_queries):
    for _ in range(rows):
        HandoverFactory(items=2)

    with django_assert_num_queries(5):
        staff.get(reverse("handovers:handover-list"))


@pytest.mark.parametrize("rows", [1, 3])
def test_standard_list_reads_in_a_constant_number_of_queries(staff, rows, django_assert_num_queries):
    HandoverStandardItemFactory.create_batch(rows)

    with django_assert_num_queries(3):
        staff.get(reverse("handovers:standard-list"))


@pytest.mark.parametrize("rows", [1, 3])
def test_item_edit_reads_in_a_constant_number_of_queries(chair, handover, rows, django_assert_num_queries):
    for _ in range(rows):
        HandoverItemFactory(handover=handover)

    with django_assert_num_queries(9):
        chair.get(url("item-edit", handover, item=handover.items.first().pk))
