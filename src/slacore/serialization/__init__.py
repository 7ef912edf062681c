"""Serialization: documents to the model and back. The only room that knows cattrs and YAML."""

from slacore.serialization.documents import (
    dump_evidence,
    dump_ledger,
    dumps,
    load,
    load_charges,
    load_evidence,
    load_ledger,
    loads,
)

__all__ = [
    "dump_evidence",
    "dump_ledger",
    "dumps",
    "load",
    "load_charges",
    "load_evidence",
    "load_ledger",
    "loads",
]
