"""The life of an enquiry (R18): one table, from which buttons, refusals, the log and the diagram follow.

Who has the turn follows from the state: the administration in NEW and WITH_OWNER, the association in ANSWERED, nobody
when it is closed. What a step sets beside the state, `enquiries.domain.enquiry` sets in the step's own transaction.
"""

from accounts.enums import Permission, Role
from accounts.models import User
from accounts.permissions import roles_towards
from enquiries.enums import OPEN, EnquiryState
from enquiries.models import Enquiry
from workflow.transitions import Transition

OWN = frozenset({Role.BOARD, Role.RESOURCE_PERSON})
NEW, WITH_OWNER = EnquiryState.NEW.value, EnquiryState.WITH_OWNER.value
ANSWERED, CLOSED = EnquiryState.ANSWERED.value, EnquiryState.CLOSED.value


def is_of_the_association(enquiry: Enquiry, user: User) -> bool:
    """Whether the user speaks for the association: who sits on its board speaks for it alone, staff or not (R19)."""
    return bool(roles_towards(user, enquiry) & OWN)


def is_somebody_elses(enquiry: Enquiry, user: User) -> bool:
    """Whether another than the user owns it, or nobody."""
    return enquiry.owner_id != user.pk


TAKE: Transition[Enquiry] = Transition(
    name="take",
    label="Tag henvendelsen",
    told="taget",
    sources=frozenset({NEW}),
    target=WITH_OWNER,
    permission=Permission.ANSWER_ENQUIRIES,
)
ANSWER: Transition[Enquiry] = Transition(
    name="answer",
    label="Send svaret til foreningen",
    told="besvaret",
    sources=frozenset({*OPEN, CLOSED}),
    target=ANSWERED,
    permission=Permission.ANSWER_ENQUIRIES,
)
WRITE: Transition[Enquiry] = Transition(
    name="write",
    label="Send beskeden",
    told="skrevet igen",
    sources=frozenset({WITH_OWNER, ANSWERED, CLOSED}),
    target=WITH_OWNER,
    permission=Permission.ASK,
    applies=is_of_the_association,
)
WRITE_UNOWNED: Transition[Enquiry] = Transition(
    name="write_unowned",
    label="Send beskeden",
    told="skrevet igen, uden ejer",
    sources=frozenset({NEW, CLOSED}),
    target=NEW,
    permission=Permission.ASK,
    applies=is_of_the_association,
)
PASS_ON: Transition[Enquiry] = Transition(
    name="pass_on",
    label="Giv videre til en kollega",
    told="givet videre",
    sources=frozenset({NEW, WITH_OWNER}),
    target=WITH_OWNER,
    permission=Permission.ANSWER_ENQUIRIES,
)
PASS_ON_ANSWERED: Transition[Enquiry] = Transition(
    name="pass_on_answered",
    label="Giv videre til en kollega",
    told="givet videre",
    sources=frozenset({ANSWERED}),
    target=ANSWERED,
    permission=Permission.ANSWER_ENQUIRIES,
)
CLOSE: Transition[Enquiry] = Transition(
    name="close",
    label="Luk henvendelsen",
    told="lukket af forvaltningen",
    sources=frozenset({WITH_OWNER, ANSWERED}),
    target=CLOSED,
    permission=Permission.ANSWER_ENQUIRIES,
)
CLOSE_OWN: Transition[Enquiry] = Transition(
    name="close_own",
    label="Luk henvendelsen",
    told="lukket af foreningen",
    sources=OPEN,
    target=CLOSED,
    permission=Permission.ASK,
    applies=is_of_the_association,
)
TRANSITIONS = (TAKE, ANSWER, WRITE, WRITE_UNOWNED, PASS_ON, PASS_ON_ANSWERED, CLOSE, CLOSE_OWN)
BY_NAME = {row.name: row for row in TRANSITIONS}
