import numpy as np

from carinspect.ml.activations import Activations
from carinspect.ml.examples import Examples, Order

LABELS = np.array([1] * 3 + [0] * 10, np.float32)


def rows(order, epoch=1, views=4):
    return [part for part, _views in order.epoch(epoch, views)]


def test_the_last_smaller_minibatch_is_kept():
    order = Order(LABELS, 4, balanced=False, seed=0)
    parts = rows(order)
    assert [len(part) for part in parts] == [4, 4, 4, 1]
    assert order.batches == 4
    assert sorted(np.concatenate(parts)) == list(range(13))


def test_the_order_depends_on_seed_and_epoch_alone():
    one, same, other = (Order(LABELS, 4, balanced=False, seed=s) for s in (0, 0, 1))
    assert [list(p) for p in rows(one)] == [list(p) for p in rows(same)]
    assert [list(p) for p in rows(one)] != [list(p) for p in rows(one, epoch=2)]
    assert [list(p) for p in rows(one)] != [list(p) for p in rows(other)]


def test_balanced_minibatches_hold_as_many_of_each_kind():
    order = Order(LABELS, 4, balanced=True, seed=0)
    parts = rows(order)
    assert order.batches == len(parts) == 5
    assert all(LABELS[part].sum() == 2 for part in parts)
    assert set(np.concatenate(parts)) == set(range(13)), "no photo is left out"


def test_views_are_drawn_among_those_there_are():
    order = Order(LABELS, 4, balanced=False, seed=0)
    drawn = np.concatenate([views for _rows, views in order.epoch(1, 3)])
    assert set(drawn) <= {0, 1, 2}
    assert len(set(drawn)) > 1


def test_a_feed_holds_the_drawn_views():
    x = np.arange(2 * 3 * 2, dtype=np.float16).reshape(2, 3, 2)
    inside = np.ones((2, 1, 1, 1), np.float32)
    examples = Examples(Activations(x, inside, ("a", "b")), np.array([0, 1], np.float32))
    feed = examples.feed(np.array([1, 0]), np.array([2, 0]))
    np.testing.assert_array_equal(feed["x"], [[10, 11], [0, 1]])
    assert feed["x"].dtype == np.float32
