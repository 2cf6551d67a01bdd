"""EfficientNet-Lite with batch normalisation folded into its convolutions.

The architecture is that of Tan and Le, "EfficientNet" (2019), in the variant without
squeeze-and-excitation and with ReLU6 that its authors call Lite. A convolution followed by a
normalisation with fixed statistics is one convolution with other weights and a bias; so
folded, the net holds two arrays a convolution, and half-precision weights mean the same numbers
in Keras and in the exported file. Fine-tuning loses nothing: on a few hundred photos the
statistics stay fixed anyway, and scale and shift live on in kernel and bias.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from carinspect.ml.keras_runtime import load_keras

FEATURES: Final = 1280
CLASSES: Final = 1000
EARLY_END: Final = "block3"
"""The last of the blocks that stay as they are, whatever is learnt: edges, textures, corners."""


@dataclass(frozen=True, slots=True)
class Variant:
    """How much wider and deeper than the base net (Tan and Le, 2019, section 3.3)."""

    width: float
    depth: float


LITE0: Final = Variant(1.0, 1.0)
LITE2: Final = Variant(1.1, 1.2)
VARIANTS: Final = {"efficientnet_lite0": LITE0, "efficientnet_lite2": LITE2}
"""By the name of the backbone."""


@dataclass(frozen=True, slots=True)
class Block:
    """One inverted residual block: expand, filter depthwise, project."""

    name: str
    kernel: int
    stride: int
    expand: int
    channels_in: int
    channels_out: int

    @property
    def residual(self) -> bool:
        """Whether the input is added to the output."""
        return self.stride == 1 and self.channels_in == self.channels_out


# repeats, kernel, stride, expand, channels: table 1 of the paper
_STAGES: Final = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
_STEM: Final = 32


def blocks(variant: Variant) -> Iterator[Block]:
    """The blocks in their order, named ``block1a`` to ``block7a``."""
    channels = _STEM
    for stage, (repeats, kernel, stride, expand, base) in enumerate(_STAGES, start=1):
        # Lite keeps the first and the last stage, and the stem, at their size.
        fixed = stage in {1, len(_STAGES)}
        out = _scaled(base, variant.width)
        for index in range(repeats if fixed else math.ceil(repeats * variant.depth)):
            name = f"block{stage}{chr(ord('a') + index)}"
            yield Block(name, kernel, stride if index == 0 else 1, expand, channels, out)
            channels = out


def early_channels(variant: Variant) -> int:
    """How many channels the early layers give: 40 or 48."""
    return [block.channels_out for block in blocks(variant) if block.name[:6] == EARLY_END][-1]


def add_layers(image: Any, variant: Variant) -> Any:
    """The net's layers on ``image``.

    Args:
        image: Keras tensor, RGB in [0, 255], ``(N, H, W, 3)``.
        variant: how wide and deep.

    Returns:
        Features of the cells, ``(N, H / 32, W / 32, 1280)``, not negative.
    """
    layers = load_keras().layers
    scaled = layers.Rescaling(1 / 128.0, -127.0 / 128.0, name="scale")(image)
    x = _relu6(layers.Conv2D(_STEM, 3, 2, "same", name="stem")(scaled), "stem")
    for block in blocks(variant):
        x = _add_block(x, block)
    return _relu6(layers.Conv2D(FEATURES, 1, 1, "same", name="top")(x), "top")


def add_later_layers(x: Any, variant: Variant) -> tuple[Any, Any]:
    """The layers after :data:`EARLY_END`, to be trained beside those of the original.

    Args:
        x: what the early layers give, ``(N, H / 8, W / 8, C)``, C of :func:`early_channels`.
        variant: how wide and deep.

    Returns:
        The last block at stride 16, and the top at stride 32.
    """
    middle = x
    for block in blocks(variant):
        if block.name >= "block4":
            x = _add_block(x, block)
        if block.name < "block6":
            middle = x
    top = load_keras().layers.Conv2D(FEATURES, 1, 1, "same", name="top")(x)
    return middle, _relu6(top, "top")


def add_classifier(pooled: Any) -> Any:
    """ImageNet probabilities ``(N, 1000)`` of pooled features ``(N, 1280)``."""
    layers = load_keras().layers
    return layers.Dense(CLASSES, activation="softmax", name="imagenet")(pooled)


def _add_block(x: Any, block: Block) -> Any:
    layers = load_keras().layers
    y = x
    if block.expand != 1:
        wide = block.channels_in * block.expand
        y = layers.Conv2D(wide, 1, 1, "same", name=f"{block.name}_expand")(y)
        y = _relu6(y, f"{block.name}_expand")
    filtered = layers.DepthwiseConv2D(
        block.kernel, block.stride, "same", name=f"{block.name}_depthwise"
    )(y)
    y = _relu6(filtered, f"{block.name}_depthwise")
    y = layers.Conv2D(block.channels_out, 1, 1, "same", name=f"{block.name}_project")(y)
    return layers.Add(name=f"{block.name}_add")([y, x]) if block.residual else y


def _relu6(x: Any, name: str) -> Any:
    return load_keras().layers.ReLU(6.0, name=f"{name}_relu")(x)


def _scaled(channels: int, width: float) -> int:
    """Channels times width, a multiple of 8 that loses no more than a tenth."""
    if width == 1.0:
        return channels
    rounded = max(8, int(channels * width + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * channels * width else rounded
