"""How the documentation is built: sphinx, furo, MyST; every example in it is also a test."""

from __future__ import annotations

import tomllib
from pathlib import Path

project = "slacore"
author = "slacore contributors"
project_copyright = "2026, slacore contributors"
PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
release = version = PROJECT["version"]

extensions = ["myst_parser", "sphinx.ext.autodoc"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist", "smartquotes"]
myst_heading_anchors = 3
# Internal references are held by the build itself (-W); a wrong one is an error.

autodoc_class_signature = "separated"
autodoc_default_options = {"members": True, "show-inheritance": True}
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
# A name between single backticks in a docstring is code.
default_role = "literal"

html_theme = "furo"
html_title = "slacore"
html_copy_source = False
