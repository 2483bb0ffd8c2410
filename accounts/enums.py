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
    CREATE_ASSOCIATION = "create_association"  # also close, merge and open again
    EDIT_ASSOCIATION = "edit_association"  # its details, satellite sections
    EDIT_BOARD = "edit_board"
    EDIT_EMPLOYMENTS = "edit_employments"
    WORK_ON_HANDOVER = "work_on_handover"  # tick items, add own ones, notes
    OWN_HANDOVER = "own_handover"  # choose the owner, close
    EDIT_HANDOVER_STANDARD = "edit_handover_standard"  # the programme's standard items
    DECLARE_CHILD_PROTECTION = "declare_child_protection"
    INVITE_PEOPLE = "invite_people"  # an association's people
    MANAGE_STAFF = "manage_staff"  # staff accounts and their invitations
    VIEW_JOURNAL = "view_journal"  # contact log and notes: never the association
    EDIT_JOURNAL = "edit_journal"
    VIEW_DOCUMENTS = "view_documents"
    ADD_DOCUMENTS = "add_documents"
    TRANSFER_CONTACTS = "transfer_contacts"
    EDIT_PARTNERSHIPS = "edit_partnerships"  # create, extend, end, grants, instalments, accounts
    VIEW_PROGRAMME = "view_programme"  # the programme page of a year
    EDIT_FUNDING = "edit_funding"  # programme years, funding lines, reserved posts
    HANDLE_PERSON_DATA = "handle_person_data"  # read out, erase or anonymise an association's people
    RUN_RETENTION = "run_retention"  # carry out what retention proposes
    VIEW_READ_LOG = "view_read_log"  # who on the staff has read personal data
    VIEW_PLAN = "view_plan"
    WRITE_PLAN = "write_plan"  # start a plan, write the draft, hand it in, withdraw it
    ENDORSE_PLAN = "endorse_plan"  # the board's word before KFF gets it
    REVIEW_PLAN = "review_plan"  # send back, approve
    COMMENT_PLAN = "comment_plan"
    RECORD_PROGRESS = "record_progress"
    VIEW_COLLABORATIONS = "view_collaborations"
    EDIT_COLLABORATIONS = "edit_collaborations"  # an association's own, and its part in initiatives
    VIEW_DIRECTORY = "view_directory"  # the seven administrations and their initiatives
    EDIT_DIRECTORY = "edit_directory"  # the directory, initiatives and the register of partners
    VIEW_ENQUIRIES = "view_enquiries"
    ASK = "ask"  # write an enquiry for an association
    ANSWER_ENQUIRIES = "answer_enquiries"  # answer, pass on, close as KFF
    VIEW_REMINDERS = "view_reminders"  # what was sent, what failed, what the next 30 days bring
