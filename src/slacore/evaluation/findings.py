"""Findings: what an evaluation noticed about its input, beside the figures."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Finding:
    """Something that a reader of the figures should know; it changed none of them in silence."""

    about: str
    message: str

    def __str__(self) -> str:
        return f"{self.about}: {self.message}"
