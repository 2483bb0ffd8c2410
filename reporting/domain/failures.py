"""Why a report could not be made, in words for the user."""

import errno

from django.template import TemplateDoesNotExist, TemplateSyntaxError

from core.pdf import PdfLibraryMissingError
from reporting.domain.association_report import NoPartnershipError
from reporting.domain.programme_report import NoProgrammeError

GAVE_UP = "Rapporten blev afbrudt for mange gange. Prøv igen, og sig det til en administrator, hvis det gentager sig."
LIBRARY_MISSING = (
    "Serveren mangler et program til at lave PDF-filer (Pango). Sig det til en administrator, og prøv igen bagefter."
)
STORAGE_FULL = "Der er ikke mere plads på serverens lager. Sig det til en administrator, og prøv igen bagefter."
STORAGE_READ_ONLY = (
    "Serveren kan ikke skrive i lageret til rapporter. Sig det til en administrator, og prøv igen bagefter."
)
STORAGE_TROUBLE = "Filen kunne ikke gemmes på serveren. Sig det til en administrator, og prøv igen bagefter."
TEMPLATE_TROUBLE = "Der er en fejl i rapportens skabelon. Sig det til en administrator: fejlen står i loggen."
NO_PARTNERSHIP = "Foreningen har ikke længere et partnerskab i det år. Ret oplysningerne, eller start en ny kørsel."
UNKNOWN = "Noget uventet gik galt. Prøv igen, og sig det til en administrator, hvis det gentager sig."

BY_ERRNO = {
    errno.ENOSPC: STORAGE_FULL,
    errno.EDQUOT: STORAGE_FULL,
    errno.EROFS: STORAGE_READ_ONLY,
    errno.EACCES: STORAGE_READ_ONLY,
    errno.EPERM: STORAGE_READ_ONLY,
}


def reason_for(error: Exception) -> str:
    """The reason that fits the error. The error itself goes to the log, because it may hold names and paths."""
    if isinstance(error, PdfLibraryMissingError):
        return LIBRARY_MISSING
    if isinstance(error, (NoPartnershipError, NoProgrammeError)):
        return NO_PARTNERSHIP
    if isinstance(error, (TemplateDoesNotExist, TemplateSyntaxError)):
        return TEMPLATE_TROUBLE
    if isinstance(error, OSError):
        return BY_ERRNO.get(error.errno or 0, STORAGE_TROUBLE)
    return UNKNOWN
