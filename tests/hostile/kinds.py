"""Odd but good files: every mode of pixels, animations, orientations, shapes."""

from __future__ import annotations

from typing import Any

import numpy as np
import PIL.Image

from tests import photos
from tests.hostile.entry import GOOD, TOO_LARGE, UNREADABLE, Entry, of_bytes
from tests.hostile.pictures import car, encoded, tiff


def entries() -> list[Entry]:
    return [*_modes(), *_deep(), *_animations(), *_orientations(), *_shapes(), *_tiff_oddities()]


def _modes() -> list[Entry]:
    """Every mode that a format can hold."""
    image = car()
    grey, alpha = image.convert("L"), image.convert("RGBA")
    alpha.putalpha(grey)
    palette = image.quantize(64)
    clear = {"transparency": 3}
    made: dict[str, tuple[PIL.Image.Image, str, dict[str, Any]]] = {
        "grey.jpg": (grey, "JPEG", {}),
        "cmyk.jpg": (image.convert("CMYK"), "JPEG", {}),
        "ycbcr_444.jpg": (image, "JPEG", {"subsampling": 0}),
        "quality_1.jpg": (image, "JPEG", {"quality": 1}),
        "rgb_kept.jpg": (image, "JPEG", {"keep_rgb": True}),
        "bits.png": (image.convert("1"), "PNG", {}),
        "grey.png": (grey, "PNG", {}),
        "grey_alpha.png": (alpha.convert("LA"), "PNG", {}),
        "alpha.png": (alpha, "PNG", {}),
        "palette.png": (palette, "PNG", {}),
        "palette_2.png": (image.quantize(2), "PNG", {"bits": 1}),
        "palette_clear.png": (palette, "PNG", clear),
        "palette_alphas.png": (palette, "PNG", {"transparency": bytes(range(64))}),
        "grey_clear.png": (grey, "PNG", {"transparency": 9}),
        "rgb_clear.png": (image, "PNG", {"transparency": (1, 2, 3)}),
        "cmyk.tif": (image.convert("CMYK"), "TIFF", {}),
        "ycbcr.tif": (image.convert("YCbCr"), "TIFF", {}),
        "jpeg_inside.tif": (image, "TIFF", {"compression": "jpeg"}),
        "fax.tif": (image.convert("1"), "TIFF", {"compression": "group4"}),
        "packbits.tif": (image, "TIFF", {"compression": "packbits"}),
        "alpha.tif": (alpha, "TIFF", {}),
        "palette.tif": (palette, "TIFF", {}),
        "alpha.webp": (alpha, "WEBP", {}),
        "alpha.avif": (alpha, "AVIF", {}),
        "grey.avif": (grey, "AVIF", {}),
        "alpha.heic": (alpha, "HEIF", {}),
        "grey.heic": (grey, "HEIF", {}),
        "palette.bmp": (palette, "BMP", {}),
        "bits.bmp": (image.convert("1"), "BMP", {}),
        "alpha.bmp": (alpha, "BMP", {}),
        "grey.ppm": (grey, "PPM", {}),
        "bits.ppm": (image.convert("1"), "PPM", {}),
        "interlaced.gif": (palette, "GIF", {"interlace": 1}),
        "clear.gif": (palette, "GIF", clear),
    }
    return [
        of_bytes("mode", f"mode_{name}", encoded(picture, kind, **options), GOOD)
        for name, (picture, kind, options) in made.items()
    ]


def _deep() -> list[Entry]:
    """16, 32 and float bits a sample; not-a-number, infinity, nothing but negative."""
    steps = np.linspace(0, 1, 320 * 240).reshape(240, 320)
    odd = steps.astype(np.float32).copy()
    odd[::2], odd[1::4], odd[2::5] = np.nan, np.inf, -np.inf
    arrays = {
        "16.png": (steps * 65535).astype(np.uint16),
        "16.tif": (steps * 65535).astype(np.uint16),
        "32.tif": (steps * 2_000_000_000).astype(np.int32),
        "float.tif": steps.astype(np.float32),
        "float_255.tif": (steps * 255).astype(np.float32),
        "float_huge.tif": (steps * 3e38).astype(np.float32),
        "float_negative.tif": (-steps).astype(np.float32),
        "float_nan.tif": odd,
        "float_all_nan.tif": np.full((240, 320), np.nan, np.float32),
    }
    made = [
        of_bytes("deep", f"deep_{name}", encoded(PIL.Image.fromarray(values), kind), GOOD)
        for name, values in arrays.items()
        for kind in ["PNG" if name.endswith("png") else "TIFF"]
    ]
    rgb16 = np.repeat((steps * 65535).astype(">u2")[..., None], 3, axis=2)
    data = tiff(_rgb_tags(320, 240, bits=16), rgb16.tobytes())
    # Pillow knows no mode for three times 16 bits in one plane; told, not shown wrongly.
    return [*made, of_bytes("deep", "deep_rgb16.tif", data, GOOD | UNREADABLE)]


def _rgb_tags(
    width: int, height: int, *, bits: int = 8, planar: int = 1
) -> list[tuple[int, int, int]]:
    size = width * height * 3 * bits // 8
    return [
        *((256, 4, width), (257, 4, height), (258, 3, bits), (259, 3, 1), (262, 3, 2)),
        *((277, 3, 3), (278, 4, height), (279, 4, size), (284, 3, planar)),
    ]


def _animations() -> list[Entry]:
    frames = [car().rotate(10 * number) for number in range(30)]
    made: list[Entry] = []
    for kind, suffix in (("GIF", "gif"), ("PNG", "png"), ("WEBP", "webp"), ("TIFF", "tif")):
        data = encoded(frames[0], kind, save_all=True, append_images=frames[1:])
        made.append(of_bytes("animation", f"thirty_pictures.{suffix}", data, GOOD))
    avif = encoded(frames[0], "AVIF", save_all=True, append_images=frames[1:4])
    mpo = encoded(frames[0], "MPO", save_all=True, append_images=frames[1:4])
    heic = encoded(frames[0], "HEIF", save_all=True, append_images=frames[1:4])
    return [
        *made,
        of_bytes("animation", "four_pictures.avif", avif, GOOD),
        of_bytes("animation", "four_pictures.mpo", mpo, GOOD),
        of_bytes("animation", "four_pictures.heic", heic, GOOD),
    ]


def _orientations() -> list[Entry]:
    made: list[Entry] = []
    for kind, suffix in (("JPEG", "jpg"), ("PNG", "png"), ("TIFF", "tif"), ("WEBP", "webp")):
        for orientation in (*range(9), 9, 255, 65535):
            described = photos.exif_with_orientation(orientation).tobytes()
            data = encoded(car(), kind, exif=described)
            made.append(of_bytes("orientation", f"turned_{orientation}.{suffix}", data, GOOD))
    for kind, suffix in (("HEIF", "heic"), ("AVIF", "avif"), ("MPO", "mpo")):
        for orientation in range(1, 9):
            described = photos.exif_with_orientation(orientation).tobytes()
            data = encoded(car((96, 72)), kind, exif=described)
            made.append(of_bytes("orientation", f"turned_{orientation}.{suffix}", data, GOOD))
    return made


def _shapes() -> list[Entry]:
    sizes = ((1, 1), (1, 2), (2, 1), (3, 500), (1, 5000), (5000, 1), (16, 9000), (65500, 8))
    made = [
        of_bytes(
            "shape",
            f"{width}x{height}.{suffix}",
            encoded(PIL.Image.new("RGB", (width, height), "red"), kind),
            GOOD,
        )
        for width, height in sizes
        for kind, suffix in (("JPEG", "jpg"), ("PNG", "png"))
    ]
    empty = {
        "0x9.ppm": b"P6 0 9 255\n",
        "9x0.ppm": b"P6 9 0 255\n",
        "0x0.gif": b"GIF89a\0\0\0\0\0\0\0,\0\0\0\0\0\0\0\0\0\2\2L\1\0;",
        "0x9.jpg": b"",
        "negative.bmp": _bmp(-9, 9),
        "upside_down.bmp": _bmp(9, -9),
        "zero.bmp": _bmp(0, 0),
    }
    jpeg = bytearray(encoded(car(), "JPEG"))
    frame = jpeg.index(b"\xff\xc0")
    jpeg[frame + 5 : frame + 9] = bytes(4)
    empty["0x9.jpg"] = bytes(jpeg)
    return [
        *made,
        *(
            of_bytes("shape", name, data, UNREADABLE | TOO_LARGE | GOOD)
            for name, data in empty.items()
        ),
    ]


def _bmp(width: int, height: int) -> bytes:
    head = (40).to_bytes(4, "little") + width.to_bytes(4, "little", signed=True)
    head += height.to_bytes(4, "little", signed=True) + b"\1\0\x18\0" + bytes(24)
    pixels = bytes(abs(height) * ((abs(width) * 3 + 3) // 4 * 4))
    size = 14 + len(head) + len(pixels)
    return (
        b"BM" + size.to_bytes(4, "little") + bytes(4) + (54).to_bytes(4, "little") + head + pixels
    )


def _tiff_oddities() -> list[Entry]:
    good = _rgb_tags(64, 48)
    pixels = np.asarray(car().resize((64, 48))).tobytes()

    def changed(tag: int, kind: int, value: int) -> bytes:
        return tiff([*(one for one in good if one[0] != tag), (tag, kind, value)], pixels)

    cases = {
        "strip_behind_the_end": changed(279, 4, 2**31),
        "compression_unknown": changed(259, 3, 65000),
        "bits_0": changed(258, 3, 0),
        "bits_7": changed(258, 3, 7),
        "samples_65535": changed(277, 3, 65535),
        "samples_0": changed(277, 3, 0),
        "photometric_unknown": changed(262, 3, 999),
        "rows_0": changed(278, 4, 0),
        "width_0": changed(256, 4, 0),
        "planar": tiff(_rgb_tags(64, 48, planar=2), pixels),
        "no_width": tiff([one for one in good if one[0] != 256], pixels),
        "directory_is_itself": b"MM\0*\0\0\0\4" + bytes(40),
        "directory_behind_the_end": b"MM\0*\x7f\xff\xff\xff" + bytes(40),
        "65535_entries": b"MM\0*\0\0\0\x08\xff\xff" + bytes(200),
        "big_tiff": b"MM\0+\0\x08\0\0" + (16).to_bytes(8, "big") + bytes(40),
    }
    return [
        of_bytes("tiff", f"{name}.tif", data, UNREADABLE | GOOD) for name, data in cases.items()
    ]
