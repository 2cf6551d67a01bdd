import io

import numpy as np
import PIL.Image
import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.image import MAX_JPEG_MEGAPIXELS, MAX_MEGAPIXELS, decode
from carinspect.core.photo import read_photo
from tests import photos


def decoded(path, fit_px=512):
    return decode(read_photo(path), fit_px=fit_px)


def error_code(path):
    with pytest.raises(CarInspectError) as caught:
        decoded(path)
    assert caught.value.facts["photo"] == path
    return caught.value.code


def is_landmark(image, tolerance=40):
    corners = image[2, 2].astype(int), image[-3, -3].astype(int)
    expected = photos.LEFT_TOP, photos.RIGHT_BOTTOM
    return all(abs(a - b).max() <= tolerance for a, b in zip(corners, expected, strict=True))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", ["jpg", "png", "tiff", "webp", "heic", "avif"])
def test_every_exif_orientation_is_turned_upright(tmp_path, orientation, suffix):
    if suffix == "heic":
        import pillow_heif

        pillow_heif.register_heif_opener()
    exif = photos.exif_with_orientation(orientation)
    path = tmp_path / f"photo.{suffix}"
    photos.save(photos.sensor_view(orientation), path, exif=exif.tobytes(), quality=95)

    result = decoded(path)

    assert result.size_px == (64, 48)
    assert result.image.shape == (48, 64, 3)
    assert is_landmark(result.image)


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_large_jpeg_is_decoded_at_a_fraction_of_its_size(tmp_path, orientation):
    exif = photos.exif_with_orientation(orientation)
    view = photos.sensor_view(orientation, (4000, 3000))
    path = photos.save(view, tmp_path / "large.jpg", exif=exif.tobytes())

    result = decoded(path, fit_px=448)

    assert result.size_px == (4000, 3000)
    assert 448 <= max(result.image.shape) < 896
    assert result.image.shape[1] > result.image.shape[0]
    assert is_landmark(result.image)


def test_a_large_png_is_reduced(tmp_path):
    path = photos.save(photos.landmark((3000, 2000)), tmp_path / "large.png")

    result = decoded(path, fit_px=448)

    assert 448 <= max(result.image.shape) < 896
    assert result.size_px == (3000, 2000)


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "LA", "CMYK", "YCbCr", "LAB", "HSV"])
def test_every_colour_mode_becomes_rgb(tmp_path, mode):
    suffix = {"CMYK": "jpg", "YCbCr": "jpg", "LAB": "tif", "HSV": "png"}.get(mode, "png")
    image = photos.landmark().convert("RGB" if mode == "HSV" else mode)
    if mode == "LAB":
        from PIL import ImageCms

        srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
        image = ImageCms.profileToProfile(photos.landmark(), srgb, lab, outputMode="LAB")
    path = photos.save(image, tmp_path / f"photo.{suffix}")

    image = decoded(path).image

    assert image.shape == (48, 64, 3)
    assert image.dtype == np.uint8
    if mode in {"P", "RGBA", "CMYK", "YCbCr"}:
        assert is_landmark(image)


@pytest.mark.parametrize("dtype", [np.uint16, np.int32, np.float32])
def test_deep_grey_is_scaled_and_not_clipped(tmp_path, dtype):
    white = 1.0 if dtype is np.float32 else 65535
    values = np.linspace(0, white, 64 * 48).reshape(48, 64).astype(dtype)
    path = photos.save(PIL.Image.fromarray(values), tmp_path / "deep.tiff")

    image = decoded(path).image

    assert image.min() <= 1
    assert image.max() >= 254
    assert abs(int(np.median(image)) - 127) <= 2


def test_a_dark_16_bit_photo_stays_dark(tmp_path):
    values = np.full((48, 64), 200, np.uint16)
    path = photos.save(PIL.Image.fromarray(values), tmp_path / "dark.png")

    assert decoded(path).image.max() <= 1


def test_a_large_16_bit_photo_is_reduced(tmp_path):
    values = np.full((1500, 2000), 30000, np.uint16)
    path = photos.save(PIL.Image.fromarray(values), tmp_path / "deep.png")

    image = decoded(path).image

    assert max(image.shape) < 1024
    assert abs(int(image.mean()) - 117) <= 1


def test_transparent_parts_become_white(tmp_path):
    path = photos.save(PIL.Image.new("RGBA", (20, 20), (255, 0, 0, 0)), tmp_path / "clear.png")

    assert decoded(path).image.min() == 255


def test_of_an_animation_the_first_picture_is_taken(tmp_path):
    first, second = photos.landmark(), PIL.Image.new("RGB", (64, 48), "green")
    path = tmp_path / "moving.gif"
    first.save(path, save_all=True, append_images=[second])

    assert is_landmark(decoded(path).image)


def test_of_a_multi_picture_file_the_first_is_taken(tmp_path):
    path = tmp_path / "two.mpo"
    photos.landmark().save(path, save_all=True, append_images=[PIL.Image.new("RGB", (9, 9))])

    assert is_landmark(decoded(path).image)


def test_a_text_file_named_jpg_is_no_photo(tmp_path):
    path = tmp_path / "notes.jpg"
    path.write_text("Fuel: full\n" * 50)

    assert error_code(path) is ErrorCode.PHOTO_UNKNOWN_FORMAT


def test_a_jpeg_with_another_ending_is_read(tmp_path):
    path = tmp_path / "photo.png"
    path.write_bytes(photos.jpeg_bytes(photos.landmark()))

    assert is_landmark(decoded(path).image)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP"])
def test_a_truncated_photo_is_reported(tmp_path, kind, share):
    noise = np.random.default_rng(0).integers(0, 255, (120, 160, 3), np.uint8)
    buffer = io.BytesIO()
    PIL.Image.fromarray(noise).save(buffer, kind)
    path = tmp_path / "half.jpg"
    path.write_bytes(buffer.getvalue()[: int(len(buffer.getvalue()) * share)])

    assert error_code(path) in {ErrorCode.PHOTO_DAMAGED_FILE, ErrorCode.PHOTO_UNKNOWN_FORMAT}


def test_a_header_that_claims_too_many_pixels_is_refused_unread(tmp_path):
    path = tmp_path / "bomb.png"
    path.write_bytes(photos.png_claiming(60_000, 60_000))

    assert error_code(path) is ErrorCode.PHOTO_TOO_LARGE


def test_a_100_megapixel_jpeg_is_inspected_within_bounds(tmp_path):
    assert MAX_JPEG_MEGAPIXELS > 100
    assert MAX_MEGAPIXELS > 100
    path = photos.save(PIL.Image.new("RGB", (11_600, 8_700), "grey"), tmp_path / "huge.jpg")

    result = decoded(path, fit_px=448)

    assert result.size_px == (11_600, 8_700)
    assert max(result.image.shape) <= 1450


def test_broken_exif_does_not_spoil_the_pixels(tmp_path):
    path = tmp_path / "photo.jpg"
    data = photos.jpeg_bytes(photos.landmark(), exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff\x00\x09")
    path.write_bytes(data)

    assert is_landmark(decoded(path).image)


@pytest.mark.parametrize(
    "name",
    ["반납 사진.jpg", "🚗💥.jpg", "a b'c\"d.jpg", "한글.jpg", "x" * 200 + ".jpg"],
    ids=["korean", "emoji", "quotes", "decomposed", "long"],
)
def test_names_of_any_script_are_read(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(photos.jpeg_bytes(photos.landmark()))

    assert is_landmark(decoded(path).image)


def test_a_large_photo_is_the_same_read_in_bands_or_in_one(tmp_path, monkeypatch):
    wide = np.linspace(0, 255, 640)[None].repeat(480, axis=0)
    high = np.linspace(0, 255, 480)[:, None].repeat(640, axis=1)
    path = tmp_path / "palette.png"
    picture = np.stack([wide, high, 255 - wide], axis=-1).astype(np.uint8)
    PIL.Image.fromarray(picture).quantize(64).save(path)

    in_one = decoded(path, fit_px=128).image
    monkeypatch.setattr("carinspect.core.image._BAND_PIXELS", 8 * 640)
    in_bands = decoded(path, fit_px=128).image

    assert np.ptp(in_one[..., 1]) > 200  # top and bottom differ
    assert np.array_equal(in_bands, in_one)
