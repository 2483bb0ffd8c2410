"""The journal: staff alone, the author's own words, a promise to come back, and nothing of it for the association."""

import io
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.html import strip_tags
from openpyxl import load_workbook

from core.registry import association_pages
from journal.domain import entry as journal
from journal.domain.entry_queries import last_contacts
from journal.enums import EntryKind
from journal.models import JournalEntry
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    EmploymentFactory,
    JournalEntryFactory,
    UserFactory,
)
from workflow.audit import latest_event_id
from workflow.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_today")]
SECRET = "Formanden er presset"


def url(name: str, *args, **kwargs) -> str:
    return reverse(f"journal:entry-{name}", args=args, kwargs=kwargs)


def words(response) -> str:
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def sent(**more):
    values = {"kind": "phone", "held_on": "30-03-2023", "with_whom": "Lis, formand", "text": SECRET}
    return {**values, "follow_up_on": "", "form_key": str(uuid4()), **more}


# --- Who may ------------------------------------------------------------


@pytest.fixture
def entry(own_association, consultant):
    return JournalEntryFactory(association=own_association, author=consultant, text=SECRET)


@pytest.mark.parametrize("who", ["chair_user", "resource_person_user", "administrator"])
def test_association_and_administrator_see_no_entry_anywhere(entry, request, who):
    user = request.getfixturevalue(who)
    assert not JournalEntry.objects.visible_to(user).exists()
    pages = [page for page in association_pages if page.key == "journal" and page.visible(user, entry.association)]
    assert pages == []


def test_no_page_of_the_association_says_it_to_its_people(entry, chair_user, client_for, own_association, consultant):
    journal.edit_entry(entry=entry, by=consultant)
    entry.text += " igen"
    journal.edit_entry(entry=entry, by=consultant)
    client = client_for(chair_user)
    page = client.get(reverse("overview:association-detail", args=[own_association.pk]))
    links = [link for link in re.findall(r'href="(/foreninger/[^"#]*)"', page.content.decode()) if "ret/" not in link]
    texts = [client.get(link.replace("&amp;", "&")) for link in {*links, "/"}]
    assert len(texts) > 5
    assert not any(SECRET.encode() in text.content or b"ournal" in text.content for text in texts if not text.streaming)


def test_consultant_with_a_part_in_the_association_sees_none_of_it(entry, consultant, client_for, own_association):
    JournalEntryFactory(text="Om en anden")
    BoardMemberFactory(association=own_association, member=True, person__user=consultant)
    assert [row.text for row in JournalEntry.objects.visible_to(consultant)] == ["Om en anden"]
    for response in (
        client_for(consultant).get(url("list", own_association.pk)),
        client_for(consultant).post(url("add", own_association.pk), sent()),
        client_for(consultant).post(url("remove", own_association.pk, entry.pk)),
    ):
        assert response.status_code == 403
        assert SECRET not in response.content.decode()
    history = client_for(consultant).get(reverse("overview:association-history", args=[own_association.pk]))
    assert SECRET not in history.content.decode()
    assert JournalEntry.objects.count() == 2


def test_employed_consultant_sees_none_of_it_either(entry, consultant):
    EmploymentFactory(association=entry.association, helper=True, person__user=consultant)
    assert not JournalEntry.objects.visible_to(consultant).exists()


def test_address_with_another_association_finds_no_entry(entry, consultant, client_for, other_association):
    assert client_for(consultant).get(url("edit", other_association.pk, entry.pk)).status_code == 404
    assert client_for(consultant).post(url("follow-up", other_association.pk, entry.pk)).status_code == 404


def test_manager_reads_but_does_not_write(entry, manager, client_for, own_association):
    page = words(client_for(manager).get(url("list", own_association.pk)))
    assert SECRET in page
    assert "Skriv i journalen" not in page
    assert "Der er fulgt op" not in page


def test_only_the_author_changes_an_entry(entry, consultant, client_for, own_association):
    colleague = UserFactory(consultant=True)
    client = client_for(colleague)
    assert SECRET in words(client.get(url("list", own_association.pk)))
    response = client.post(url("edit", own_association.pk, entry.pk), sent())
    assert response.status_code == 403
    assert "Kun den, der har skrevet notatet" in words(response)
    assert client.post(url("remove", own_association.pk, entry.pk)).status_code == 403
    assert JournalEntry.objects.get().text == SECRET


# --- Every page and entry is marked ------------------------------------------------------------


def test_every_page_and_entry_is_marked(entry, consultant, client_for, own_association):
    JournalEntryFactory(association=own_association)
    client = client_for(consultant)
    for address in (
        url("list", own_association.pk),
        url("add", own_association.pk),
        url("edit", own_association.pk, entry.pk),
    ):
        page = client.get(address).content.decode()
        assert '<h2 class="alert-heading">Kun KFF</h2>' in page
        assert "(kun KFF)" in page.partition("</title>")[0]
        assert "Oplysninger om enkelte børn og unge hører ikke til her." in page
    listed = client.get(url("list", own_association.pk)).content.decode()
    assert listed.count('<span class="badge badge-warning">Kun KFF</span>') == listed.count("<article") == 2


# --- Writing ------------------------------------------------------------


def test_new_entry_is_about_today_until_somebody_says_otherwise(client_for, consultant, own_association):
    form = client_for(consultant).get(url("add", own_association.pk)).context["form"]
    assert form["held_on"].value() == date(2023, 3, 31)


def test_entry_is_saved_with_author_and_internal_trace(client_for, consultant, own_association):
    page = words(client_for(consultant).post(url("add", own_association.pk), sent(), follow=True))
    assert "Notatet er gemt i journalen." in page
    assert "30. marts 2023: Telefon med Lis, formand" in page
    row = JournalEntry.objects.get()
    assert (row.author, row.kind, row.held_on, row.text) == (consultant, "phone", date(2023, 3, 30), SECRET)
    event = AuditEvent.objects.get()
    assert (event.model, event.is_internal, event.association_ids) == (
        "journal.journalentry",
        True,
        [own_association.pk],
    )


def test_form_sent_twice_makes_one_entry(client_for, consultant, own_association):
    data = sent()
    for _ in range(2):
        response = client_for(consultant).post(url("add", own_association.pk), data)
        assert response.status_code == 302
    assert (JournalEntry.objects.count(), AuditEvent.objects.count()) == (1, 1)


def test_key_of_somebody_elses_form_gives_nobody_the_entry(consultant, own_association):
    key = uuid4()
    new = {"association": own_association, "kind": EntryKind.NOTE, "held_on": date(2023, 3, 1), "text": "A"}
    journal.add_entry(entry=JournalEntry(**new), by=UserFactory(consultant=True), form_key=key)
    with pytest.raises(ValidationError):
        journal.add_entry(entry=JournalEntry(**new), by=consultant, form_key=key)
    assert JournalEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"text": "  "}, "Skriv, hvad I talte om"),
        ({"with_whom": ""}, "Skriv, hvem kontakten var med."),
        ({"held_on": "01-04-2023"}, "Datoen kan ikke ligge efter i dag."),
        ({"held_on": "31-02-2023"}, "Skriv en dato, der findes"),
        ({"follow_up_on": "29-03-2023"}, "skal være samme dag som kontakten eller senere"),
        ({"kind": ""}, "Vælg slags."),
        ({"kind": "brevdue"}, "Vælg en af mulighederne på listen."),
        ({"text": "Barnet 010110-1234"}, "CPR-nummer"),
    ],
)
def test_refused_entry_says_why_and_keeps_the_text(client_for, consultant, own_association, typed, reason):
    data = sent(**typed)
    page = client_for(consultant).post(url("add", own_association.pk), data)
    assert page.status_code == 200
    assert reason in words(page)
    assert data["text"].strip() in page.content.decode()
    assert not JournalEntry.objects.exists()


def test_note_needs_nobody(client_for, consultant, own_association):
    client_for(consultant).post(url("add", own_association.pk), sent(kind="note", with_whom=""))
    assert JournalEntry.objects.get().kind == "note"


@pytest.mark.parametrize(
    "broken",
    [
        {"text": " "},
        {"kind": "x"},
        {"with_whom": ""},
        {"follow_up_on": date(2023, 2, 28)},
        {"followed_up_on": date(2023, 3, 2)},
    ],
)
def test_database_refuses_what_makes_no_sense(broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalEntryFactory(**broken)


def test_author_changes_the_entry_with_a_trace(entry, client_for, consultant, own_association):
    data = sent(text="Rettet", based_on=latest_event_id(entry))
    client_for(consultant).post(url("edit", own_association.pk, entry.pk), data)
    entry.refresh_from_db()
    assert (entry.text, entry.author) == ("Rettet", consultant)
    assert {"field": "text", "from": SECRET, "to": "Rettet"} in AuditEvent.objects.get().changes


def test_author_in_two_windows_sees_the_first_change(entry, client_for, consultant, own_association):
    data = sent(text="Fra det ene vindue", based_on=latest_event_id(entry))
    entry.text = "Fra det andet vindue"
    journal.edit_entry(entry=entry, by=consultant)
    response = client_for(consultant).post(url("edit", own_association.pk, entry.pk), data)
    assert response.status_code == 409
    assert "Fra det ene vindue" in response.content.decode()
    assert "Fra det andet vindue" in response.content.decode()


def test_entry_removed_meanwhile_is_not_written_again(entry, consultant):
    JournalEntry.objects.all().delete()
    with pytest.raises(ValidationError, match="slettet i mellemtiden"):
        journal.edit_entry(entry=entry, by=consultant)


def test_removed_entry_leaves_an_internal_trace(entry, client_for, consultant, own_association):
    client = client_for(consultant)
    client.post(url("remove", own_association.pk, entry.pk))
    again = client.post(url("remove", own_association.pk, entry.pk), follow=True)
    assert "Notatet er allerede slettet." in words(again)
    event = AuditEvent.objects.get()
    assert (event.kind, event.is_internal) == ("deleted", True)


# --- Coming back ------------------------------------------------------------


def test_colleague_follows_up_once(client_for, own_association):
    entry = JournalEntryFactory(association=own_association, waiting=True)
    client = client_for(UserFactory(consultant=True))
    assert "Vend tilbage 5. april 2023" in words(client.get(url("list", own_association.pk)))
    done = client.post(url("follow-up", own_association.pk, entry.pk), follow=True)
    again = client.post(url("follow-up", own_association.pk, entry.pk), follow=True)
    assert "Det er noteret, at der er fulgt op." in words(done)
    assert "Fulgt op 31. marts 2023" in words(done)
    assert "Der er allerede fulgt op." in words(again)
    entry.refresh_from_db()
    assert entry.followed_up_on == date(2023, 3, 31)
    assert AuditEvent.objects.count() == 1


def test_promise_that_is_taken_back_is_no_longer_kept(consultant, own_association):
    entry = JournalEntryFactory(association=own_association, followed_up=True)
    entry.follow_up_on = None
    journal.edit_entry(entry=entry, by=consultant)
    entry.refresh_from_db()
    assert (entry.follow_up_on, entry.followed_up_on) == (None, None)


def test_late_promise_stands_out(client_for, consultant, own_association):
    JournalEntryFactory(association=own_association, follow_up_on=date(2023, 3, 30))
    assert "Vend tilbage 30. marts 2023, over tiden" in words(
        client_for(consultant).get(url("list", own_association.pk))
    )


# --- Finding ------------------------------------------------------------


@pytest.fixture
def several(own_association, consultant):
    signe = UserFactory(consultant=True, name="Signe Brand")
    for held_on, kind, author, text, more in (
        (date(2023, 3, 1), "phone", consultant, "Halmangel", {"waiting": True}),
        (date(2023, 2, 1), "visit", signe, "Halmangel igen", {"followed_up": True}),
        (date(2023, 1, 1), "note", signe, "Ny formand", {}),
    ):
        JournalEntryFactory(
            association=own_association,
            held_on=held_on,
            kind=kind,
            author=author,
            text=text,
            with_whom="Per Sø",
            **more,
        )
    return {"consultant": consultant.pk, "signe": signe.pk}


@pytest.fixture
def as_manager(client_for, manager):
    return client_for(manager)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Halmangel", "Halmangel igen", "Ny formand"]),
        ("soeg=HALMANGEL", ["Halmangel", "Halmangel igen"]),
        ("soeg=igen+SØ", ["Halmangel igen"]),
        ("slags=note", ["Ny formand"]),
        ("forfatter={signe}", ["Halmangel igen", "Ny formand"]),
        ("fra=01-02-2023&til=01.02.2023", ["Halmangel igen"]),
        ("fra=02-02-2023", ["Halmangel"]),
        ("til=31-01-2023", ["Ny formand"]),
        ("opfoelgning=aaben", ["Halmangel"]),
        ("opfoelgning=lukket", ["Halmangel igen"]),
        ("soeg=findes+ikke", []),
        ("slags=brevdue&fra=i+går&forfatter=1+OR+1&side=99", ["Halmangel", "Halmangel igen", "Ny formand"]),
    ],
)
def test_search_and_filters(several, as_manager, own_association, query, found):
    response = as_manager.get(url("list", own_association.pk) + "?" + query.format(**several))
    assert [entry.text for entry in response.context["page"].object_list] == found
    if not found:
        assert "Ingen notater passer" in words(response)


def test_pages_hold_twenty_and_keep_the_filter(client_for, consultant, own_association):
    for number in range(25):
        JournalEntryFactory(association=own_association, held_on=date(2023, 1, 1) + timedelta(days=number))
    page = client_for(consultant).get(url("list", own_association.pk) + "?slags=phone").content.decode()
    assert page.count("<article") == 20
    assert "?slags=phone&amp;side=2" in page


def test_empty_journal_says_what_it_is_for(client_for, consultant, manager, own_association):
    assert "Skriv et par linjer" in words(client_for(consultant).get(url("list", own_association.pk)))
    assert "når en konsulent har talt med" in words(client_for(manager).get(url("list", own_association.pk)))


def test_downloads_hold_the_filtered_rows_and_say_who_may_read(several, client_for, consultant, own_association):
    address = url("export", pk=own_association.pk, extension="xlsx")
    book = load_workbook(io.BytesIO(client_for(consultant).get(f"{address}?slags=note").content))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert [row[3] for row in rows] == ["Tekst", "Ny formand"]
    assert rows[1][7] == "Kun KFF"
    about = [cell.value for row in book.worksheets[1].iter_rows() for cell in row]
    assert "Kun KFF: må ikke sendes til foreningen." in about
    assert "Slags: Notat." in about
    text = client_for(consultant).get(url("export", pk=own_association.pk, extension="csv") + "?fra=02-02-2023")
    assert "01-03-2023;Telefon;Per Sø;Halmangel;Mette Konsulent;05-04-2023;;Kun KFF" in text.content.decode()


def test_last_contact_is_no_note_and_not_later_than_the_day(consultant, own_association, other_association):
    JournalEntryFactory(association=own_association, held_on=date(2023, 3, 1))
    JournalEntryFactory(association=own_association, held_on=date(2023, 3, 20), note=True)
    JournalEntryFactory(association=own_association, held_on=date(2023, 4, 20))
    JournalEntryFactory(association=other_association, note=True)
    BoardMemberFactory(association=AssociationFactory(), person__user=consultant)
    assert dict(last_contacts(consultant, date(2023, 3, 31))) == {own_association.pk: date(2023, 3, 1)}


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(client_for, consultant, own_association, django_assert_num_queries, rows):
    for _ in range(rows):
        JournalEntryFactory(association=own_association, waiting=True)
    client = client_for(consultant)
    # Session, user, roles, association, authors, the number of rows, the rows.
    with django_assert_num_queries(8):
        client.get(url("list", own_association.pk))
