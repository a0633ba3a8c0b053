"""Mail where no mailer is set: one file a message, and a line in the log."""

import logging
from collections.abc import Sequence
from pathlib import Path

from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend

logger = logging.getLogger(__name__)


class FolderBackend(EmailBackend):
    def open(self) -> bool:
        is_new = super().open()
        if is_new:
            # A message may hold a link that opens an account.
            Path(self._get_filename()).chmod(0o600)
        return is_new

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        sent = super().send_messages(email_messages)
        if sent:
            logger.info("Mail written to %s", self._get_filename())
        return sent
