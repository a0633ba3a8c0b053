"""Content files: written back as they were read, stable, one key a line.

Pure: imports nothing from Django.
"""

from typing import Any

import yaml


def to_yaml(data: Any) -> str:
    """YAML as the content files are written: stable, one key a line."""
    return yaml.dump(
        data,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=96,
        default_flow_style=False,
    )


_OTHER_BREAKS = frozenset("\x85\u2028\u2029")


class _Dumper(yaml.SafeDumper):
    """Lists are indented below their key; text of several lines is a block."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    if not text or _OTHER_BREAKS & set(text):
        style = '"'  # in any other style, reading would turn them into a plain break
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
