"""What the ``localized`` recipe minimises."""

from __future__ import annotations

from typing import Any, Final

from carinspect.ml.keras_runtime import load_tensorflow
from carinspect.ml.localized_net import SHARPNESS

DAMAGED: Final = 0.96
UNDAMAGED: Final = 0.03
"""Targets, smoothed: some 7% of the damaged labels and 1-2% of the undamaged ones are wrong."""

REGION, REST, CLEAR_CELLS, MARKED_CELLS = 0.5, 0.15, 0.5, 0.2
"""Weights beside the photo's own loss. A box round a scratch is mostly whole paint, so its pooled
evidence counts for more than each of its cells; and not all damage is marked, so the rest of a
damaged photo counts for little."""


def localized_loss(logits: Any, cells: Any, targets: Any, scale_and_shift: Any) -> Any:
    """The loss of each sample, ``(N,)``.

    Args:
        logits: evidence, ``(N, H, W)``.
        cells: 1 marked, 0 clear, -1 unknown, ``(N, H, W)``.
        targets: of the whole sample: 1, 0 or -1, ``(N,)``.
        scale_and_shift: of pooled evidence to the photo's logit, ``(2,)``.
    """
    tf = load_tensorflow()
    scale, shift = scale_and_shift[0], scale_and_shift[1]
    marked, clear = cells == 1, cells == 0
    has_marked, has_clear = tf.reduce_any(marked, [1, 2]), tf.reduce_any(clear, [1, 2])
    whole = photo_logits(logits, scale_and_shift)
    region = scale * _pool(logits, marked)
    rest = scale * _pool(logits, clear) + shift
    photo = _log_loss(whole, tf.where(targets == 1, DAMAGED, UNDAMAGED))
    return (
        _where(targets >= 0, photo)
        + REGION * _where(has_marked, _log_loss(region, DAMAGED))
        + REST * _where(has_marked & has_clear, _log_loss(rest, 0.05))
        + CLEAR_CELLS * _mean(tf.nn.softplus(logits), clear)
        + MARKED_CELLS * _mean(tf.nn.softplus(-logits), marked)
    )


def photo_logits(logits: Any, scale_and_shift: Any) -> Any:
    """Of the evidence logits ``(N, H, W)``, each photo's logit, ``(N,)``."""
    tf = load_tensorflow()
    everywhere = tf.ones_like(logits, "bool")
    return scale_and_shift[0] * _pool(logits, everywhere) + scale_and_shift[1]


def _pool(logits: Any, mask: Any) -> Any:
    """Log-mean-exp over the cells of the mask, ``(N,)``."""
    tf = load_tensorflow()
    count = tf.maximum(tf.reduce_sum(tf.cast(mask, "float32"), [1, 2]), 1.0)
    inside = tf.where(mask, SHARPNESS * logits, -1e9)
    return (tf.reduce_logsumexp(inside, [1, 2]) - tf.math.log(count)) / SHARPNESS


def _log_loss(logits: Any, target: Any) -> Any:
    tf = load_tensorflow()
    labels = tf.zeros_like(logits) + target
    return tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits)


def _mean(values: Any, mask: Any) -> Any:
    tf = load_tensorflow()
    count = tf.maximum(tf.reduce_sum(tf.cast(mask, "float32"), [1, 2]), 1.0)
    return tf.reduce_sum(tf.where(mask, values, 0.0), [1, 2]) / count


def _where(mask: Any, values: Any) -> Any:
    tf = load_tensorflow()
    return tf.where(mask, values, tf.zeros_like(values))
