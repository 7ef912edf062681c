"""There and back again: what is written is read as what it was, and means the same."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st

from laws import bundles
from laws.drawing import Labels, law, places
from laws.terms import CAPPED, agreement, labels
from slacore import Evidence, dumps, evaluate, load_evidence, load_ledger, loads
from slacore.serialization import dump_evidence, dump_ledger


def through(text: str, read: Any, suffix: str) -> Any:
    """What is read from a file of that text."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"document{suffix}"
        path.write_text(text, encoding="utf-8")
        return read(path)


@law(40, breached=10, indeterminate=10)
def test_agreement_evidence_and_ledger_come_back_equal(data: Any) -> Labels:
    """As YAML and as JSON; and evaluated again they give the same bytes."""
    where = data.draw(places)
    levels, evidence = data.draw(bundles.everything(where))
    terms = agreement(*levels, zone=where.zone, settlement=CAPPED)
    json = data.draw(st.booleans())
    suffix = ".json" if json else ".yaml"
    again = loads(dumps(terms, json=json), json=json)
    assert again == terms
    assert again.digest() == terms.digest()
    same = through(dump_evidence(evidence, json=json), load_evidence, suffix)
    assert same == evidence
    assert same.digest() == evidence.digest()
    result = evaluate(terms, evidence, where.month)
    assert evaluate(again, same, where.month).to_json() == result.to_json()
    assert through(dump_ledger(result.ledger), load_ledger, ".json") == result.ledger
    return labels(result)


@law(40)
def test_sources_services_and_corrections_come_back_equal(data: Any) -> None:
    """Each record keeps its source, and each source the time that it covers."""
    where = data.draw(places)
    found = Evidence()
    for source, service in (("inside", None), ("outside", None), (None, "mail"), (None, None)):
        rows = data.draw(bundles.outages(where, where.month, 2))
        named = [
            bundles.renamed(row, f"{source}-{service}-{row.id}", source=source, service=service)
            for row in rows
        ]
        if named and data.draw(st.booleans()):
            withdrawn = data.draw(st.booleans())
            last = named[-1]
            named.append(bundles.renamed(last, f"{last.id}+", replaces=last.id, withdrawn=withdrawn))
        found += Evidence.of(bundles.Outage, named, covers=where.month, source=source, service=service)
    assert through(dump_evidence(found), load_evidence, ".yaml") == found
