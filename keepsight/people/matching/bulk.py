"""All records at once: standardised, weighed, guarded, parted. Nothing is kept: what comes out is for a person to read."""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from keepsight.people.matching.clustering import Parted, Two, part
from keepsight.people.matching.model import Settings, trained
from keepsight.people.matching.standardising import standardise
from keepsight.people.matching.weighing import weighed


@dataclass(frozen=True, slots=True)
class Matched:
    """How many records were laid side by side, and what came out. Those kept apart are not among them."""

    records: int
    parted: Parted


def match(told: pa.Table, *, judged: Mapping[Two, bool] | None = None, settings: Settings | None = None) -> Matched:
    """What the trained model and the guards say of records as agencies wrote them (`standardising.TOLD`)."""
    with duckdb.connect() as duck:
        records = standardise(duck, told)
        if not records:
            return Matched(0, Parted((), (), (), {}))
        return Matched(records, part(duck, weighed(duck, settings or trained()), judged))
