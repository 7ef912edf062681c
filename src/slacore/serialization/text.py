"""Text to plain data and back: YAML 1.2 and JSON, with numbers kept exactly as written."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

from slacore.errors import InvalidDocument, MissingExtra, Problem


def read_json(text: str, name: str) -> Any:
    """Parse JSON. A number with a fraction stays text, so that 99.9 is 99.9; keys are unique."""
    try:
        return json.loads(text, parse_float=str, parse_constant=_refuse, object_pairs_hook=_unique)
    except RecursionError:
        raise InvalidDocument([Problem(name, "not JSON: it is nested too deeply")]) from None
    except ValueError as error:
        # Also a number of more digits than Python converts.
        raise InvalidDocument([Problem(name, f"not JSON: {error}")]) from None


def read_yaml(text: str, name: str) -> Any:
    """Parse YAML 1.2. Numbers with a fraction, dates and times stay text; keys are unique."""
    yaml = _yaml()
    from ruamel.yaml.error import YAMLError

    try:
        return yaml.load(text)
    except RecursionError:
        raise InvalidDocument([Problem(name, "not YAML: it is nested too deeply")]) from None
    except (YAMLError, ValueError, LookupError) as error:
        # What Python says to a tag such as !!int on a word comes through as it is; elsewhere
        # ruamel adds advice about its own interface, which is not the reader's.
        lines = str(error).split("To suppress this check")[0].strip()
        raise InvalidDocument([Problem(name, f"not YAML: {' '.join(lines.split())}")]) from None


def write_json(data: Any) -> str:
    """Write JSON, indented, in the order of the fields."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def write_yaml(data: Any) -> str:
    """Write YAML in block style, in the order of the fields."""
    yaml = _yaml()
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False
    yaml.width = 100
    out = StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _yaml() -> Any:
    try:
        from ruamel.yaml import YAML
        from ruamel.yaml.constructor import SafeConstructor
    except ImportError:
        raise MissingExtra("reading YAML needs ruamel.yaml; install slacore[yaml], or use JSON") from None

    class AsWritten(SafeConstructor):
        """Leaves to slacore what a float or a date would already have decided."""

    for tag in ("float", "timestamp"):
        AsWritten.add_constructor(f"tag:yaml.org,2002:{tag}", SafeConstructor.construct_yaml_str)
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = AsWritten
    return yaml


class _Refused(ValueError):
    """Something that JSON lets pass and an agreement cannot mean."""


def _refuse(constant: str) -> None:
    raise _Refused(f"{constant} is not a number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Refused(f"the key {key!r} stands twice in one object")
        found[key] = value
    return found
