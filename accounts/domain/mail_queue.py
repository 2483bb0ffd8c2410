"""Has mails sent in the background. The row that the mail is about is the truth: beat sends what was left behind."""

import logging
from typing import Any

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)
# A message that nobody took for this long has been sent again by then.
EXPIRES_SECONDS = 600


def send_task(task: str, **arguments: Any) -> bool:
    """Hands the task to the broker; False when it is away."""
    try:
        current_app.send_task(task, kwargs=arguments, expires=EXPIRES_SECONDS, ignore_result=True)
    except (OperationalError, OSError) as error:
        logger.warning("The broker does not take %s: %s", task, error)
        return False
    return True
