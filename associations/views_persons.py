"""A person's name, telephone and e-mail, corrected by consultants."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.enums import Permission
from accounts.models import User
from accounts.permissions import require_permission
from associations.association_page import page_context, visible_association
from associations.domain.people import edit_person, people_of
from associations.forms_persons import PersonEditForm
from associations.models import Person
from workflow.editing import attempt

PEOPLE = "overview:association-people"


@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Corrects a person. A consultant with a post in one of the person's associations may not (R19)."""
    association = visible_association(request, pk)
    require_permission(request.user, Permission.IMPORT_REGISTER, association)
    found = get_object_or_404(people_of(association).select_related("user"), pk=person)
    require_permission(request.user, Permission.IMPORT_REGISTER, found)
    form = PersonEditForm(request.POST or None, instance=found, cancel_url=reverse(PEOPLE, args=[association.pk]))
    user = cast("User", request.user)  # signed in: LoginRequiredMiddleware
    saved = attempt(form, lambda: edit_person(found, by=user, based_on=form.based_on))
    if saved:
        messages.success(request, f"Oplysningerne om {saved.name} er gemt.")
        return redirect(PEOPLE, pk=association.pk)
    stored = Person.objects.select_related("user").get(pk=found.pk)
    context = {**page_context(request, association), "form": form, "person": stored}
    return render(request, "associations/person_edit.html", context, status=form.status)
