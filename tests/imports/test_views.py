"""The pages of Indlæsning."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from associations.models import Association
from core.leases import JobState
from imports.models import ImportJob, Phase
from imports.sheets import SHEETS
from imports.tasks import work_on_import
from tests.factories import AssociationFactory
from tests.imports.files import csv_file, read, texts, workbook

pytestmark = pytest.mark.django_db
LIST = "/indlaesning/"


def upload(name="register.xlsx", content=None):
    return SimpleUploadedFile(name, workbook(Foreninger=[{"Navn": "Klub"}]) if content is None else content)


@pytest.fixture
def job(client_for, consultant) -> ImportJob:
    """A consultant's upload that has been checked."""
    client_for(consultant).post(LIST, {"uploads": upload()})
    job = ImportJob.objects.get()
    work_on_import(job_id=job.pk)
    job.refresh_from_db()
    return job


def page_of(job: ImportJob) -> str:
    return reverse("imports:import-detail", args=[job.pk])


def test_upload_leads_to_its_page(client_for, consultant):
    answer = client_for(consultant).post(LIST, {"uploads": [upload(), upload("Personer.csv")]})

    job = ImportJob.objects.get()
    assert answer.url == page_of(job)
    assert (job.by, job.names(), job.state) == (consultant, "register.xlsx, Personer.csv", JobState.QUEUED)


@pytest.mark.parametrize("who", ["manager", "resource_person_user", "chair_user"])
def test_pages_are_for_those_who_may_import(client_for, request, who, job):
    client = client_for(request.getfixturevalue(who))

    answers = [
        client.get(LIST),
        client.post(LIST, {"uploads": upload()}),
        client.get(page_of(job)),
        client.post(f"{page_of(job)}gem/"),
        client.get(f"{LIST}skabelon.xlsx"),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert ImportJob.objects.get().phase == Phase.PREVIEWED


def test_import_of_a_colleague_is_not_found(client_for, administrator, job):
    client = client_for(administrator)

    assert client.get(page_of(job)).status_code == 404
    assert client.post(f"{page_of(job)}gem/").status_code == 404
    assert "register.xlsx" not in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([], "Vælg mindst én fil."),
        ([upload(content=b"")], "Filen er tom. Vælg en fil med indhold."),
        ([upload(f"{n}.csv", b"x") for n in range(13)], "Vælg højst 12 filer ad gangen."),
    ],
)
def test_upload_without_a_usable_file_says_what_to_do(client_for, consultant, files, message):
    answer = client_for(consultant).post(LIST, {"uploads": files})

    assert message in answer.content.decode()
    assert not ImportJob.objects.exists()


def test_too_large_upload_is_refused_before_anything_is_kept(client_for, consultant, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024

    answer = client_for(consultant).post(LIST, {"uploads": upload(content=bytes(3 * 1024 * 1024))})

    assert "Filen fylder 3 MB. Den må højst fylde 1 MB." in answer.content.decode()
    assert not ImportJob.objects.exists()


def test_page_asks_again_while_the_file_is_checked(client_for, consultant):
    client = client_for(consultant)
    client.post(LIST, {"uploads": upload()})
    job = ImportJob.objects.get()

    page = client.get(page_of(job)).content.decode()

    assert f'hx-get="{page_of(job)}" hx-trigger="load delay:1s"' in page
    assert f'<a href="{page_of(job)}">Opdater siden</a>' in page


def test_page_says_that_it_begins_when_the_service_is_back(client_for, consultant):
    client = client_for(consultant)
    client.post(LIST, {"uploads": upload()})

    page = client.get(page_of(ImportJob.objects.get())).content.decode()

    assert "så snart den er tilbage" in page


def test_poll_answers_with_the_changing_part_alone(client_for, consultant, job):
    part = client_for(consultant).get(page_of(job), headers={"HX-Request": "true"}).content.decode()

    assert part.strip().startswith('<div id="import-state"')
    assert "<html" not in part
    assert "hx-get" not in part


def test_preview_lists_what_is_new_and_offers_to_save(client_for, consultant, job):
    page = client_for(consultant).get(page_of(job)).content.decode()

    assert "Intet er gemt endnu." in page
    assert "<li>Klub" in page
    assert "Gem i registret" in page
    assert not Association.objects.exists()


def test_preview_shows_before_and_after(client_for, consultant):
    AssociationFactory(name="Klub", phone="11 11 11 11")
    client = client_for(consultant)
    client.post(LIST, {"uploads": upload(content=workbook(Foreninger=[{"Navn": "Klub", "Telefon": "22 22 22 22"}]))})
    job = ImportJob.objects.get()
    work_on_import(job_id=job.pk)

    page = client.get(page_of(job)).content.decode()

    assert "<td>Telefon</td><td>11 11 11 11</td><td>22 22 22 22</td>" in page


def test_save_twice_saves_once_and_shows_the_result(client_for, consultant, job):
    client = client_for(consultant)

    answers = [client.post(f"{page_of(job)}gem/") for _ in range(2)]
    work_on_import(job_id=job.pk)

    assert [answer.url for answer in answers] == [page_of(job)] * 2
    page = client.get(page_of(job)).content.decode()
    assert "Oplysningerne er gemt" in page
    assert "Gem i registret" not in page
    assert Association.objects.count() == 1


def test_errors_are_listed_by_place_and_escaped(client_for, consultant):
    client = client_for(consultant)
    rows = [{"Navn": "Klub", "CVR-nummer": "<b>1</b>", "Telefon": "<script>"}]
    client.post(LIST, {"uploads": upload(content=workbook(Foreninger=rows))})
    job = ImportJob.objects.get()
    work_on_import(job_id=job.pk)

    page = client.get(page_of(job)).content.decode()

    assert "Foreninger, række 2, CVR-nummer" in page
    assert "&lt;script&gt;" in page
    assert "<script>" not in page.replace("<script src", "")
    assert "Gem i registret" not in page


def test_failed_import_says_why(client_for, consultant, job):
    ImportJob.objects.update(state=JobState.FAILED, error="Filen er ikke længere gemt i Medspil.")

    page = client_for(consultant).get(page_of(job)).content.decode()

    assert "Filen er ikke længere gemt i Medspil. Der er ikke gemt noget." in page


def test_get_saves_nothing(client_for, consultant, job):
    answer = client_for(consultant).get(f"{page_of(job)}gem/")

    assert answer.status_code == 405
    assert ImportJob.objects.get().phase == Phase.PREVIEWED


@pytest.mark.parametrize("number", [1, 25])
def test_pages_ask_the_database_a_fixed_number_of_times(client_for, consultant, django_assert_max_num_queries, number):
    client = client_for(consultant)
    rows = [{"Navn": f"Klub {n}"} for n in range(40)]
    for n in range(number):
        client.post(LIST, {"uploads": upload(f"{n}.csv", csv_file(rows))})
    job = ImportJob.objects.first()
    work_on_import(job_id=job.pk)

    with django_assert_max_num_queries(8):
        client.get(LIST)
    with django_assert_max_num_queries(6):
        client.get(page_of(job))


@pytest.mark.parametrize(("who", "sheets"), [("consultant", 11), ("administrator", 5)])
def test_template_has_the_sheets_that_the_user_may_import(client_for, request, who, sheets):
    client = client_for(request.getfixturevalue(who))

    answer = client.get(f"{LIST}skabelon.xlsx")

    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert book.sheetnames[:2] == ["Vejledning", "Eksempler"]
    assert len(book.sheetnames) == 2 + sheets
    for sheet in SHEETS:
        if sheet.name in book.sheetnames:
            assert [cell.value for cell in book[sheet.name][1]] == [column.name for column in sheet.columns]


def test_template_can_be_read_back_and_its_examples_are_valid(client_for, consultant):
    content = client_for(consultant).get(f"{LIST}skabelon.xlsx").content
    _, problems = read(("skabelon.xlsx", content))
    examples = {sheet.name: [{c.name: c.example or None for c in sheet.columns}] for sheet in SHEETS}
    _, in_examples = read(("eksempler.xlsx", workbook(**examples)))

    assert texts(problems) == []
    assert texts(in_examples) == []
