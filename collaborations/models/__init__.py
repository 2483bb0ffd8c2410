"""Partners and collaborations, the feeder chain, and the directory of administrations."""

from collaborations.models.chain import Initiative, InitiativeParticipation
from collaborations.models.collaborations import Collaboration, Partner
from collaborations.models.directory import Administration, ContactUnit

__all__ = ["Administration", "Collaboration", "ContactUnit", "Initiative", "InitiativeParticipation", "Partner"]
