"""The pages of the metrics are tests as all pages are; they share a module, which they import.

They lie a folder deeper than the patterns of the root's conftest reach, and run as it says.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser

HERE = Path(__file__).parent
sys.path.append(str(HERE))


def pytest_collect_file(file_path: Path, parent: Any) -> Any:
    """Collect the page with what the root's conftest does before and after a document."""
    root = parent.config.pluginmanager.get_plugin(str(HERE.parents[2] / "conftest.py"))
    parsers = [root.saved_files, PythonCodeBlockParser(doctest_optionflags=root.FLAGS), SkipParser()]
    pages = Sybil(parsers, pattern="*.md", setup=root.enter, teardown=root.leave)
    return pages.pytest()(file_path, parent)
