"""Tables as review panels make them, with a tool or by hand: question marks before dates, numbers in sequence, headings renamed.

What is not known exactly stays so, and is told by its precision; nobody's doubt becomes a day.
"""

import pytest

from keepsight.intake.drafts import DraftEntry, DraftRow, Warned
from keepsight.intake.reading.dates import BACKWARDS
from tests.intake.read_here import read_here

ABOVE = "Name of child:,Ivy Example\nDate of birth:,04/02/2012\n"


def entries(text: str) -> list[DraftEntry]:
    """The entries of a text table about Ivy."""
    return [entry for one in read_here((ABOVE + text).encode()) if isinstance(one, DraftRow) for entry in one.entries]


DATES = """
?22.05.16                    2016-05-22  2016-05-22  uncertain
?22 may 2016                 2016-05-22  2016-05-22  uncertain
22-may-16                    2016-05-22  2016-05-22  day
22.05/16                     2016-05-22  2016-05-22  day
22? May 2016                 2016-05-22  2016-05-22  uncertain
22/05?/2016                  2016-05-22  2016-05-22  uncertain
22/05/2016 (approx)          2016-05-22  2016-05-22  uncertain
on or around 22 May 2016     2016-05-22  2016-05-22  uncertain
?/03/2021                    2021-03-01  2021-03-31  month
??/03/2021                   2021-03-01  2021-03-31  month
xx/03/2021                   2021-03-01  2021-03-31  month
?/?/2021                     2021-01-01  2021-12-31  year
?March 2021                  2021-03-01  2021-03-31  uncertain
March? 2021                  2021-03-01  2021-03-31  uncertain
about March 2021             2021-03-01  2021-03-31  uncertain
?2021                        2021-01-01  2021-12-31  uncertain
the twenty-second of May 2016  2016-05-22  2016-05-22  day
first of June 2016           2016-06-01  2016-06-01  day
?the second of June 2016     2016-06-02  2016-06-02  uncertain
early hours of 22/05/2016    2016-05-22  2016-05-22  day
Jan/Feb 2016                 2016-01-01  2016-02-29  range
22/?/2016                    -           -           unknown
second week of May 2016      -           -           unknown
?                            -           -           unknown
"""


@pytest.mark.parametrize("line", DATES.strip().splitlines())
def test_a_date_is_read_as_exactly_as_it_is_known_and_keeps_its_words(line: str) -> None:
    words, first, last, precision = (part.strip() for part in line.rsplit(maxsplit=3))
    (entry,) = entries(f"Seq No,Start date,Source of information,Event\n1,{words},Diary,Letter\n")
    when = entry.when
    assert (str(when.first or "-"), str(when.last or "-"), when.precision, when.raw) == (first, last, precision, words)


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        ("Sequence,Start Date,Source of Information,Event", "7,?22.05.16,HV1 diary,Letter"),
        ("Event Ref,Date,Time,Source,Significant Event / Contact", "7,?22.05.16,,HV1 diary,Letter"),
        ("Sequence number,Date of event,Source of information,Description of event", "7,?22.05.16,HV1 diary,Letter"),
        ("#,DATE,Source,Summary of event", "7,?22.05.16,HV1 diary,Letter"),
    ],
)
def test_a_number_in_sequence_is_no_date_and_headings_may_be_renamed(headings: str, row: str) -> None:
    (entry,) = entries(f"{headings}\n{row}\n")
    assert (str(entry.when.first), entry.when.precision) == ("2016-05-22", "uncertain")
    assert (entry.narrative, entry.professional, entry.key) == ("Letter", "HV1 diary", None)


def test_one_row_of_a_panel_s_table_is_taken_column_by_column() -> None:
    table = (
        "Seq No,Start date,Start time,End date,End time,Source of information,Agency name,Significant event / contact,"
        "Action / response,Voice of child,Professional analysis,Significance for the child\n"
        "4,?22.05.16,?14:30,?25.05.16,,HV1 diary,GP,Letter sent,None,I was cold,Not put together,First sign\n"
    )
    (told,) = entries(table)
    assert (str(told.when.first), str(told.when.last), told.when.precision) == (
        "2016-05-22",
        "2016-05-25",
        "uncertain",
    )
    assert (told.when.at, told.when.raw) == (None, "?22.05.16 ?14:30 to ?25.05.16")
    assert (told.agency, told.professional, told.hindsight) == ("GP", "HV1 diary", "Not put together")
    assert (told.significance, told.kind, told.child_words) == ("First sign", "child.voice", "I was cold")


def test_a_date_that_is_merged_over_rows_is_said_for_each_of_them() -> None:
    first, second = entries("Seq,Date,Source,Event\n1,?May 2016,Diary,Letter\n2,,Diary,Another letter\n")
    assert (first.when.first, first.when.last, first.when.precision) == (
        second.when.first, second.when.last, second.when.precision,
    )  # fmt: skip


def test_an_end_before_its_beginning_is_named_by_row_and_column_and_no_day_is_made_up() -> None:
    drafts = read_here(f"{ABOVE}Date,End date,Event\n25/05/2016,22/05/2016,Letter\n".encode())
    (entry,) = (entry for one in drafts if isinstance(one, DraftRow) for entry in one.entries)
    assert (entry.when.first, entry.when.precision) == (None, "unknown")
    assert [(one.row, one.column, one.says) for one in drafts if isinstance(one, Warned)] == [
        (4, "End date", BACKWARDS)
    ]
