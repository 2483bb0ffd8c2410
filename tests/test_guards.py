"""The guards guard: each of them fails a test that does what it forbids."""

import pytest
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import Page

from tests.browser import assert_accessible
from tests.guards import UndefinedVariable, WriteOnGet, get_never_writes, is_write

READ = 'SELECT "core_scheduledjobrun"."id" FROM "core_scheduledjobrun"'
WRITE = """INSERT INTO "core_scheduledjobrun" ("name") VALUES ('x')"""


@pytest.mark.parametrize(
    ("sql", "writes"),
    [
        (READ, False),
        ('SAVEPOINT "s1"', False),
        (f"{READ} FOR UPDATE", True),
        (WRITE, True),
        ('UPDATE "accounts_user" SET "name" = %s', True),
        ('DELETE FROM "accounts_user"', True),
        ('WITH gone AS (DELETE FROM "accounts_user" RETURNING *) SELECT * FROM gone', True),
        ('UPDATE "django_session" SET "session_data" = %s', False),
    ],
)
def test_is_write_tells_reads_from_writes(sql: str, writes: bool) -> None:
    assert is_write(sql) is writes


@pytest.mark.writes_on_get("the guard itself is tested")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "sql", "fails"), [("get", READ, False), ("get", WRITE, True), ("post", WRITE, False)]
)
def test_get_never_writes_refuses_writes_of_get_only(
    method: str, sql: str, fails: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def view(_self: BaseHandler, _request: HttpRequest) -> HttpResponse:
        connection.cursor().execute(
            sql.replace("(\"name\") VALUES ('x')", "(name, last_error, known_since) VALUES ('x', '', now())")
        )
        return HttpResponse()

    monkeypatch.setattr(BaseHandler, "get_response", view)
    request = getattr(RequestFactory(), method)("/foreninger/")
    if not fails:
        with get_never_writes():
            assert BaseHandler().get_response(request).status_code == 200
        return
    with (
        pytest.raises(AssertionError, match="GET /foreninger/ must not write: INSERT"),
        get_never_writes(),
        pytest.raises(WriteOnGet),  # a view may swallow it: the guard fails the test all the same
    ):
        BaseHandler().get_response(request)


def test_undefined_variable_fails_the_test_that_renders_it() -> None:
    template = engines["django"].from_string("Hej {{ navn }}")
    assert template.render({"navn": "Mette"}) == "Hej Mette"
    with pytest.raises(pytest.fail.Exception, match="the variable navn is not defined"):
        template.render({})


def test_undefined_variable_lets_listed_templates_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.guards._origin", lambda: "/site-packages/crispy_forms/templates/field.html")
    assert UndefinedVariable("%s") % "navn" == ""


PAGE = "<!doctype html><html lang=da><title>Prøve</title><main><h1>Prøve</h1>{}</main></html>"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<p>God tekst</p>", None),
        ("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>", "image-alt"),
        ("<p style='width: 3000px'>Bred</p>", "scrolls sideways: 3"),
    ],
)
def test_assert_accessible_reports_what_is_wrong(page: Page, body: str, problem: str | None) -> None:
    page.set_content(PAGE.format(body))
    if problem is None:
        assert_accessible(page)
        return
    with pytest.raises(AssertionError, match=problem):
        assert_accessible(page)
