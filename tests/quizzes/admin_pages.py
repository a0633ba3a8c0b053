"""Open and send the pages of the quizzes' admin."""

from django.contrib.messages import get_messages
from django.urls import reverse

from tests.publishing.pages import form_on


def url(model, page, *rows):
    name = f"admin:quizzes_{model._meta.model_name}_{page}"
    return reverse(name, args=[row.pk for row in rows])


def send(client, goal, **changes):
    return client.post(goal, form_on(client.get(goal)) | changes)


def change(client, row, **changes):
    return send(client, url(type(row), "change", row), **changes)


def row(key, number, /, **fields):
    """Fields of one row, as a page sends them."""
    return {f"{key}-{number}-{name}": value for name, value in fields.items()}


def row_errors(rows):
    """What is wrong in a list of rows, by row and field."""
    return {
        (number, field): list(messages)
        for number, errors in enumerate(rows.errors)
        for field, messages in errors.items()
    }


def messages_of(response):
    return [str(message) for message in get_messages(response.wsgi_request)]
