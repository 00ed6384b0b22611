"""What the worker is at, for the pages that show how far it is."""

import datetime as dt

from keepsight.intake.models import TakingBack, Upload
from keepsight.prompts.models import PatternSwitch, PatternTrial, Replaying
from keepsight.store import clock

AGAIN_AFTER = 3  # seconds, while the worker is at it
SILENT_AFTER = dt.timedelta(minutes=2)  # the worker's heart beats each second, and it looks for what waits each minute


def silent(one: Upload | TakingBack | PatternTrial | PatternSwitch | Replaying) -> bool:
    """Whether nobody has worked on it for so long that somebody should be told."""
    return clock.now() - (one.beat_at or one.at) > SILENT_AFTER
