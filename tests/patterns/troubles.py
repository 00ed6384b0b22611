"""What goes wrong in calendars, clocks and records, met by every shape: a small history for each.

Written as in `fixtures.py`. `TROUBLES` names what must be met; a shape that is added must meet all of it too.
"""

TROUBLES = (
    "month ends",
    "ties",
    "late entries",
    "duplicates",
    "inexact dates",
    "silent feeds",
    "leap days",
    "clock changes",
)

MET = {
    ("count", "month ends"): """
        kinds-in-a-month 2025-03-31
        2025-01-31 concern.recorded
        2025-02-28 injury.recorded
        = holds 2025-02-28 2025-03-01
    """,
    ("count", "ties"): """
        kinds-in-a-month 2025-06-30
        2025-05-01 concern.recorded
        2025-05-01 injury.recorded
        2025-05-20 concern.recorded
        2025-05-20 injury.recorded
        2025-05-20 child.voice
        = holds 2025-05-01 2025-05-20
    """,
    ("count", "late entries"): """
        kinds-in-a-month 2025-06-30
        2025-05-01 concern.recorded recorded=2025-06-20
        2025-05-10 injury.recorded
        2025-05-15 child.voice recorded=2025-06-25
        = holds 2025-05-10 2025-05-15
    """,
    ("count", "duplicates"): """
        kinds-in-a-month 2025-06-30
        2025-05-01 concern.recorded agency=school thread=one
        2025-05-01 concern.recorded agency=school thread=one
        2025-05-02 concern.recorded agency=school
    """,
    ("count", "inexact dates"): """
        kinds-in-a-month 2025-06-30
        2025-05-01..2025-05-10 concern.recorded
        2025-05-20 injury.recorded
        2025-05-25..2025-06-05 child.voice
        = holds 2025-05-20 2025-06-02
    """,
    ("count", "silent feeds"): """
        working-days-told 2025-06-30 2025-01-01..2025-05-01
        2025-05-01 concern.recorded basis=observed
        2025-05-02 injury.recorded basis=observed
        = cannot_tell 2025-05-02 2025-05-17
    """,
    ("count", "leap days"): """
        nothing-open-days 2024-06-30
        2024-02-29 concern.recorded
        2024-04-29 injury.recorded
        = holds 2024-04-29 2024-04-30
    """,
    ("count", "clock changes"): """
        working-days-told 2025-04-30
        2025-03-28 concern.recorded basis=observed at=00:30
        2025-04-11 injury.recorded basis=observed at=23:30
        = holds 2025-04-11 2025-04-12
    """,
    ("awaited", "month ends"): """
        assessment-drift 2025-03-31
        2025-01-31 assessment.started
        2025-04-04 assessment.completed
    """,
    ("awaited", "ties"): """
        decided-for-the-child 2025-05-30
        2025-05-01 referral.received
        2025-05-01 referral.received
        2025-05-07 referral.decided
        2025-05-07 referral.decided
        = holds 2025-05-03 2025-05-07
    """,
    ("awaited", "late entries"): """
        decided-for-the-child 2025-05-30
        2025-05-01 referral.received recorded=2025-05-20
        2025-05-02 referral.decided recorded=2025-05-25
    """,
    ("awaited", "duplicates"): """
        decided-for-the-child 2025-05-30
        2025-05-01 referral.received agency=school thread=one
        2025-05-01 referral.received agency=school thread=one
        = holds 2025-05-03
    """,
    ("awaited", "inexact dates"): """
        decided-for-the-child 2025-05-30
        2025-05-01..2025-05-06 referral.received
        2025-05-06..2025-05-07 referral.decided
        2025-05-12 referral.received
        2025-05-13..2025-05-14 referral.decided
        = holds 2025-05-14 2025-05-14
    """,
    ("awaited", "silent feeds"): """
        decided-for-the-child 2025-05-30 2025-05-02..2025-05-30
        2025-05-01 referral.received
        2025-05-08 referral.received
        = cannot_tell 2025-05-03
        = holds 2025-05-10
    """,
    ("awaited", "leap days"): """
        decided-for-the-child 2024-03-10
        2024-02-28 missing.found
        2024-03-01 return_interview.held
        = holds 2024-03-01 2024-03-01
    """,
    ("awaited", "clock changes"): """
        interviewed-in-a-day 2025-04-30
        2025-03-29 missing.found at=20:00 thread=one
        2025-03-30 return_interview.held at=21:01 thread=one
        2025-04-05 missing.found at=20:00 thread=two
        2025-04-06 return_interview.held at=20:00 thread=two
        = holds 2025-03-30 2025-03-30
    """,
    ("silence", "month ends"): """
        unheard-for-a-month 2025-03-31
        2025-01-31 involvement.opened
        2025-02-28 child.voice
        2025-03-28 child.voice
        2025-03-30 involvement.closed
    """,
    ("silence", "ties"): """
        unheard-for-a-month 2025-06-30
        2025-03-10 involvement.opened
        2025-04-11 child.voice
        2025-04-11 involvement.closed
        2025-05-01 early_help.started
        2025-05-01 early_help.ended
    """,
    ("silence", "late entries"): """
        unheard-for-a-month 2025-06-30
        2025-03-10 involvement.opened recorded=2025-06-01
        2025-04-15 child.voice recorded=2025-06-10
        2025-04-20 involvement.closed
        = holds 2025-04-11 2025-04-15
    """,
    ("silence", "duplicates"): """
        unheard-for-a-month 2025-06-30
        2025-03-10 involvement.opened
        2025-03-10 involvement.opened
        2025-04-20 involvement.closed
        2025-04-20 involvement.closed
        = holds 2025-04-11 2025-04-20
    """,
    ("silence", "inexact dates"): """
        unheard-for-a-month 2025-06-30
        2025-03-01..2025-03-10 involvement.opened
        2025-03-20..2025-04-05 child.voice
        2025-04-25..2025-05-05 involvement.closed
        = holds 2025-04-21 2025-05-05
    """,
    ("silence", "silent feeds"): """
        unheard-for-a-month 2025-06-30 2025-04-01..2025-06-30
        2025-03-10 involvement.opened
        2025-06-20 involvement.closed
        = holds 2025-05-02 2025-06-20
    """,
    ("silence", "leap days"): """
        unheard-for-a-month 2024-04-30
        2024-01-29 involvement.opened
        2024-02-29 child.voice
        2024-03-29 child.voice
        2024-04-10 involvement.closed
    """,
    ("silence", "clock changes"): """
        unheard-for-a-month 2025-05-31
        2025-03-30 involvement.opened at=00:30
        2025-04-30 child.voice at=23:30
        2025-05-10 involvement.closed
    """,
    ("then", "month ends"): """
        closed-then-harm 2025-06-30
        2025-03-31 involvement.closed
        2025-04-30 injury.recorded
        = holds 2025-04-30
    """,
    ("then", "ties"): """
        told-then-told 2025-06-30
        2025-05-01 missing.found
        2025-05-01 referral.decided
        2025-05-02 referral.decided
        2025-05-02 missing.found
        = holds 2025-05-02
    """,
    ("then", "late entries"): """
        closed-then-harm 2025-06-30
        2025-05-01 involvement.closed
        2025-05-10 injury.recorded recorded=2025-06-20
        2025-05-12 involvement.opened recorded=2025-06-21
        = holds 2025-05-10 2025-05-12
    """,
    ("then", "duplicates"): """
        told-then-told 2025-06-30
        2025-05-01 missing.found agency=police thread=one
        2025-05-01 missing.found agency=police thread=one
    """,
    ("then", "inexact dates"): """
        told-then-told 2025-06-30
        2025-05-01..2025-05-03 missing.found
        2025-05-03..2025-05-06 referral.decided
        2025-05-07..2025-05-09 referral.decided
        = holds 2025-05-09
    """,
    ("then", "silent feeds"): """
        told-then-told 2025-06-30 2025-05-02..2025-06-30
        2025-05-01 missing.found
        2025-05-06 referral.decided
        = cannot_tell 2025-05-06
    """,
    ("then", "leap days"): """
        closed-then-harm 2024-06-30
        2024-02-29 involvement.closed
        2024-03-29 injury.recorded
        = holds 2024-03-29
    """,
    ("then", "clock changes"): """
        told-then-told 2025-11-30
        2025-10-25 missing.found at=23:30
        2025-10-26 referral.decided at=00:30
        = holds 2025-10-26
    """,
    ("omission", "month ends"): """
        held-and-not-considered 2025-06-30
        2024-05-31 concern.recorded
        2025-05-31 assessment.completed states=no_factor_found
        = holds 2025-05-31
    """,
    ("omission", "ties"): """
        held-and-not-considered 2025-06-30
        2025-05-01 concern.recorded
        2025-05-01 assessment.completed states=no_factor_found
        2025-05-20 assessment.completed states=no_factor_found
        2025-05-20 child.seen
        = holds 2025-05-01 2025-05-20
    """,
    ("omission", "late entries"): """
        held-and-not-considered 2025-06-30
        2025-04-01 concern.recorded recorded=2025-05-10
        2025-05-01 assessment.completed states=no_factor_found
        2025-05-20 assessment.completed states=no_factor_found recorded=2025-06-01
        = holds 2025-05-20
    """,
    ("omission", "duplicates"): """
        held-and-not-considered 2025-06-30
        2025-04-01 concern.recorded agency=school thread=one
        2025-04-01 concern.recorded agency=school thread=one
        2025-05-01 assessment.completed states=no_factor_found
        2025-05-01 assessment.completed states=no_factor_found
        = holds 2025-05-01
    """,
    ("omission", "inexact dates"): """
        held-and-not-considered 2025-06-30
        2025-04-01..2025-04-30 concern.recorded
        2025-04-20..2025-05-10 assessment.completed states=no_factor_found
        2025-05-01..2025-05-12 assessment.completed states=no_factor_found
        = holds 2025-05-12
    """,
    ("omission", "silent feeds"): """
        held-and-not-considered 2025-06-30 nothing
        2025-04-01 concern.recorded
        2025-05-01 assessment.completed states=no_factor_found
        = holds 2025-05-01
    """,
    ("omission", "leap days"): """
        held-and-not-considered 2025-06-30
        2024-02-29 concern.recorded
        2025-02-28 assessment.completed states=no_factor_found
        2025-03-01 child.seen
        2025-03-02 assessment.completed states=no_factor_found
        = holds 2025-02-28 2025-03-01
    """,
    ("omission", "clock changes"): """
        held-and-not-considered 2025-06-30
        2025-03-30 concern.recorded at=23:30
        2025-03-30 assessment.completed at=00:30 states=no_factor_found
        = holds 2025-03-30
    """,
    ("cycle", "month ends"): """
        came-and-went 2025-06-30
        2025-01-29 involvement.opened
        2025-01-31 involvement.closed
        2025-02-20 involvement.opened
        2025-02-28 involvement.closed
        = holds 2025-02-28 2025-03-01
    """,
    ("cycle", "ties"): """
        came-and-went 2025-06-30
        2025-04-28 involvement.opened
        2025-04-28 involvement.closed
        2025-05-01 involvement.closed
        2025-05-10 involvement.opened
        2025-05-10 involvement.opened
        2025-05-12 involvement.closed
        2025-05-12 involvement.closed
        2025-05-14 involvement.opened
        2025-05-15 involvement.closed
        = holds 2025-05-15 2025-06-13
    """,
    ("cycle", "late entries"): """
        came-and-went 2025-06-30
        2025-05-01 involvement.opened recorded=2025-06-20
        2025-05-03 involvement.closed
        2025-05-05 involvement.opened
        2025-05-08 involvement.closed
        2025-05-15 child.voice recorded=2025-06-25
        = holds 2025-05-08 2025-05-15
    """,
    ("cycle", "duplicates"): """
        came-and-went 2025-06-30
        2025-05-01 involvement.opened thread=one
        2025-05-01 involvement.opened thread=one
        2025-05-03 involvement.closed thread=one
        2025-05-03 involvement.closed thread=one
    """,
    ("cycle", "inexact dates"): """
        came-and-went 2025-06-30
        2025-05-01 involvement.opened
        2025-05-03..2025-05-06 involvement.closed
        2025-05-10..2025-05-12 involvement.opened
        2025-05-14 involvement.closed
        = holds 2025-05-14 2025-06-04
    """,
    ("cycle", "silent feeds"): """
        came-and-went 2025-06-30 2025-01-01..2025-05-02
        2025-05-01 involvement.opened
        2025-05-03 involvement.closed
        2025-05-05 involvement.opened
        2025-05-08 involvement.closed
        = cannot_tell 2025-05-08 2025-06-04
    """,
    ("cycle", "leap days"): """
        came-and-went 2024-06-30
        2024-02-27 involvement.opened
        2024-02-29 involvement.closed
        2024-03-20 involvement.opened
        2024-03-29 involvement.closed
        = holds 2024-03-29 2024-03-30
    """,
    ("cycle", "clock changes"): """
        came-and-went 2025-04-30
        2025-03-28 involvement.opened at=23:30
        2025-03-30 involvement.closed at=00:30
        2025-04-01 involvement.opened at=00:30
        2025-04-11 involvement.closed at=23:30
        = holds 2025-04-11
    """,
    ("share", "month ends"): """
        hardly-seen-alone 2025-03-31
        2025-01-31 child.seen alone=no
        2025-02-28 child.seen alone=no
        = holds 2025-02-28 2025-03-15
    """,
    ("share", "ties"): """
        mostly-told-by-carers 2025-06-30
        2025-05-01 assessment.completed thread=one
        2025-05-01 injury.recorded basis=carer
        2025-05-01 concern.recorded basis=carer
        2025-05-01 assessment.started thread=one
        2025-05-20 child.seen
        = holds 2025-05-01 2025-05-20
    """,
    ("share", "late entries"): """
        mostly-told-by-carers 2025-06-30
        2025-05-01 assessment.started thread=one
        2025-05-02 concern.recorded basis=carer recorded=2025-06-20
        2025-05-05 injury.recorded basis=carer
        2025-05-10 assessment.completed thread=one
        2025-05-15 child.seen recorded=2025-06-25
        = holds 2025-05-10 2025-05-15
    """,
    ("share", "duplicates"): """
        mostly-told-by-carers 2025-06-30
        2025-05-01 assessment.started thread=one
        2025-05-02 concern.recorded basis=carer
        2025-05-05 injury.recorded basis=carer
        2025-05-10 assessment.completed thread=one
        2025-05-10 assessment.completed thread=one
        = holds 2025-05-10
    """,
    ("share", "inexact dates"): """
        mostly-told-by-carers 2025-06-30
        2025-05-01..2025-05-03 assessment.started thread=one
        2025-05-02 injury.recorded basis=carer
        2025-05-04 concern.recorded basis=carer
        2025-05-05 injury.recorded basis=carer
        2025-05-09..2025-05-20 concern.recorded basis=observed
        2025-05-10..2025-05-12 assessment.completed thread=one
        = holds 2025-05-12
    """,
    ("share", "silent feeds"): """
        hardly-seen-alone 2025-06-30 2025-05-01..2025-06-30
        2025-05-10 child.seen alone=no
        2025-05-15 child.seen alone=no
        2025-06-10 child.seen alone=no
        2025-06-12 child.seen alone=no
        = cannot_tell 2025-05-15 2025-05-31
        = holds 2025-06-10 2025-06-27
    """,
    ("share", "leap days"): """
        mostly-told-by-carers 2024-06-30
        2023-12-31 assessment.started thread=one
        2023-12-31 concern.recorded basis=carer
        2024-01-05 injury.recorded basis=carer
        2024-02-29 assessment.completed thread=one
        = holds 2024-02-29
    """,
    ("share", "clock changes"): """
        mostly-told-by-carers 2025-06-30
        2025-03-28 assessment.started thread=one
        2025-03-30 concern.recorded basis=carer at=23:30
        2025-03-30 injury.recorded basis=carer at=00:30
        2025-03-30 assessment.completed thread=one at=00:45
        = holds 2025-03-30
    """,
    ("change", "month ends"): """
        met-twice-and-no-fewer 2025-06-30
        2025-01-31 exploitation.meeting
        2025-02-10 missing.reported
        2025-02-28 missing.reported
        2025-03-31 exploitation.meeting
        2025-04-10 missing.reported
        2025-04-30 missing.reported
        = holds 2025-04-30
    """,
    ("change", "ties"): """
        met-and-nothing-better 2025-06-30
        2025-05-01 missing.reported
        2025-05-01 strategy_discussion.held
        2025-05-02 injury.recorded
        2025-05-02 missing.reported
        2025-05-06 child.voice
        2025-05-06 missing.reported
        = holds 2025-05-02 2025-05-06
    """,
    ("change", "late entries"): """
        met-and-nothing-better 2025-06-30
        2025-05-01 strategy_discussion.held recorded=2025-06-10
        2025-05-07 missing.reported recorded=2025-06-20
        2025-05-09 child.voice recorded=2025-06-25
        = holds 2025-05-07 2025-05-09
    """,
    ("change", "duplicates"): """
        met-twice-and-no-fewer 2025-06-30
        2025-05-01 exploitation.meeting
        2025-05-01 exploitation.meeting
        2025-05-07 missing.reported
        2025-05-08 missing.reported
    """,
    ("change", "inexact dates"): """
        met-and-nothing-better 2025-06-30
        2025-04-28..2025-05-05 missing.reported
        2025-04-29..2025-05-03 injury.recorded
        2025-05-01..2025-05-02 strategy_discussion.held
        2025-05-02..2025-05-06 injury.recorded
        2025-05-07 missing.reported
        2025-05-08..2025-05-10 missing.reported
        = holds 2025-05-10
    """,
    ("change", "silent feeds"): """
        met-and-nothing-better 2025-06-30 2025-05-01..2025-06-30
        2025-05-06 strategy_discussion.held
        2025-05-07 missing.reported
        2025-05-08 child.voice
        2025-05-28 strategy_discussion.held
        2025-05-29 missing.reported
        = cannot_tell 2025-05-07 2025-05-08
        = holds 2025-05-29
    """,
    ("change", "leap days"): """
        met-twice-and-no-fewer 2024-06-30
        2024-01-29 exploitation.meeting
        2024-02-28 missing.reported
        2024-02-29 missing.reported
        2024-03-30 exploitation.meeting
        2024-04-20 missing.reported
        2024-04-29 missing.reported
        = holds 2024-04-29
    """,
    ("change", "clock changes"): """
        met-and-nothing-better 2025-06-30
        2025-03-29 missing.reported at=23:30
        2025-03-30 strategy_discussion.held at=00:30
        2025-03-31 missing.reported at=00:15
        = holds 2025-03-31 2025-05-30
    """,
}
