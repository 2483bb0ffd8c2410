"""`import_register` for operators, and `seed_demo`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.demo import DEMO_PASSWORD
from accounts.models import User
from associations.models import Association
from tests.factories import UserFactory
from tests.imports.files import csv_file, workbook
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "register.xlsx"
    path.write_bytes(workbook(Foreninger=[{"Navn": "Klub"}], Programår=[{
        "År": 2022, "Budget": 6000000, "Tilskud pr. partnerskab": 200000, "Timer pr. uge": 20}]))  # fmt: skip
    return path


def run(*args) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("import_register", *map(str, args), stdout=out, stderr=err)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


def test_import_register_acts_as_the_operator_with_all_rights(file):
    out, err = run(file)

    assert err == ""
    assert "Foreninger: 1 oprettes, 0 ændres, 0 er uændrede" in out
    assert out.endswith("Gemt.\n")
    assert AuditEvent.objects.get(model="associations.association").actor_name == "Systemet"


def test_import_register_dry_run_saves_nothing(file):
    out, _ = run(file, "--dry-run")

    assert "Kun vist, ikke gemt." in out
    assert not Association.objects.exists()


def test_import_register_by_somebody_has_that_persons_rights(file, consultant):
    _, err = run(file, "--by", consultant.email.upper())

    assert "Programår: Arket ændrer noget, som kun administratorer kan indlæse." in err
    assert not Association.objects.exists()


def test_import_register_takes_several_csv_files(tmp_path):
    for name, rows in (("Foreninger", [{"Navn": "Klub"}]), ("Personer", [{"Navn": "Bo", "E-mail": "bo@example.org"}])):
        (tmp_path / f"{name}.csv").write_bytes(csv_file(rows, "cp1252"))

    out, _ = run(tmp_path / "Foreninger.csv", tmp_path / "Personer.csv")

    assert "Personer: 1 oprettes" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["findes-ikke.xlsx"], "findes-ikke.xlsx kan ikke åbnes: No such file or directory."),
        (["{file}", "--by", "ukendt@example.org"], "Der er ingen bruger med e-mailen ukendt@example.org."),
    ],
)
def test_import_register_says_what_is_wrong_without_a_traceback(file, arguments, message):
    _, err = run(*(argument.format(file=file) for argument in arguments))

    assert err == message


def test_import_register_lists_errors_and_ends_with_failure(tmp_path):
    path = tmp_path / "Foreninger.csv"
    path.write_bytes(csv_file([{"Navn": "Klub", "CVR-nummer": "1"}, {"Navn": "", "CVR-nummer": "12345674"}]))

    _, err = run(path)

    assert "Foreninger, række 2, CVR-nummer: Et CVR-nummer har 8 cifre" in err
    assert "Foreninger, række 3, Navn: Cellen er tom." in err
    assert err.endswith("2 fejl. Intet er indlæst.")


def test_seed_demo_is_refused_outside_demo_mode():
    with pytest.raises(CommandError, match="demo installations only"):
        call_command("seed_demo")

    assert not Association.objects.exists()


def test_seed_demo_gives_everybody_a_sign_in_and_prints_them(demo_today, client):
    out = StringIO()

    call_command("seed_demo", stdout=out)

    assert f"all with the password {DEMO_PASSWORD}" in out.getvalue()
    assert client.login(email="mette.lindholt@example.org", password=DEMO_PASSWORD)
    assert all(user.check_password(DEMO_PASSWORD) for user in User.objects.all()[:5])


def test_seed_demo_again_leaves_what_was_corrected(demo_today):
    call_command("seed_demo", stdout=StringIO())
    Association.objects.filter(name="SheZone").update(phone="33 66 00 00")
    own = UserFactory(password="min-egen-adgangskode")
    events = AuditEvent.objects.count()

    call_command("seed_demo", stdout=StringIO())

    own.refresh_from_db()
    assert Association.objects.get(name="SheZone").phone == "33 66 00 00"
    assert own.check_password("min-egen-adgangskode")
    assert AuditEvent.objects.count() == events
