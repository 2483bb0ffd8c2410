"""Roles and permissions as code (R19)."""

from enum import StrEnum

from django.db import models


class StaffRole(models.TextChoices):
    """The role of somebody employed by the authority."""

    CONSULTANT = "consultant", "Konsulent"
    MANAGER = "manager", "Leder"
    ADMINISTRATOR = "administrator", "Administrator"


class Role(StrEnum):
    """Everything a user can be towards an object: staff roles hold everywhere, the others towards one association."""

    CONSULTANT = "consultant"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    BOARD = "board"
    RESOURCE_PERSON = "resource_person"


class Permission(StrEnum):
    """What may be done. Named for the action; the table of roles is in `accounts.permissions`."""

    VIEW_REGISTER = "view_register"  # the list of all associations, and its exports
    VIEW_ASSOCIATION = "view_association"  # one association's pages
    EDIT_MEMBER_COUNTS = "edit_member_counts"
    IMPORT_REGISTER = "import_register"
    IMPORT_PROGRAMME = "import_programme"  # programme years and staff accounts
    VIEW_ADMINISTRATION = "view_administration"  # programme years and staff accounts
    VIEW_REPORT = "view_report"  # preview and download of one association's reports
    VIEW_REPORT_RUNS = "view_report_runs"  # runs, the programme report, all files
    START_REPORT_RUN = "start_report_run"
