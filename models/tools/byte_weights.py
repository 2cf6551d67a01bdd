"""A model whose weights are bytes and whose arithmetic stays in single precision.

Needs ai-edge-quantizer, which nothing else here does; `make models` installs it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path


def to_byte_weights(content: bytes) -> bytes:
    """A ``.tflite`` in single precision with its filters as bytes, each channel on its own scale.

    Half as large as half precision and as fast: the interpreter widens them once, when it loads.
    """
    from ai_edge_quantizer import quantizer, recipe

    with tempfile.TemporaryDirectory() as folder:
        single, small = Path(folder) / "single.tflite", Path(folder) / "bytes.tflite"
        single.write_bytes(content)
        work = quantizer.Quantizer(str(single))
        work.load_quantization_recipe(recipe.weight_only_wi8_afp32())
        work.quantize().export_model(str(small))
        return small.read_bytes()
