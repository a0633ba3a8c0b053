"""Rows whose columns are named as the fields of a schema."""

import datetime as dt
from typing import Any

from django.db import models

from .. import schemas


def columns(row: models.Model, schema: type[schemas.Schema]) -> dict[str, Any]:
    """The columns that a schema names, as JSON."""
    values = {name: getattr(row, name) for name in schema.model_fields}
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in values.items()
    }


def fill(row: models.Model, content: schemas.Schema) -> None:
    for name, value in content.model_dump().items():
        setattr(row, name, value)
