"""One at a time: whoever changes an association's people or posts holds its row until the transaction ends."""

from associations.models import Association


def lock_association(association: Association) -> None:
    """Waits for others who hold it. Foreign keys to the association are not held up."""
    Association.objects.select_for_update(no_key=True).get(pk=association.pk)
