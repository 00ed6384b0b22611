"""What a team may say it lacks. Words to tick and none to write, so that what goes back to the learning team names nobody."""

LACKS = {
    "time": "Time to think, or to see the child",
    "history": "The family's history in one place",
    "information": "Information that another agency holds",
    "contact": "Somebody to ring in another agency",
    "supervision": "Supervision that looks at more than what is due",
    "training": "Training on this theme",
    "tools": "A tool or form that fits the work",
    "challenge": "Backing to disagree, or to challenge a parent",
    "safety": "To feel safe in doing this work",
    "service": "A service to refer to",
}
"""Each by its name, as a person reads it."""
