"""Dokumenter: who reads and changes what, and that a file and its row come and go together."""

import io
import os
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.html import strip_tags
from openpyxl import load_workbook

from documents.domain import document as documents
from documents.domain.document import add_document, edit_document, remove_document, sweep_orphans
from documents.domain.names import download_name, shown_name
from documents.enums import DocumentKind
from documents.models import Document
from tests.documents.files import PDF, PNG, docx, upload
from tests.factories import BoardMemberFactory, DocumentFactory, EmploymentFactory, UserFactory
from workflow.audit import latest_event_id
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db


def url(name: str, *args, **kwargs) -> str:
    return reverse(f"documents:document-{name}", args=args, kwargs=kwargs)


def stored_files(settings) -> list[str]:
    return sorted(path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def read(document) -> bytes:
    with document.file.open("rb") as file:
        return file.read()


def sent(content=PDF, name="Vedtægter 2022.pdf", **more):
    return {"upload": upload(content, name), "title": "Vedtægter", "kind": "by_laws", **more}


def added(association, content=PDF, **more) -> Document:
    values = {"kind": DocumentKind.BY_LAWS, "title": "Vedtægter", "file": upload(content, "v.pdf"), "by": None, **more}
    return add_document(association=association, **values)


# --- Who may ------------------------------------------------------------


@pytest.fixture
def seat_of_consultant(own_association, consultant):
    """The consultant sits on the association's board."""
    return BoardMemberFactory(association=own_association, member=True, person__user=consultant)


def visible(user) -> set[str]:
    return set(Document.objects.visible_to(user).values_list("title", flat=True))


@pytest.fixture
def three(own_association, other_association):
    DocumentFactory(association=own_association, title="Fælles")
    DocumentFactory(association=own_association, title="Intern", internal=True)
    DocumentFactory(association=other_association, title="Andres")


def test_association_reads_what_is_not_internal_of_its_own(three, chair_user, resource_person_user):
    assert visible(chair_user) == visible(resource_person_user) == {"Fælles"}


def test_staff_reads_everything(three, consultant, manager):
    assert visible(consultant) == visible(manager) == {"Fælles", "Intern", "Andres"}


def test_administrator_reads_none(three, administrator):
    assert visible(administrator) == set()


def test_consultant_on_the_board_has_only_that_role_there(three, consultant, seat_of_consultant, client_for):
    DocumentFactory(title="Intern hos andre", internal=True)
    assert visible(consultant) == {"Fælles", "Andres", "Intern hos andre"}
    page = client_for(consultant).get(url("list", seat_of_consultant.association_id)).content.decode()
    assert "Intern" not in page
    assert "Hvem kan læse det" not in page
    assert (
        'name="is_internal"'
        not in client_for(consultant).get(url("add", seat_of_consultant.association_id)).content.decode()
    )


def test_internal_document_cannot_be_guessed(three, chair_user, client_for, own_association):
    internal = Document.objects.get(title="Intern")
    client = client_for(chair_user)
    for name in ("download", "edit"):
        assert client.get(url(name, own_association.pk, internal.pk)).status_code == 404
    client.post(url("remove", own_association.pk, internal.pk))
    assert Document.objects.filter(pk=internal.pk).exists()


def test_address_with_another_associations_document_finds_nothing(three, chair_user, client_for, own_association):
    others = Document.objects.get(title="Andres")
    assert client_for(chair_user).get(url("download", own_association.pk, others.pk)).status_code == 404


@pytest.fixture
def people(consultant, chair_user, resource_person_user):
    return {"consultant": consultant, "chair": chair_user, "resource": resource_person_user}


@pytest.mark.parametrize(
    ("uploader", "may"),
    [
        ("consultant", {"consultant"}),
        ("resource", {"consultant", "chair", "resource"}),
        ("chair", {"consultant", "chair"}),
    ],
)
def test_who_changes_a_document(people, own_association, client_for, uploader, may):
    document = DocumentFactory(association=own_association, uploaded_by=people[uploader])
    address = url("edit", own_association.pk, document.pk)
    assert {name for name, user in people.items() if client_for(user).get(address).status_code == 200} == may


def test_refused_change_says_why(own_association, chair_user, client_for):
    document = DocumentFactory(association=own_association)
    response = client_for(chair_user).post(url("remove", own_association.pk, document.pk))
    assert response.status_code == 403
    assert "lagt op af en anden" in response.content.decode()
    assert Document.objects.exists()


# --- Adding ------------------------------------------------------------


def test_consultants_document_is_internal_unless_chosen(client_for, consultant, own_association):
    client = client_for(consultant)
    assert client.get(url("add", own_association.pk)).context["form"]["is_internal"].value() is True
    client.post(url("add", own_association.pk), sent(is_internal="True"))
    client.post(url("add", own_association.pk), sent(docx(), "aftale.docx", is_internal="False", title="Aftale"))
    assert set(Document.objects.values_list("title", "is_internal")) == {("Vedtægter", True), ("Aftale", False)}


def test_association_cannot_make_a_document_internal(client_for, chair_user, own_association):
    response = client_for(chair_user).post(url("add", own_association.pk), sent(is_internal="True"), follow=True)
    assert "»Vedtægter« er lagt op." in response.content.decode()
    document = Document.objects.get()
    assert (document.is_internal, document.uploaded_by, document.size) == (False, chair_user, len(PDF))
    assert document.original_name == "Vedtægter 2022.pdf"


def test_stored_name_is_random_and_private(settings, own_association):
    document = added(own_association, title="A")
    assert stored_files(settings) == [Path(document.file.name).name]
    assert len(Path(document.file.name).stem) == 32
    assert "v" not in Path(document.file.name).stem


@pytest.fixture
def send(client_for, chair_user, own_association):
    return lambda *args, **more: client_for(chair_user).post(url("add", own_association.pk), sent(*args, **more))


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"MZ\x90", "regnskab.pdf", "Filen er et program"),
        (b"<html><script>", "referat.txt", "webside"),
        (b"", "tom.pdf", "Filen er tom"),
        (b"Barn: 010110-1234", "liste.txt", "CPR-nummer"),
        (PDF, "010110-1234.pdf", "CPR-nummer"),
    ],
)
def test_refused_upload_says_why_and_keeps_what_was_typed(send, settings, content, name, reason):
    response = send(content, name, title="Det, jeg skrev")
    page = response.content.decode()
    assert response.status_code == 200
    assert reason in page
    assert 'value="Det, jeg skrev"' in page
    assert (Document.objects.count(), stored_files(settings)) == (0, [])


def test_file_that_is_fine_must_be_chosen_again_when_something_else_is_wrong(client_for, chair_user, own_association):
    page = client_for(chair_user).post(url("add", own_association.pk), sent(title=" ")).content.decode()
    assert "Skriv dokumentets titel." in page
    assert "Vælg filen igen. Browseren husker den ikke." in page


def test_same_content_twice_is_recognised(client_for, chair_user, own_association, other_association, settings):
    client = client_for(chair_user)
    client.post(url("add", own_association.pk), sent())
    page = client.post(url("add", own_association.pk), sent(name="kopi.pdf", title="Kopi")).content.decode()
    assert "Den samme fil ligger her allerede som »Vedtægter«, lagt op af Finn Formand" in page
    assert (Document.objects.count(), len(stored_files(settings))) == (1, 1)
    added(other_association)
    assert Document.objects.count() == 2


def test_internal_twin_is_not_told_to_the_association(client_for, chair_user, own_association):
    added(own_association, title="Hemmelig", is_internal=True)
    page = client_for(chair_user).post(url("add", own_association.pk), sent(), follow=True).content.decode()
    assert "»Vedtægter« er lagt op." in page
    assert "Hemmelig" not in page


def test_full_storage_is_a_kind_message_and_leaves_nothing(
    client_for, chair_user, own_association, settings, monkeypatch
):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.filesystem.FileSystemStorage._save", full)
    page = client_for(chair_user).post(url("add", own_association.pk), sent()).content.decode()
    assert "ikke er plads på serveren lige nu" in page
    assert (Document.objects.count(), AuditEvent.objects.count(), stored_files(settings)) == (0, 0, [])


def test_file_goes_when_its_row_is_refused(own_association, settings):
    with pytest.raises(ValidationError):
        added(own_association, title="")
    assert stored_files(settings) == []


# --- Changing and removing ------------------------------------------------------------


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def edit_data(document, **more):
    values = {"title": document.title, "kind": document.kind, "based_on": latest_event_id(document)}
    return {**values, **more}


def test_edit_page_carries_what_it_is_based_on(client_for, consultant, own_association):
    document = added(own_association)
    page = client_for(consultant).get(url("edit", own_association.pk, document.pk)).content.decode()
    assert f'name="based_on" value="{latest_event_id(document)}"' in page


def test_details_are_changed_and_the_file_stays(client_for, consultant, own_association, settings):
    document = added(own_association, is_internal=True)
    before = stored_files(settings)
    client_for(consultant).post(
        url("edit", own_association.pk, document.pk), edit_data(document, title="Nye vedtægter", is_internal="False")
    )
    document.refresh_from_db()
    assert (document.title, document.is_internal) == ("Nye vedtægter", False)
    assert stored_files(settings) == before


def test_new_file_takes_the_place_of_the_old(client_for, consultant, own_association, settings, on_commit):
    document = added(own_association)
    before = document.file.name
    with on_commit():
        client_for(consultant).post(
            url("edit", own_association.pk, document.pk),
            edit_data(document, upload=upload(PNG, "scan.png"), is_internal="False"),
        )
    document.refresh_from_db()
    assert (document.file_type, document.original_name, document.uploaded_by) == ("png", "scan.png", consultant)
    assert not default_storage.exists(before)
    assert read(document) == PNG
    fields = {change["field"] for change in AuditEvent.objects.latest("pk").changes}
    assert {"original_name", "file_type", "size", "sha256"} <= fields


def test_same_file_sent_again_changes_nothing(own_association, consultant, on_commit):
    document = added(own_association)
    with on_commit():
        edit_document(document=document, file=upload(PDF, "v.pdf"), by=consultant)
    document.refresh_from_db()
    assert read(document) == PDF
    assert AuditEvent.objects.count() == 1


def test_replacing_with_a_content_that_lies_there_is_refused(own_association, consultant):
    added(own_association)
    other = added(own_association, PNG, title="Billede")
    with pytest.raises(ValidationError, match="ligger her allerede som »Vedtægter«"):
        edit_document(document=other, file=upload(PDF, "v.pdf"), by=consultant)
    other.refresh_from_db()
    assert read(other) == PNG


def test_sharing_an_internal_document_whose_twin_is_shared_is_refused(own_association, consultant):
    added(own_association)
    internal = added(own_association, title="Kopi", is_internal=True)
    internal.is_internal = False
    with pytest.raises(ValidationError, match="ligger her allerede"):
        edit_document(document=internal, file=None, by=consultant)


def test_second_to_save_sees_the_first_and_chooses_the_file_again(client_for, consultant, own_association):
    document = added(own_association)
    data = edit_data(document, title="Mit navn", upload=upload(PNG, "scan.png"), is_internal="False")
    document.title = "Dit navn"
    edit_document(document=document, file=None, by=UserFactory(consultant=True, name="Signe"))
    response = client_for(consultant).post(url("edit", own_association.pk, document.pk), data)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Signe har ændret det samme" in page
    assert "Vælg filen igen" in page
    assert Document.objects.get().title == "Dit navn"


def test_editing_what_was_removed_meanwhile_says_so(own_association, consultant):
    document = added(own_association)
    Document.objects.all().delete()
    with pytest.raises(ValidationError, match="fjernet i mellemtiden"):
        edit_document(document=document, file=None, by=consultant)


def test_removed_document_takes_its_file_and_leaves_a_trace(
    client_for, chair_user, own_association, settings, on_commit
):
    document = added(own_association, by=chair_user)
    client = client_for(chair_user)
    with on_commit():
        client.post(url("remove", own_association.pk, document.pk))
    assert (Document.objects.count(), stored_files(settings)) == (0, [])
    event = AuditEvent.objects.latest("pk")
    assert (event.kind, event.object_label, event.actor_name) == ("deleted", "Vedtægter", "Finn Formand")
    again = client.post(url("remove", own_association.pk, document.pk), follow=True)
    assert "Dokumentet er allerede fjernet." in again.content.decode()


def test_file_stays_when_the_removal_is_rolled_back(own_association, django_capture_on_commit_callbacks):
    document = added(own_association)
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        remove_document(document=document, by=None)
    assert len(callbacks) == 1
    assert default_storage.exists(document.file.name)


def test_sweep_removes_old_files_that_no_document_knows(own_association, settings):
    assert sweep_orphans() == 0
    kept = added(own_association)
    folder = Path(settings.MEDIA_ROOT) / "dokumenter"
    for name, age in (("old.pdf", 7200), ("new.pdf", 0)):
        (folder / name).write_bytes(b"x")
        then = (folder / name).stat().st_mtime - age
        os.utime(folder / name, (then, then))
    os.utime(folder / Path(kept.file.name).name, (0, 0))
    assert sweep_orphans() == 1
    assert stored_files(settings) == sorted(["new.pdf", Path(kept.file.name).name])


def test_file_that_cannot_be_removed_is_left_to_the_sweep(own_association, monkeypatch, on_commit):
    document = added(own_association)

    def read_only(*args):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(documents.default_storage, "delete", read_only)
    with on_commit():
        remove_document(document=document, by=None)
    assert Document.objects.count() == 0


# --- Downloads and lists ------------------------------------------------------------


def test_download_is_an_attachment_that_no_browser_runs(client_for, resource_person_user, own_association):
    document = added(own_association, kind=DocumentKind.MINUTES, file=upload(b"Referat, \xe6bler", "Referat 3.txt"))
    response = client_for(resource_person_user).get(url("download", own_association.pk, document.pk))
    assert b"".join(response) == b"Referat, \xe6bler"
    assert response["Content-Disposition"] == 'attachment; filename="Referat 3.txt"'
    assert response["Content-Type"] == "text/plain"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_file_gone_from_the_storage_is_not_found(client_for, consultant, own_association):
    document = added(own_association)
    default_storage.delete(document.file.name)
    assert client_for(consultant).get(url("download", own_association.pk, document.pk)).status_code == 404


@pytest.mark.parametrize(
    ("given", "shown", "downloaded"),
    [
        ("../../etc/passwd", "passwd", "passwd.pdf"),
        ("C:\\Users\\mig\\Vedtægter.PDF", "Vedtægter.PDF", "Vedtægter.pdf"),
        ("regnskab.exe", "regnskab.exe", "regnskab.pdf"),
        ("a\u202egnp.exe", "agnp.exe", "agnp.pdf"),
        ('a"b?.pdf', 'a"b?.pdf', "a-b-.pdf"),
        ("...", "...", "dokument.pdf"),
        ("", "fil", "fil.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_names_lead_nobody_astray(given, shown, downloaded):
    assert shown_name(given) == shown
    assert download_name(Document(original_name=shown_name(given), file_type="pdf")) == downloaded


def test_list_says_who_can_read_to_staff_only(three, client_for, consultant, chair_user, own_association):
    staff = strip_tags(client_for(consultant).get(url("list", own_association.pk)).content.decode())
    own = strip_tags(client_for(chair_user).get(url("list", own_association.pk)).content.decode())
    assert "2 dokumenter" in staff
    assert "Kun KFF" in staff
    assert "KFF og foreningen" in staff
    assert "1 dokument" in own
    assert "Intern" not in own
    assert "Oplysninger om enkelte børn og unge hører ikke til her." in own


def test_empty_list_says_what_to_do(client_for, chair_user, manager, own_association):
    assert "Læg fx tilskudsaftalen" in client_for(chair_user).get(url("list", own_association.pk)).content.decode()
    page = client_for(manager).get(url("list", own_association.pk)).content.decode()
    assert "Konsulenterne og foreningen lægger dokumenter op her." in page
    assert "Læg et dokument op" not in page


def test_downloads_of_the_list_hold_the_same_rows(three, client_for, consultant, chair_user, own_association):
    excel = client_for(consultant).get(url("export", pk=own_association.pk, extension="xlsx")).content
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(excel)).worksheets[0].iter_rows()]
    assert rows[0][:4] == ["Dokument", "Slags", "Hvem kan læse det", "Filnavn"]
    assert {row[0] for row in rows[1:]} == {"Fælles", "Intern"}
    text = client_for(chair_user).get(url("export", pk=own_association.pk, extension="csv")).content.decode("utf-8-sig")
    assert [line.split(";")[0] for line in text.splitlines()] == ["Dokument", "Fælles"]
    assert "Hvem kan læse det" not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(client_for, chair_user, own_association, django_assert_num_queries, rows):
    for _ in range(rows):
        employment = EmploymentFactory(association=own_association, helper=True, person__signs_in=True)
        DocumentFactory(association=own_association, uploaded_by=employment.person.user)
    client = client_for(chair_user)
    # Session, user, roles, association, the number of rows, the rows.
    with django_assert_num_queries(6):
        client.get(url("list", own_association.pk))
