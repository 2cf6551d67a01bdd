import numpy as np
import PIL.Image

from carinspect.ml.redaction import find_private, hide


def test_what_is_hidden_cannot_be_read_and_the_rest_is_as_it_was():
    image = np.random.default_rng(0).integers(0, 255, (200, 300, 3), np.uint8)

    hidden = hide(image, ((0.25, 0.5, 0.5, 0.75),))

    assert len(np.unique(hidden[100:150, 75:150].reshape(-1, 3), axis=0)) <= 36
    assert (hidden[:100] == image[:100]).all()
    assert (hidden[:, 150:] == image[:, 150:]).all()


def test_a_plate_seen_from_the_front_is_found(data_dir):
    for name in ("pickup", "return"):
        with PIL.Image.open(data_dir / "pairs" / "e" / f"{name}.jpg") as file:
            boxes = find_private(np.asarray(file.convert("RGB")))
        assert any(0.35 < (box[0] + box[2]) / 2 < 0.65 and box[1] > 0.6 for box in boxes)
