"""The four FEBRL sets, which others made: trained on each without being told who is who, the model finds nearly everybody."""

import datetime as dt

import duckdb
import pyarrow as pa
import pytest

from keepsight.people.matching.guards import ASK_FROM
from keepsight.people.matching.standardising import standardise
from keepsight.people.matching.training import train
from keepsight.people.matching.weighing import weighed
from tests.people.febrl import febrl, social_security
from tests.people.matching_sets import as_told

# Pairs that agree so are mostly of one person. What the code trains on, an NHS number, is not there.
MOSTLY_ALIKE = ("l.forename = r.forename AND l.surname = r.surname", "l.born = r.born")
LEAST_F1 = {1: 0.995, 2: 0.99, 3: 0.99, 4: 0.995}


@pytest.mark.long
@pytest.mark.parametrize(("number", "least"), LEAST_F1.items())
def test_the_weights_alone_find_whom_others_hid(number, least):
    """A social security number stands for the NHS number, slips and all; weights from `ASK_FROM` count, guards do not."""
    hidden = febrl(number)
    numbers = [{"record": record, "number": said} for record, said in social_security(number).items()]
    with duckdb.connect() as duck:
        standardise(duck, as_told(hidden.told))
        duck.register("said", pa.Table.from_pylist(numbers))
        duck.execute("UPDATE standard SET nhs_number = said.number FROM said WHERE said.record = standard.record")
        model = train(duck, on=f"FEBRL {number}", day=dt.date(2026, 11, 26), alike=MOSTLY_ALIKE)
        made = {frozenset((pair.a, pair.b)) for pair in weighed(duck, model["settings"]) if pair.weight >= ASK_FROM}
    true = hidden.true_pairs()
    assert 2 * len(made & true) / (len(made) + len(true)) >= least
