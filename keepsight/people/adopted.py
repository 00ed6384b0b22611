"""The trained model that weighs: the shipped one, until a partnership adopts one that it trained. Part of `actions`.

It is kept in the store, so that whatever reads the store weighs alike, and a backup of it weighs as it did.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db import transaction

from keepsight.errors import WrongUse
from keepsight.people.matching.model import Model, opened, shipped
from keepsight.people.matching.two import Weights, shipped_weights, weights_of
from keepsight.people.models import AdoptedModel
from keepsight.store import audit, clock


@transaction.atomic
def adopt(written: Mapping[str, Any], *, because: str) -> Model:
    """Let this model weigh from here on. What waits is weighed anew when its records are next linked.

    Raises WrongUse without a reason, and where `matching.model.opened` does; then the model before stays in force.
    """
    if not because.strip():
        raise WrongUse("A reason is needed", next_step="Say in a sentence why this model is to weigh.")
    model = opened(written)
    AdoptedModel.objects.create(sha256=model.sha256, written=dict(written), because=because.strip(), at=clock.now())
    audit.note("people.adopt_model", by=None, about=f"model {model.sha256}")
    return model


def in_force() -> Model:
    """The model that was adopted last, or else the shipped one. Raises WrongUse where what is kept is not what was adopted."""
    name = _last()
    return _adopted(name) if name else shipped()


def weights_in_force() -> Weights:
    """What the model in force gives each word of each comparison."""
    name = _last()
    return _weights(name) if name else shipped_weights()


def _last() -> str | None:
    return AdoptedModel.objects.order_by("-id").values_list("sha256", flat=True).first()


def _adopted(name: str) -> Model:
    kept = AdoptedModel.objects.filter(sha256=name).latest("id")
    model = opened(kept.written)
    if model.sha256 != name:
        raise WrongUse("The model in the store is not the one that was adopted", next_step="Adopt a model anew.")
    return model


@lru_cache(maxsize=4)
def _weights(name: str) -> Weights:
    return weights_of(_adopted(name))
