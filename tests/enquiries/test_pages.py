"""The pages: who sees what, lists and filters, sheets, files, response times, due items, and what a page costs."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.registry import DueState, Turn
from enquiries.domain.due import enquiries_waiting
from enquiries.domain.response_times import response_times
from enquiries.enums import EnquiryKind
from enquiries.models import Enquiry, Entry, Note
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    ContactPersonFactory,
    ContactUnitFactory,
    EnquiryFactory,
    EnquiryFileFactory,
    EntryFactory,
    NoteFactory,
    UserFactory,
)
from workflow.models import ReadEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_today")]


def url(enquiry: Enquiry, name: str = "enquiry-detail", **more) -> str:
    return reverse(f"enquiries:{name}", kwargs={"pk": enquiry.association_id, "enquiry": enquiry.pk, **more})


def page(client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


@pytest.fixture
def enquiry(own_association, resource_person_user, consultant) -> Enquiry:
    return EnquiryFactory(
        association=own_association, subject="Haltid", owner=consultant, asked_by=resource_person_user
    )


def test_association_asks_and_reads_who_has_it(client_for, own_association, resource_person_user, consultant):
    ContactPersonFactory(association=own_association, consultant=consultant)
    data = {"kind": "money", "subject": "Budget", "text": "Må vi?", "form_key": str(uuid.uuid4())}
    client = client_for(resource_person_user)
    answers = [client.post(reverse("enquiries:enquiry-ask", args=[own_association.pk]), data) for _ in range(2)]

    made = Enquiry.objects.get()
    assert [answer.url for answer in answers] == [url(made)] * 2
    shown = page(client, url(made))
    for text in ("Henvendelsen er sendt til Mette Konsulent.", "Kommunens tur", "Svar senest", "12. april 2023"):
        assert text in shown


def test_asking_without_words_keeps_what_was_written(client_for, own_association, resource_person_user):
    data = {"kind": "money", "subject": "", "text": "Langt spørgsmål"}
    shown = client_for(resource_person_user).post(reverse("enquiries:enquiry-ask", args=[own_association.pk]), data)

    assert "Langt spørgsmål" in shown.content.decode()
    assert "Skriv et emne med et par ord." in shown.content.decode()
    assert Enquiry.objects.count() == 0


def test_consultant_must_say_who_asked(client_for, own_association, consultant):
    address = reverse("enquiries:enquiry-ask", args=[own_association.pk])
    data = {"kind": "money", "subject": "Budget", "text": "Må de?", "came_by": "phone", "asked_on": "30-03-2023"}
    shown = client_for(consultant).post(address, data)
    assert "Skriv, hvem i foreningen der henvendte sig." in shown.content.decode()
    client_for(consultant).post(address, data | {"told_by": "Lis, formand"})

    made = Enquiry.objects.get()
    assert (made.came_by, made.told_by, made.asked_on) == ("phone", "Lis, formand", date(2023, 3, 30))


def test_file_that_is_refused_must_be_chosen_again_and_the_text_stays(client_for, enquiry, resource_person_user):
    files = [SimpleUploadedFile("budget.txt", b"Budget"), SimpleUploadedFile("spil.exe", b"MZ")]
    shown = client_for(resource_person_user).post(url(enquiry), {"text": "Se her", "attachments": files})

    assert "Filen er et program" in shown.content.decode()
    assert "Se her" in shown.content.decode()
    assert enquiry.entries.count() == 1


def test_missing_text_beside_a_file_asks_for_the_file_again(client_for, enquiry, resource_person_user):
    data = {"text": "", "attachments": [SimpleUploadedFile("budget.txt", b"Budget")]}
    shown = client_for(resource_person_user).post(url(enquiry), data).content.decode()

    assert "Skriv en besked." in shown
    assert "Vælg filen igen" in shown


def test_six_files_are_too_many(client_for, enquiry, resource_person_user):
    files = [SimpleUploadedFile(f"{number}.txt", b"Budget") for number in range(6)]
    shown = client_for(resource_person_user).post(url(enquiry), {"text": "Se her", "attachments": files})

    assert "Vedhæft højst 5 filer ad gangen." in shown.content.decode()


def test_files_are_sent_and_served_as_downloads(client_for, enquiry, resource_person_user, consultant):
    files = [SimpleUploadedFile("budget.txt", b"Budget"), SimpleUploadedFile("noter.txt", b"Noter")]
    client_for(resource_person_user).post(url(enquiry), {"text": "Se her", "attachments": files})
    entry = enquiry.entries.last()
    row = entry.files.get(original_name="budget.txt")
    answer = client_for(consultant).get(url(enquiry, "file-download", file=row.pk))

    assert entry.files.count() == 2
    assert b"".join(answer.streaming_content) == b"Budget"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="budget.txt"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert ReadEvent.objects.filter(kind="export", page="Henvendelse").exists()


def test_file_of_another_enquiry_or_a_lost_one_is_not_found(client_for, enquiry, consultant):
    other = EnquiryFileFactory(entry=EntryFactory(enquiry=EnquiryFactory(association=enquiry.association)))
    lost = EnquiryFileFactory(entry=enquiry.entries.get())
    lost.file.storage.delete(lost.file.name)

    for row in (other, lost):
        assert client_for(consultant).get(url(enquiry, "file-download", file=row.pk)).status_code == 404


def test_notes_are_for_staff_without_a_part_alone(
    client_for, enquiry, consultant, manager, chair_user, own_association
):
    note = NoteFactory(enquiry=enquiry, text="Kun mellem os")
    seated = UserFactory(consultant=True)
    BoardMemberFactory(association=own_association, role="member", person__user=seated)

    for user in (consultant, manager):
        assert "Kun mellem os" in page(client_for(user), url(enquiry))
        assert note in Note.objects.visible_to(user)
    for user in (chair_user, seated):
        shown = page(client_for(user), url(enquiry))
        assert "Kun mellem os" not in shown
        assert "Interne notater" not in shown
        assert note not in Note.objects.visible_to(user)
        history = page(client_for(user), reverse("overview:association-history", args=[own_association.pk]))
        assert "Kun mellem os" not in history


def test_note_and_answer_each_say_who_reads_them(client_for, enquiry, consultant):
    shown = page(client_for(consultant), url(enquiry))

    assert "Alt her kan Vores Forening læse." in shown
    assert "Foreningen kan ikke se, at de findes." in shown
    assert "aldrig af foreningen" in page(client_for(consultant), url(enquiry, "note-add"))


def test_manager_reads_and_writes_nothing(client_for, enquiry, manager):
    shown = page(client_for(manager), url(enquiry))

    assert "<textarea" not in shown
    assert "Giv videre" not in shown


def test_one_without_owner_is_shown_to_every_consultant(client_for, own_association, consultant):
    EnquiryFactory(association=own_association, unowned=True)
    gone = EnquiryFactory(owner=UserFactory(consultant=True, is_active=False))
    shown = page(client_for(consultant), reverse("enquiries:enquiry-overview"))
    assert "2 henvendelser uden ejer" in shown

    client_for(consultant).post(url(gone, "enquiry-pass-on"), {"to": consultant.pk})
    assert "1 henvendelse uden ejer" in page(client_for(consultant), reverse("enquiries:enquiry-overview"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["uden", "min", "anden", "svaret"]),
        ("?vis=mine", ["min"]),
        ("?vis=uden-ejer", ["uden"]),
        ("?vis=os", ["uden", "min", "anden"]),
        ("?vis=foreningen", ["svaret"]),
        ("?vis=lukket", ["lukket"]),
        ("?vis=alle", ["uden", "min", "anden", "svaret", "lukket"]),
        ("?vis=alle&slags=plan", ["anden"]),
        ("?vis=findes-ikke", ["uden", "min", "anden", "svaret"]),
        ("?soeg=HALTID+united", ["anden"]),
        ("?soeg=opstilling", ["min"]),
    ],
)
def test_filters_and_search(query, expected, client_for, consultant):
    club = AssociationFactory(name="Nordvest United")
    EnquiryFactory(subject="uden", unowned=True, turn_since=date(2023, 3, 20))
    mine = EnquiryFactory(subject="min", owner=consultant, turn_since=date(2023, 3, 21))
    EntryFactory(enquiry=mine, text="Om opstilling af borde")
    other = EnquiryFactory(subject="anden", kind=EnquiryKind.PLAN, association=club, turn_since=date(2023, 3, 22))
    EntryFactory(enquiry=other, text="Haltid")
    EnquiryFactory(subject="svaret", answered=True)
    EnquiryFactory(subject="lukket", closed=True)
    answer = client_for(consultant).get(reverse("enquiries:enquiry-overview") + query)

    assert [row.record.subject for row in answer.context["table"].rows] == expected


def test_owner_filter_narrows(client_for, consultant):
    EnquiryFactory(subject="min", owner=consultant)
    EnquiryFactory(subject="anden")
    answer = client_for(consultant).get(reverse("enquiries:enquiry-overview"), {"ejer": consultant.pk})

    assert [row.record.subject for row in answer.context["table"].rows] == ["min"]


@pytest.mark.parametrize("name", ["enquiry-export", "association-export"])
def test_sheets_hold_no_words_of_the_thread(name, client_for, enquiry, consultant):
    EntryFactory(enquiry=enquiry, text="Ord i tråden")
    NoteFactory(enquiry=enquiry, text="Internt")
    kwargs = {"pk": enquiry.association_id} if name == "association-export" else {}
    address = reverse(f"enquiries:{name}", kwargs=kwargs | {"extension": "csv"})
    text = client_for(consultant).get(address).content.decode("utf-8-sig")

    [head, line] = text.splitlines()
    assert head.split(";")[:4] == ["Nr.", "Emne", "Forening", "Handler om"]
    assert line.split(";")[1:8] == [
        "Haltid", "Vores Forening", "Tilskud og økonomi", "Venter på svar", "Kommunen", "11", "Mette Konsulent",
    ]  # fmt: skip
    assert "tråden" not in text
    assert "Internt" not in text


def test_own_people_see_only_their_own(client_for, enquiry, resource_person_user):
    EnquiryFactory(subject="Fremmed")
    answer = client_for(resource_person_user).get(
        reverse("enquiries:association-enquiries", args=[enquiry.association_id])
    )

    assert [row.record.subject for row in answer.context["table"].rows] == ["Haltid"]


def test_empty_lists_say_what_to_do(client_for, own_association, resource_person_user, consultant):
    own = reverse("enquiries:association-enquiries", args=[own_association.pk])
    assert "Har I et spørgsmål til kommunen" in page(client_for(resource_person_user), own)
    assert "Har den ringet" in page(client_for(consultant), own)
    assert "Ingen henvendelser passer" in page(client_for(consultant), own + "?vis=alle")
    assert "Ingen henvendelser passer" in page(client_for(consultant), reverse("enquiries:enquiry-overview"))
    assert "Der er ingen henvendelser fra det år." in page(client_for(consultant), reverse("enquiries:response-times"))


def test_response_times_by_owner_and_in_all(consultant, demo_today):
    signe = UserFactory(consultant=True, name="Signe Sø")

    def asked(on: date, answered: date | None, closed: date | None = None, owner=signe) -> None:
        state = "closed" if closed else "answered" if answered else "with_owner"
        EnquiryFactory(
            owner=owner, asked_on=on, turn_since=closed or answered or on, first_answered_on=answered, closed_on=closed,
            state=state,
        )  # fmt: skip

    asked(date(2023, 3, 1), date(2023, 3, 1))  # the same day: 0
    asked(date(2023, 3, 1), date(2023, 3, 8), date(2023, 3, 10))  # 5 working days, closed after 7
    asked(date(2023, 3, 1), date(2023, 3, 9))  # 6: too late
    asked(date(2023, 3, 20), None)  # 9 working days ago, unanswered: late
    asked(date(2023, 3, 30), None)  # may still be in time: not counted
    asked(date(2023, 3, 1), None, date(2023, 3, 2))  # taken back: not counted in the share
    asked(date(2022, 3, 1), date(2022, 3, 2))  # another year
    asked(date(2023, 3, 1), date(2023, 3, 3), owner=consultant)
    every, each = response_times(consultant, 2023, demo_today)

    assert [row.name for row in each] == ["Mette Konsulent", "Signe Sø"]
    row = each[1]
    assert (row.asked, row.answered, row.days_to_answer) == (6, 3, Decimal(5))
    assert (row.in_time, row.judged, row.share_in_time) == (2, 4, 50)
    assert (row.closed, row.days_to_close) == (2, Decimal(4))
    assert (every.asked, every.days_to_answer, every.share_in_time) == (7, Decimal("3.5"), 60)


def test_figures_of_nothing_are_missing_and_not_zero(consultant, demo_today):
    every, each = response_times(consultant, 2023, demo_today)

    assert (every.asked, every.days_to_answer, every.share_in_time, every.days_to_close) == (0, None, None, None)
    assert each == []


def test_response_times_page_and_sheet(client_for, manager):
    EnquiryFactory(answered=True, owner__name="Signe Sø")
    shown = page(client_for(manager), reverse("enquiries:response-times") + "?aar=2023")
    assert "100 %" in shown
    assert "Signe Sø" in shown
    sheet = client_for(manager).get(
        reverse("enquiries:response-times-export", kwargs={"extension": "csv"}) + "?aar=1999"
    )

    assert sheet.content.decode("utf-8-sig").splitlines()[1] == "Alle;1;1;2;1;1;100;0;"


@pytest.mark.parametrize(
    ("day", "state"),
    [(date(2023, 3, 20), DueState.DUE), (date(2023, 3, 27), DueState.DUE), (date(2023, 3, 28), DueState.OVERDUE)],
)
def test_answer_is_due_in_five_working_days(day, state, enquiry):
    [item] = enquiries_waiting(None, day)

    assert (item.state, item.due_on, item.since) == (state, date(2023, 3, 27), date(2023, 3, 20))
    assert (item.turn, item.url, item.is_internal) == (Turn.CONSULTANT, url(enquiry), False)
    assert item.what == f"Henvendelse {enquiry.pk} venter på svar fra Mette Konsulent."


def test_only_what_waits_for_us_is_due(own_association, django_assert_num_queries):
    unowned = EnquiryFactory(association=own_association, unowned=True)
    EnquiryFactory(association=own_association, answered=True)
    EnquiryFactory(association=own_association, closed=True)
    EnquiryFactory()

    with django_assert_num_queries(1):
        [item] = enquiries_waiting([own_association.pk], date(2023, 3, 31))
    assert item.what == f"Henvendelse {unowned.pk} er uden ejer."


BUDGETS = {
    "enquiry-detail": (10, 8),
    "enquiry-overview": (7, None),
    "association-enquiries": (6, 6),
    "response-times": (4, None),
    "enquiry-pass-on": (6, None),
    "enquiry-ask": (5, 5),
}


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_however_much_there_is(
    rows, client_for, own_association, resource_person_user, consultant, django_assert_num_queries
):
    enquiry = EnquiryFactory(association=own_association)
    for _ in range(rows):
        EnquiryFactory(association=own_association)
        entry = EntryFactory(enquiry=enquiry)
        EnquiryFileFactory.create_batch(rows, entry=entry)
        NoteFactory(enquiry=enquiry)
    for name, budgets in BUDGETS.items():
        if name in {"enquiry-detail", "enquiry-pass-on"}:
            address = url(enquiry, name)
        else:
            args = [own_association.pk] if name in {"association-enquiries", "enquiry-ask"} else []
            address = reverse(f"enquiries:{name}", args=args)
        for user, queries in zip((consultant, resource_person_user), budgets, strict=True):
            if queries:
                client = client_for(user)
                client.get(address)
                with django_assert_num_queries(queries, info=name):
                    assert client.get(address).status_code == 200


def test_message_tells_the_browser_that_it_has_arrived(client_for, enquiry, resource_person_user, chair_user):
    key = uuid.uuid4()
    client_for(resource_person_user).post(url(enquiry), {"text": "Mere", "form_key": str(key)})

    assert f'data-form-key="{key}"' in page(client_for(resource_person_user), url(enquiry))
    assert f'data-form-key="{key}"' not in page(client_for(chair_user), url(enquiry))
    assert Entry.objects.get(form_key=key).text == "Mere"


def test_sent_on_to_a_unit_of_the_directory_or_to_what_is_written(client_for, enquiry, consultant):
    unit = ContactUnitFactory(unit="Områdekontoret")
    client, address = client_for(consultant), url(enquiry, "enquiry-refer")
    assert "Vælg eller skriv, hvilken" in client.post(address, {"referred_on": "30-03-2023"}).content.decode()
    client.post(address, {"unit": unit.pk, "to": "", "referred_on": "30-03-2023"})
    client.post(address, {"unit": unit.pk, "to": "Boligforeningen", "referred_on": "31-03-2023"})

    assert list(enquiry.referrals.values_list("to", flat=True)) == [
        f"{unit.administration}, Områdekontoret", "Boligforeningen",
    ]  # fmt: skip
    assert "Boligforeningen, 31. marts 2023" in page(client, url(enquiry))


def test_front_page_of_a_consultant_names_what_was_passed_on_and_what_nobody_owns(client_for, consultant):
    club = AssociationFactory(name="Passet Videre")
    EnquiryFactory(association=club, owner=consultant)
    EnquiryFactory(association=AssociationFactory(name="Uden Nogen"), unowned=True)
    EnquiryFactory(association=AssociationFactory(name="Kollegas Klub"))
    seated = BoardMemberFactory(association__name="Egen Klub", role="member", person__user=consultant)
    EnquiryFactory(association=seated.association, unowned=True)
    answer = client_for(consultant).get("/")
    lines = [line.name for group in answer.context["groups"] for line in group.lines]

    assert sorted(lines) == ["Passet Videre", "Uden Nogen"]
    assert "er uden ejer." in answer.content.decode()  # though she is nobody's contact person


def test_front_page_names_an_own_one_once(client_for, own_association, consultant):
    ContactPersonFactory(association=own_association, consultant=consultant)
    EnquiryFactory(association=own_association, owner=consultant)
    answer = client_for(consultant).get("/")
    lines = [line.item.what for group in answer.context["groups"] for line in group.lines]

    assert len([text for text in lines if "Henvendelse" in text]) == 1
