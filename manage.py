#!/usr/bin/env python
"""Run a Django command: ./dev manage COMMAND."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sps_learn.settings")
    from django.core.management import execute_from_command_line

    from sps_learn.env import ConfigurationError

    try:
        execute_from_command_line(sys.argv)
    except ConfigurationError as error:
        sys.exit(f"manage.py: {error}")


if __name__ == "__main__":
    main()
