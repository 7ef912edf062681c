"""Ingest: tables and lines of text become evidence."""

from slacore.ingest.reading import read_evidence

__all__ = ["read_evidence"]
