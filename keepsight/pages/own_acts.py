"""What somebody put on record here themselves: which entries are theirs, and taking one of them back."""

from collections.abc import Collection
from uuid import UUID

from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.pages.page import Asking
from keepsight.pages.story import Story
from keepsight.practice.actions import take_back


def is_own(one: EntryShown, kinds: Collection[str], asking: Asking) -> bool:
    """Whether an entry of one of these kinds was put on record by whoever asks. A namesake's is shown, and refused when posted."""
    return asking.user is not None and one.source.by == asking.user.name and one.kind in kinds


def own_posted(story: Story, kinds: Collection[str], asking: Asking) -> EntryShown:
    """The entry that was posted, on the thread that was, where it is theirs. Raises WrongUse where it is not."""
    entry, thread = asking.posted_id("entry"), asking.posted_id("thread")
    own = (one for one in story.entries if one.id == entry and one.thread == thread and is_own(one, kinds, asking))
    found = next(own, None)
    if found is None or thread is None:
        raise WrongUse("That is not yours to take back", next_step="Whoever said it can take it back.")
    return found


def take_own_back(story: Story, kinds: Collection[str], asking: Asking, *, because: str) -> UUID:
    """Take back the entry that was posted, on the thread that was; its new id. Raises WrongUse where it is not theirs."""
    assert asking.user  # the door has made sure
    one = own_posted(story, kinds, asking)
    assert one.thread
    return take_back(story.child_id, one.thread, one.id, because=because, by=asking.user)
