"""With `tables` alone, evidence is read from Parquet."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import slacore as sla
from slacore.ingest import read_evidence

start, end = (datetime(2026, 3, 2, hour, tzinfo=UTC) for hour in (9, 10))
table = pa.table({"id": ["O-1"], "start": [start], "end": [end]})
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "outages.parquet"
    pq.write_table(table, path)
    evidence = read_evidence("outage", path, covers=sla.Window.month(2026, 3, tz="UTC"))
(outage,) = evidence.of_kind(sla.Outage)
assert outage.end is not None
assert (outage.end - outage.start) == sla.Quantity(1, "hour")
