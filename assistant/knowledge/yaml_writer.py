"""Write YAML that every program reads the same, whichever version of YAML it knows."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import yaml

from assistant.knowledge.yaml_scalars import differing

# What ends a line to some, and the mark that begins a file.
_UNSAFE = re.compile("[\x85\u2028\u2029\ufeff]")


def write_yaml(data: object, width: int) -> str:
    """Return plain data as YAML, the keys in their order, in lines of about `width` characters."""
    return str(yaml.dump(data, Dumper=_dumper(), allow_unicode=True, sort_keys=False, width=width))


@cache
def _dumper() -> Any:
    """A dumper that puts text in quotes where not all take it for text; PyYAML knows YAML 1.1 alone."""

    class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
        pass

    Dumper.add_representer(str, _text)
    return Dumper


def _text(dumper: Any, text: str) -> Any:
    unsafe = _UNSAFE.search(text)
    style = '"' if unsafe else "'" if differing(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)
