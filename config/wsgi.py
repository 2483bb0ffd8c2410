"""The WSGI entry point for gunicorn."""

import logging
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()


def load_pdf_engine() -> None:
    """Lets nobody's dossier wait for libraries and fonts; what is missing is told, and shows when a PDF is asked for.

    Before the first request, not beside it: two threads that import the same modules can lock each other out.
    """
    from core.pdf import warm_up
    from reporting.dossiers import STYLESHEET

    try:
        warm_up(STYLESHEET)
    except Exception:
        logging.getLogger(__name__).exception("the PDF engine could not be warmed up")


load_pdf_engine()
