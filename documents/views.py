"""Dokumenter: the list of an association's files, adding, changing and removing them, and their download."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import has_permission, require_permission
from associations.association_page import page_context, visible_association
from associations.models import Association
from core.exports import list_response
from core.tables import prepare
from documents.domain import document as documents
from documents.domain.names import download_name
from documents.enums import FileType
from documents.forms import DocumentAddForm, DocumentEditForm
from documents.models import Document
from documents.tables import DocumentTable, document_columns
from workflow.editing import attempt
from workflow.models import ReadEvent
from workflow.reads import log_read

LIST = "documents:document-list"


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)  # signed in: SignInRequiredMiddleware


def _association(request: HttpRequest, pk: int, permission: Permission) -> Association:
    """The association, when the user may see it (404) and has the permission towards it (403)."""
    association = visible_association(request, pk)
    require_permission(request.user, permission, association)
    return association


def _document(request: HttpRequest, association: Association, pk: int) -> Document:
    rows = Document.objects.visible_to(request.user).select_related("association", "uploaded_by")
    return get_object_or_404(rows, pk=pk, association=association)


def _changeable(request: HttpRequest, association: Association, pk: int) -> Document:
    document = _document(request, association, pk)
    for reason in documents.change_blockers(document, _user(request)):
        raise PermissionDenied(reason)
    return document


def _sent(request: HttpRequest) -> tuple[QueryDict | None, Any]:
    """The form's data and files; nothing before it is sent."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@require_safe
def document_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The documents that the user may read."""
    association = _association(request, pk, Permission.VIEW_DOCUMENTS)
    user = _user(request)
    rows = (
        Document.objects.visible_to(user).filter(association=association).select_related("association", "uploaded_by")
    )
    may_add = has_permission(user, Permission.ADD_DOCUMENTS, association)
    shows_audience = documents.sees_internal(user, association)
    may_change = (lambda row: not documents.change_blockers(row, user)) if may_add else None
    table = DocumentTable(rows, shows_audience=shows_audience, may_change=may_change)
    context = {
        **page_context(request, association),
        "table": prepare(table, request),
        "may_add": may_add,
        "shows_audience": shows_audience,
    }
    return render(request, "documents/document_list.html", context)


@require_safe
def document_export(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The same list as `xlsx` or `csv`."""
    association = _association(request, pk, Permission.VIEW_DOCUMENTS)
    rows = Document.objects.visible_to(request.user).filter(association=association).select_related("uploaded_by")
    columns = document_columns(shows_audience=documents.sees_internal(_user(request), association))
    name = f"dokumenter {association.name}"
    return list_response(extension, name=name, title="Dokumenter", columns=columns, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
def document_add(request: HttpRequest, pk: int) -> HttpResponse:
    """The upload form."""
    association = _association(request, pk, Permission.ADD_DOCUMENTS)
    chooses = documents.may_be_internal(_user(request), association)
    form = DocumentAddForm(
        *_sent(request),
        instance=Document(association=association),
        chooses_audience=chooses,
        cancel_url=_list_url(association),
    )
    document = attempt(
        form,
        lambda: documents.add_document(
            association=association,
            kind=form.cleaned_data["kind"],
            title=form.cleaned_data["title"],
            file=form.cleaned_data["upload"],
            is_internal=form.cleaned_data.get("is_internal", False),
            by=_user(request),
        ),
    )
    if document:
        messages.success(request, f"»{document.title}« er lagt op.")
        return redirect(LIST, pk=association.pk)
    context = {**page_context(request, association), "form": form, "chooses_audience": chooses}
    return render(request, "documents/document_add.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def document_edit(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """A document's details, a new file in place of the old one, and the button that removes it."""
    association = _association(request, pk, Permission.ADD_DOCUMENTS)
    found = _changeable(request, association, document)
    form = DocumentEditForm(
        *_sent(request),
        instance=found,
        chooses_audience=documents.may_be_internal(_user(request), association),
        cancel_url=_list_url(association),
    )
    saved = attempt(
        form,
        lambda: documents.edit_document(
            document=found, file=form.cleaned_data["upload"], based_on=form.based_on, by=_user(request)
        ),
    )
    if saved:
        messages.success(request, f"»{saved.title}« er gemt.")
        return redirect(LIST, pk=association.pk)
    context = {
        **page_context(request, association),
        "form": form,
        "document": _document(request, association, document) if form.is_bound else found,
        "shows_audience": documents.sees_internal(_user(request), association),
    }
    return render(request, "documents/document_edit.html", context, status=form.status)


@require_POST
def document_remove(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """Removes a document for good; asked for twice, it is gone all the same."""
    association = _association(request, pk, Permission.ADD_DOCUMENTS)
    if not Document.objects.visible_to(request.user).filter(pk=document, association=association).exists():
        messages.info(request, "Dokumentet er allerede fjernet.")
        return redirect(LIST, pk=association.pk)
    found = _changeable(request, association, document)
    documents.remove_document(document=found, by=_user(request))
    messages.success(request, f"»{found.title}« er fjernet.")
    return redirect(LIST, pk=association.pk)


@require_safe
def document_download(request: HttpRequest, pk: int, document: int) -> HttpResponseBase:
    """The file, always as a download and never shown by the browser."""
    association = _association(request, pk, Permission.VIEW_DOCUMENTS)
    found = _document(request, association, document)
    try:
        file = found.file.open("rb")
    except FileNotFoundError:
        raise Http404("the file is gone") from None
    log_read(request.user, "Dokumenter", associations=[association], kind=ReadEvent.Kind.EXPORT)
    content_type = FileType(found.file_type).content_type
    response = FileResponse(file, as_attachment=True, filename=download_name(found), content_type=content_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _list_url(association: Association) -> str:
    return reverse(LIST, args=[association.pk])
