"""Histories with a name each, in the words of `fixtures.py`: what each shape is about, and where it goes wrong."""

SAID = {
    "what stands beside outlasts what ends what is counted": """
        attendance-persistently-low 2025-12-01
        2025-01-06..2025-02-14 school.attendance attended=under_nine_tenths
        2025-01-06 neglect.indicator indicator=dental
        2025-02-24..2025-04-04 school.attendance attended=under_nine_tenths
        2025-04-22..2025-05-23 school.attendance attended=nine_tenths_or_more
        2025-06-02..2025-07-18 school.attendance attended=under_half
        2025-09-03..2025-10-24 school.attendance attended=under_nine_tenths
        = holds 2025-04-04 2025-05-23
        = holds 2025-10-24
    """,
    "nothing is asked of silence before harm is on record": """
        unheard-since-harm 2025-06-30
        2025-05-01 involvement.opened
        2025-05-15 injury.recorded
        = holds 2025-06-05
    """,
    "nor after what was open is closed": """
        unheard-since-harm 2025-06-30
        2025-05-01 involvement.opened
        2025-05-15 involvement.closed
        2025-05-15 injury.recorded
    """,
    "harm long before the opening: its clock is the opening's": """
        unheard-since-harm 2025-06-30
        2025-01-01 injury.recorded
        2025-05-01 involvement.opened
        = holds 2025-05-22
    """,
    "nothing was on record": """
        unheard-since-harm 2025-06-30
        2025-05-01 involvement.opened
    """,
    "of two harms the first opens it, and both stretches close": """
        unheard-since-harm 2025-06-30
        2025-05-01 involvement.opened thread=one
        2025-05-02 early_help.started thread=two
        2025-05-05 injury.recorded
        2025-05-09 disclosure.made
        2025-06-10 early_help.ended thread=two
        2025-06-12 involvement.closed thread=one
        = holds 2025-05-26 2025-06-12
    """,
    "two referrals of a small child, and no help": """
        early-child-below-threshold 2025-06-30
        2025-05-01 referral.decided outcome=no_further_action age=under_6_months thread=one
        2025-05-20 referral.decided outcome=no_further_action age=6_months_to_4 thread=two
        = holds 2025-05-20
    """,
    "whoever has known the child longest asks": """
        asked-by-the-longest 2025-06-30
        2025-04-01 concern.recorded agency=school
        2025-04-02 concern.recorded agency=police
        2025-05-01 concern.raised agency=school thread=one
        2025-05-01 concern.raised agency=police thread=two
        = holds 2025-05-10
    """,
    "and the other does not count": """
        asked-by-the-longest 2025-06-30
        2025-04-01 child.seen agency=school
        2025-04-02 child.seen agency=police
        2025-05-01 concern.raised agency=police thread=two
    """,
    "a year from a leap day lasts to 28 February": """
        re-referral 2025-02-28
        2024-02-29 referral.received
        2025-02-28 referral.received
        = holds 2025-02-28
    """,
    "and no day longer": """
        re-referral 2025-03-01
        2024-02-29 referral.received
        2025-03-01 referral.received
    """,
    "a year to a leap day": """
        re-referral 2024-02-29
        2023-02-28 referral.received
        2024-02-29 referral.received
    """,
    "a month from 31 January lasts to the end of February": """
        closed-then-harm 2025-03-31
        2025-01-31 involvement.closed
        2025-02-28 injury.recorded
        = holds 2025-02-28
    """,
    "and from 30 January, in a leap year": """
        closed-then-harm 2024-03-31
        2024-01-30 involvement.closed
        2024-02-29 injury.recorded
        = holds 2024-02-29
    """,
    "but not into March": """
        closed-then-harm 2024-03-31
        2024-01-30 involvement.closed
        2024-03-01 injury.recorded
    """,
    "a month from the end of February lasts to the 28th": """
        closed-then-harm 2025-04-30
        2025-02-28 involvement.closed
        2025-03-29 injury.recorded
    """,
    "working days over Easter": """
        referral-undecided 2025-04-30
        2025-04-17 referral.received
        2025-04-22 referral.decided
    """,
    "and a day late": """
        referral-undecided 2025-04-30
        2025-04-17 referral.received
        2025-04-23 referral.decided
        = holds 2025-04-23 2025-04-23
    """,
    "72 hours over the night on which the clocks go forward": """
        missing-without-return-interview 2025-04-30
        2025-03-28 missing.found at=20:00
        2025-03-31 return_interview.held at=20:59
    """,
    "and a minute too long": """
        missing-without-return-interview 2025-04-30
        2025-03-28 missing.found at=20:00
        2025-03-31 return_interview.held at=21:01
        = holds 2025-03-31 2025-03-31
    """,
    "72 hours over the night on which the clocks go back": """
        missing-without-return-interview 2025-11-30
        2025-10-25 missing.found at=20:00
        2025-10-28 return_interview.held at=19:01
        = holds 2025-10-28 2025-10-28
    """,
    "a tie: everything on one day, and the day is judged at its end": """
        closed-then-harm 2025-06-30
        2025-05-01 involvement.closed
        2025-05-01 injury.recorded
        2025-05-01 involvement.opened
        2025-05-01 referral.received
    """,
    "a tie: what ends it comes on the day it would begin": """
        closed-then-harm 2025-06-30
        2025-05-01 involvement.closed
        2025-05-02 injury.recorded
        2025-05-02 involvement.opened
    """,
    "a tie: two closings and two injuries of one day each are one interval": """
        closed-then-harm 2025-06-30
        2025-05-01 involvement.closed
        2025-05-01 involvement.closed
        2025-05-02 injury.recorded
        2025-05-02 injury.recorded
        = holds 2025-05-02
    """,
    "the same row twice in one file": """
        domestic-abuse-repeats-no-marac 2025-06-30
        2025-01-10 domestic_abuse.incident agency=police thread=one
        2025-01-10 domestic_abuse.incident agency=police thread=one
        2025-03-10 domestic_abuse.incident agency=police
    """,
    "one return told by two agencies, each on its own thread": """
        missing-without-return-interview 2025-05-30
        2025-05-01 missing.found sector=police thread=police-7
        2025-05-01 missing.found sector=social_care thread=care-4
        2025-05-03 return_interview.held sector=social_care thread=care-4
    """,
    "within one agency a thread still ties": """
        missing-without-return-interview 2025-05-30
        2025-05-01 missing.found sector=social_care thread=care-4
        2025-05-20 missing.found sector=social_care thread=care-5
        2025-05-21 return_interview.held sector=social_care thread=care-5
        = holds 2025-05-05
    """,
    "told late, and held in time": """
        missing-without-return-interview 2025-05-30
        2025-05-01 missing.found
        2025-05-03 return_interview.held recorded=2025-05-28
    """,
    "a case written down as closed only after the next referral": """
        re-referral-after-closure 2025-06-30
        2025-03-10 involvement.closed recorded=2025-06-15
        2025-05-01 referral.received
        = holds 2025-05-01
    """,
    "a feed that fell silent before the clock ran out": """
        missing-without-return-interview 2025-05-30 2025-01-01..2025-05-04
        2025-05-01 missing.found
        = cannot_tell 2025-05-05
    """,
    "a feed with a hole of one day": """
        child-not-seen-on-protection-plan 2025-04-30 2025-01-01..2025-01-15 2025-01-17..2025-04-30
        2025-01-10 plan.started plan=child_protection
        = holds 2025-02-01
    """,
    "a feed that never told anything": """
        harm-observed-no-action 2025-05-30 nothing
        2025-05-01 injury.recorded
        = cannot_tell 2025-05-10
    """,
    "some day of a month, and in time whichever it was": """
        closed-then-harm 2025-06-30
        2025-03-01..2025-03-31 involvement.closed
        2025-04-01 injury.recorded
        = holds 2025-04-01
    """,
    "some day of a month, and too late if it was the first": """
        closed-then-harm 2025-06-30
        2025-03-01..2025-03-31 involvement.closed
        2025-04-02 injury.recorded
    """,
    "some day of a month that the other lies in": """
        closed-then-harm 2025-06-30
        2025-03-10 involvement.closed
        2025-03-01..2025-03-31 injury.recorded
    """,
    "ends on days that nobody knows exactly: the last of them ends it": """
        closed-then-harm 2025-06-30
        2025-03-10 involvement.closed
        2025-03-12 plan.ended
        2025-03-14 injury.recorded
        2025-03-11..2025-03-20 child.seen
        2025-03-13..2025-03-30 child.seen
        = holds 2025-03-14 2025-03-30
    """,
    "a day outside the calendar": """
        closed-then-harm 2025-06-30
        1850-05-05 involvement.closed
        2025-05-02 injury.recorded
        = cannot_tell 1850-05-05
    """,
    "no day at all": """
        closed-then-harm 2025-06-30
        unknown involvement.closed
        2025-05-02 injury.recorded
    """,
    "a second referral before it is the one that counts": """
        counted-from-the-referral 2025-06-30
        2025-01-06 referral.received thread=one
        2025-01-13 referral.received thread=one
        2025-01-14 assessment.started thread=one
        2025-01-27 assessment.completed thread=one
    """,
    "a second assessment counts from its own start": """
        counted-from-the-referral 2025-06-30
        2025-01-06 referral.received thread=one
        2025-01-13 assessment.started thread=one
        2025-01-17 assessment.completed thread=one
        2025-06-23 assessment.started thread=one
    """,
    "and the first from the referral": """
        counted-from-the-referral 2025-01-21
        2025-01-06 referral.received thread=one
        2025-01-13 assessment.started thread=one
        = holds 2025-01-21
    """,
    "one word told by three terms is one kind": """
        counted-as-words 2025-06-30
        2025-05-01 school.absence
        2025-05-02 concern.recorded
        2025-05-03 substance_use.recorded scope=household role=parent
    """,
    "two words, one of them looked for": """
        counted-as-words 2025-06-30
        2025-05-01 school.absence
        2025-05-02 neglect.indicator indicator=hunger
        = holds 2025-05-02
    """,
    "two words, neither of them looked for": """
        counted-as-words 2025-06-30
        2025-05-01 school.absence
        2025-05-02 neglect.indicator indicator=dental
    """,
    "what was looked for has lapsed": """
        counted-as-words 2025-06-30
        2025-01-01 neglect.indicator indicator=hunger
        2025-01-02 school.absence
        2025-02-20 neglect.indicator indicator=dental
        = holds 2025-01-02 2025-03-03
    """,
    "two kept in a row end a run of missed appointments": """
        not-brought-run 2025-06-30
        2025-01-10 appointment.not_brought service=eyes
        2025-02-10 appointment.not_brought service=hearing
        2025-03-10 appointment.not_brought service=eyes
        2025-03-20 appointment.attended service=eyes
        2025-03-27 appointment.attended service=hearing
        = holds 2025-03-10 2025-03-27
    """,
    "one kept does not": """
        not-brought-run 2025-06-30
        2025-01-10 appointment.not_brought service=eyes
        2025-02-10 appointment.not_brought service=hearing
        2025-03-10 appointment.not_brought service=eyes
        2025-03-20 appointment.attended service=eyes
        = holds 2025-03-10
    """,
    "one of two missed on a day is rebooked and kept: the other still counts": """
        not-brought-run 2025-06-30
        2025-01-10 appointment.not_brought service=eyes thread=one
        2025-02-10 appointment.not_brought service=hearing thread=two
        2025-02-10 appointment.not_brought service=eyes thread=three
        2025-02-12 appointment.attended service=eyes thread=three
        2025-03-10 appointment.not_brought service=eyes thread=four
        = holds 2025-03-10
    """,
    "a referral that was taken up is not one turned away": """
        repeat-referrals-no-action 2025-06-30
        2025-01-10 referral.decided outcome=no_further_action agency=school
        2025-02-10 referral.decided outcome=accepted agency=police
        2025-03-10 referral.decided outcome=signposted agency=school
    """,
    "an age that nobody knows meets no term": """
        counted-as-words 2025-06-30
        2025-05-01 school.absence
        2025-05-02 injury.recorded
    """,
    "an age that will do": """
        counted-as-words 2025-06-30
        2025-05-01 school.absence
        2025-05-02 injury.recorded age=under_6_months
        = holds 2025-05-02
    """,
    "held, and not among what was considered": """
        held-and-not-considered 2025-06-30
        2025-04-01 concern.recorded
        2025-05-01 assessment.completed states=substance_use.recorded
        = holds 2025-05-01
    """,
    "held, and considered": """
        held-and-not-considered 2025-06-30
        2025-04-01 concern.recorded
        2025-05-01 assessment.completed states=substance_use.recorded,concern
    """,
    "an assessment that states nothing leaves nothing out": """
        held-and-not-considered 2025-06-30
        2025-04-01 concern.recorded
        2025-05-01 assessment.completed
    """,
    "an assessment that states there was nothing has left it out": """
        held-and-not-considered 2025-06-30
        2025-04-01 concern.recorded
        2025-05-01 assessment.completed states=no_factor_found
        = holds 2025-05-01
    """,
    "recorded on the day counts as held": """
        held-and-not-considered 2025-06-30
        2025-04-01 concern.recorded recorded=2025-05-01
        2025-05-01 assessment.completed states=no_factor_found
        = holds 2025-05-01
    """,
    "recorded the day after was not held": """
        held-and-not-considered 2025-06-30
        2025-04-01 concern.recorded recorded=2025-05-02
        2025-05-01 assessment.completed states=no_factor_found
    """,
    "held a year and a day before": """
        held-and-not-considered 2025-06-30
        2024-04-30 concern.recorded
        2025-05-01 assessment.completed states=no_factor_found
    """,
    "a later assessment states it": """
        held-and-not-considered 2025-06-30
        2025-04-01 concern.recorded
        2025-05-01 assessment.completed states=no_factor_found
        2025-05-20 assessment.completed states=concern
        = holds 2025-05-01 2025-05-20
    """,
    "an earlier assessment stated it, and this one does not": """
        held-and-not-considered 2025-06-30
        2025-04-01 concern.recorded
        2025-04-20 assessment.completed states=concern
        2025-05-01 assessment.completed states=no_factor_found
        = holds 2025-05-01
    """,
    "a later assessment states one of two things": """
        held-and-not-considered 2025-06-30
        2025-04-01 concern.recorded
        2025-04-02 substance_use.recorded
        2025-05-01 assessment.completed states=no_factor_found
        2025-05-20 assessment.completed states=concern
        = holds 2025-05-01
    """,
    "one thing is mended on the day, and another is not": """
        held-and-not-considered 2025-06-30
        2025-04-01 concern.recorded
        2025-04-02 substance_use.recorded
        2025-05-01 assessment.completed states=no_factor_found
        2025-05-01 assessment.completed states=concern
        = holds 2025-05-01
    """,
    "two of three that carers tell are two thirds": """
        mostly-told-by-carers 2025-06-30
        2025-05-01 assessment.started thread=one
        2025-05-02 concern.recorded basis=carer
        2025-05-03 injury.recorded basis=carer
        2025-05-04 injury.recorded basis=observed
        2025-05-10 assessment.completed thread=one
        = holds 2025-05-10
    """,
    "what nobody says the source of weighs on neither side": """
        mostly-told-by-carers 2025-06-30
        2025-05-01 assessment.started thread=one
        2025-05-02 concern.recorded basis=carer
        2025-05-03 injury.recorded basis=carer
        2025-05-04 injury.recorded
        2025-05-05 injury.recorded
        2025-05-10 assessment.completed thread=one
        = holds 2025-05-10
    """,
    "and makes it no surer": """
        mostly-told-by-carers 2025-06-30
        2025-05-01 assessment.started thread=one
        2025-05-02 concern.recorded basis=carer
        2025-05-04 injury.recorded
        2025-05-10 assessment.completed thread=one
    """,
    "what began after the assessment is not what it looks back to": """
        mostly-told-by-carers 2025-06-30
        2025-05-01 assessment.started thread=one
        2025-05-02 concern.recorded basis=carer
        2025-05-03 injury.recorded basis=carer
        2025-05-10 assessment.completed thread=one
        2025-05-12 assessment.started thread=one
        = holds 2025-05-10
    """,
    "the last beginning is what it looks back to": """
        mostly-told-by-carers 2025-06-30
        2025-05-01 assessment.started thread=one
        2025-05-02 concern.recorded basis=carer
        2025-05-03 injury.recorded basis=carer
        2025-05-04 referral.received thread=one
        2025-05-10 assessment.completed thread=one
    """,
    "seen before it began, it was seen of something else": """
        mostly-told-by-carers 2025-06-30
        2025-04-30 child.seen
        2025-05-01 assessment.started thread=one
        2025-05-02 concern.recorded basis=carer
        2025-05-03 injury.recorded basis=carer
        2025-05-10 assessment.completed thread=one
        = holds 2025-05-10
    """,
    "what came sixty-one days before is not looked at": """
        mostly-told-by-carers 2025-06-30
        2025-03-01 assessment.started thread=one
        2025-03-10 concern.recorded basis=carer
        2025-03-11 injury.recorded basis=carer
        2025-05-10 assessment.completed thread=one
    """,
    "one that is answered otherwise ends it": """
        mostly-told-by-carers 2025-06-30
        2025-05-01 assessment.started thread=one
        2025-05-02 concern.recorded basis=carer
        2025-05-03 injury.recorded basis=carer
        2025-05-10 assessment.completed thread=one
        2025-05-12 injury.recorded basis=observed
        2025-05-13 injury.recorded basis=observed
        2025-05-20 assessment.completed thread=one
        = holds 2025-05-10 2025-05-20
    """,
    "one in three is not less than a third": """
        hardly-seen-alone 2025-06-30
        2025-05-01 child.seen alone=no
        2025-05-05 child.seen alone=yes
        2025-05-08 child.seen alone=no
    """,
    "one in four is": """
        hardly-seen-alone 2025-06-30
        2025-05-01 child.seen alone=no
        2025-05-05 child.seen alone=yes
        2025-05-08 child.seen alone=no
        2025-05-09 visit.made
        = holds 2025-05-09 2025-05-24
    """,
    "what may be seen alone in time speaks against it": """
        hardly-seen-alone 2025-06-30
        2025-05-01 child.seen alone=no
        2025-05-05..2025-07-08 child.seen alone=yes
        2025-05-05..2025-05-20 child.seen alone=yes
        2025-05-08 child.seen alone=no
    """,
    "fewer after a later meeting end it": """
        met-and-nothing-better 2025-06-30
        2025-05-01 strategy_discussion.held
        2025-05-02 missing.reported
        2025-05-03 missing.reported
        2025-05-09 strategy_discussion.held
        = holds 2025-05-02 2025-05-24
    """,
    "but not where nobody told of all the time after it": """
        met-and-nothing-better 2025-06-30 2025-01-01..2025-05-23
        2025-05-01 strategy_discussion.held
        2025-05-02 missing.reported
        2025-05-03 missing.reported
        2025-05-09 strategy_discussion.held
        = holds 2025-05-02
    """,
    "as many as before after a later meeting is another without effect": """
        met-and-nothing-better 2025-06-30
        2025-05-01 strategy_discussion.held
        2025-05-02 missing.reported
        2025-05-09 strategy_discussion.held
        2025-05-12 missing.reported
        = holds 2025-05-02
    """,
    "one fewer than before": """
        met-and-nothing-better 2025-06-30
        2025-04-25 missing.reported
        2025-04-26 missing.reported
        2025-05-01 strategy_discussion.held
        2025-05-02 missing.reported
    """,
    "what may have come before speaks against it": """
        met-and-nothing-better 2025-06-30
        2025-04-25..2025-05-30 missing.reported
        2025-04-26 missing.reported
        2025-05-01 strategy_discussion.held
        2025-05-02 missing.reported
    """,
    "what may have come after leaves nobody knowing that there were fewer": """
        met-and-nothing-better 2025-06-30
        2025-05-01 strategy_discussion.held
        2025-05-02 missing.reported
        2025-05-09 strategy_discussion.held
        2025-05-08..2025-05-12 injury.recorded
        = holds 2025-05-02
    """,
}
