import pytest

from carinspect.core.activation import Activation, rollback_target
from tests.records import NOON


def to(before, after, *, back=False):
    return Activation(NOON, "Kim", before, after, is_rollback=back)


@pytest.mark.parametrize(
    ("history", "active", "target"),
    [
        ((), "a", None),
        ((to("a", "b"),), "b", "a"),
        ((to("a", "b"), to("b", "c")), "c", "b"),
        ((to("a", "b"), to("b", "c"), to("c", "b", back=True)), "b", "a"),
        ((to("a", "b"), to("b", "a", back=True)), "a", None),
        # A rollback of what this file does not know takes nothing away.
        ((to("x", "a", back=True), to("a", "b")), "b", "a"),
        ((to("a", "b"), to("b", "b")), "b", "a"),
        ((to("a", "b"), to("b", "c"), to("c", "b", back=True), to("b", "d")), "d", "b"),
    ],
)
def test_a_rollback_goes_to_the_model_before(history, active, target):
    assert rollback_target(history, active) == target
