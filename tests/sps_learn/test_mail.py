import logging

import pytest
from django.core.mail import EmailMessage

from sps_learn.mail import FolderBackend


@pytest.fixture
def mailbox(tmp_path):
    return FolderBackend(alias="default", file_path=str(tmp_path))


def test_a_message_becomes_a_file_for_the_owner_only(mailbox, tmp_path):
    message = EmailMessage("Hello", "Words", "a@example.org", ["amina@example.org"])

    assert mailbox.send_messages([message]) == 1

    (file,) = tmp_path.iterdir()
    assert "Words" in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_log_names_the_file_and_not_the_person(mailbox, tmp_path, caplog):
    message = EmailMessage("Hello", "Words", "a@example.org", ["amina@example.org"])

    with caplog.at_level(logging.INFO):
        mailbox.send_messages([message])

    (file,) = tmp_path.iterdir()
    assert str(file) in caplog.text
    assert "amina" not in caplog.text


def test_nothing_to_send_is_nothing_to_tell(mailbox, caplog):
    with caplog.at_level(logging.INFO):
        mailbox.send_messages([])

    assert not caplog.text
