"""Who may do what (R19): the role table against a hand-written one, and the role towards an association."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from accounts.enums import Permission, Role
from accounts.permissions import ROLE_PERMISSIONS, association_roles, has_permission, require_permission, roles_towards
from tests.factories import AssociationFactory, BoardMemberFactory, EmploymentFactory, UserFactory

P = Permission
# Written from R19, not from the table under test. A new permission must be thought through here.
# consultant, manager, administrator, board, resource person
EXPECTED = {
    P.VIEW_REGISTER:              (True, True, False, False, False),
    P.VIEW_ASSOCIATION:           (True, True, False, True, True),
    P.EDIT_MEMBER_COUNTS:         (True, False, False, True, True),
    P.IMPORT_REGISTER:            (True, False, False, False, False),
    P.IMPORT_PROGRAMME:           (False, False, True, False, False),
    P.VIEW_ADMINISTRATION:        (True, True, True, False, False),
    P.VIEW_REPORT:                (True, True, False, True, True),
    P.VIEW_REPORT_RUNS:           (True, True, False, False, False),
    P.START_REPORT_RUN:           (True, True, False, False, False),
    P.CREATE_ASSOCIATION:         (True, False, False, False, False),
    P.EDIT_ASSOCIATION:           (True, False, False, True, True),
    P.EDIT_BOARD:                 (True, False, False, True, False),
    P.EDIT_EMPLOYMENTS:           (True, False, False, True, False),
    P.WORK_ON_HANDOVER:           (True, False, False, True, True),
    P.OWN_HANDOVER:               (True, False, False, True, False),
    P.EDIT_HANDOVER_STANDARD:     (True, False, False, False, False),
    P.DECLARE_CHILD_PROTECTION:   (True, False, False, True, False),
    P.INVITE_PEOPLE:              (True, False, False, True, False),
    P.MANAGE_STAFF:               (False, False, True, False, False),
    P.VIEW_JOURNAL:               (True, True, False, False, False),
    P.EDIT_JOURNAL:               (True, False, False, False, False),
    P.VIEW_DOCUMENTS:             (True, True, False, True, True),
    P.ADD_DOCUMENTS:              (True, False, False, True, True),
    P.TRANSFER_CONTACTS:          (True, False, False, False, False),
    P.EDIT_PARTNERSHIPS:          (True, False, False, False, False),
    P.VIEW_PROGRAMME:             (True, True, True, False, False),
    P.EDIT_FUNDING:               (False, False, True, False, False),
    P.HANDLE_PERSON_DATA:         (True, False, False, False, False),
    P.RUN_RETENTION:              (False, False, True, False, False),
    P.VIEW_READ_LOG:              (False, True, True, False, False),
    P.VIEW_PLAN:                  (True, True, False, True, True),
    P.WRITE_PLAN:                 (False, False, False, True, True),
    P.ENDORSE_PLAN:               (False, False, False, True, False),
    P.REVIEW_PLAN:                (True, False, False, False, False),
    P.COMMENT_PLAN:               (True, False, False, True, True),
    P.RECORD_PROGRESS:            (True, False, False, True, True),
    P.VIEW_COLLABORATIONS:        (True, True, False, True, True),
    P.EDIT_COLLABORATIONS:        (True, False, False, True, True),
    P.VIEW_DIRECTORY:             (True, True, True, True, True),
    P.EDIT_DIRECTORY:             (True, False, False, False, False),
    P.VIEW_ENQUIRIES:             (True, True, False, True, True),
    P.ASK:                        (True, False, False, True, True),
    P.ANSWER_ENQUIRIES:           (True, False, False, False, False),
    P.VIEW_REMINDERS:             (True, True, True, False, False),
}  # fmt: skip
ROLES = (Role.CONSULTANT, Role.MANAGER, Role.ADMINISTRATOR, Role.BOARD, Role.RESOURCE_PERSON)


def test_every_permission_and_role_is_in_the_hand_written_table():
    assert set(EXPECTED) == set(Permission)
    assert set(ROLES) == set(Role) == set(ROLE_PERMISSIONS)


@pytest.mark.parametrize("permission", list(Permission))
def test_role_table_says_what_the_rules_say(permission):
    held = tuple(permission in ROLE_PERMISSIONS[role] for role in ROLES)
    assert held == EXPECTED[permission], f"{permission}: {dict(zip(ROLES, held, strict=True))}"


@pytest.mark.django_db
def test_staff_role_holds_everywhere(consultant, manager, administrator, other_association):
    assert roles_towards(consultant, other_association) == {Role.CONSULTANT}
    assert roles_towards(manager, other_association) == {Role.MANAGER}
    assert roles_towards(administrator, other_association) == {Role.ADMINISTRATOR}
    assert roles_towards(consultant) == {Role.CONSULTANT}


@pytest.mark.django_db
def test_associations_people_have_a_role_there_only(
    resource_person_user, chair_user, own_association, other_association
):
    assert roles_towards(resource_person_user, own_association) == {Role.RESOURCE_PERSON}
    assert roles_towards(chair_user, own_association) == {Role.BOARD}
    for user in (resource_person_user, chair_user):
        assert roles_towards(user, other_association) == frozenset()
        assert roles_towards(user) == frozenset()


@pytest.mark.django_db
def test_somebody_employed_and_on_the_board_has_both_roles(resource_person_user, own_association):
    BoardMemberFactory(association=own_association, person=resource_person_user.person, member=True)
    assert roles_towards(resource_person_user, own_association) == {Role.RESOURCE_PERSON, Role.BOARD}


@pytest.mark.django_db
def test_consultant_on_a_clubs_board_has_only_that_role_towards_it(consultant, own_association, other_association):
    BoardMemberFactory(association=own_association, person__user=consultant)
    assert roles_towards(consultant, own_association) == {Role.BOARD}
    assert roles_towards(consultant, other_association) == {Role.CONSULTANT}
    assert has_permission(consultant, Permission.EDIT_MEMBER_COUNTS, own_association)
    assert has_permission(consultant, Permission.VIEW_REGISTER)


@pytest.mark.django_db
def test_manager_employed_in_a_club_edits_its_counts_but_no_others(manager, own_association, other_association):
    EmploymentFactory(association=own_association, person__user=manager)
    assert has_permission(manager, Permission.EDIT_MEMBER_COUNTS, own_association)
    assert not has_permission(manager, Permission.EDIT_MEMBER_COUNTS, other_association)


@pytest.mark.django_db
def test_administrator_employed_in_a_club_sees_that_one(administrator, own_association, other_association):
    EmploymentFactory(association=own_association, person__user=administrator)
    assert has_permission(administrator, Permission.VIEW_ASSOCIATION, own_association)
    assert not has_permission(administrator, Permission.VIEW_ASSOCIATION, other_association)


@pytest.mark.django_db
def test_closed_account_and_stranger_have_no_roles(own_association):
    closed = UserFactory(consultant=True, inactive=True)
    EmploymentFactory(association=own_association, person__user=closed)
    for user in (closed, AnonymousUser()):
        assert roles_towards(user, own_association) == roles_towards(user) == frozenset()
        assert association_roles(user) == {}
        assert not any(has_permission(user, permission, own_association) for permission in Permission)


@pytest.mark.django_db
def test_refusal_is_worded_for_the_user(chair_user, other_association):
    with pytest.raises(PermissionDenied, match="Du har ikke adgang til dette"):
        require_permission(chair_user, Permission.VIEW_ASSOCIATION, other_association)


@pytest.mark.django_db
def test_roles_are_read_once_per_request(resource_person_user, own_association, django_assert_num_queries):
    with django_assert_num_queries(1):  # employments and board seats together
        for association in (own_association, AssociationFactory.build(pk=999)):
            for permission in Permission:
                has_permission(resource_person_user, permission, association)
