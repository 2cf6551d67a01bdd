"""Small files that claim or unfold to very much, and photos that really are huge."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import PIL.Image

from tests import photos
from tests.hostile.entry import (
    DAMAGED,
    GOOD,
    TOO_LARGE,
    UNREADABLE,
    CannotMakeError,
    Entry,
    of_bytes,
)
from tests.hostile.pictures import car, encoded, tiff


def entries() -> list[Entry]:
    return [*_claims(), *_unfolding(), *_huge(), *_endless()]


def _claims() -> list[Entry]:
    """Headers that claim what the few bytes behind them cannot hold: refused unread."""
    jpeg = bytearray(encoded(car(), "JPEG"))
    frame = jpeg.index(b"\xff\xc0")
    jpeg[frame + 5 : frame + 9] = b"\xff\xff\xff\xff"
    gif = bytearray(encoded(car(), "GIF"))
    gif[6:10] = b"\xff\xff\xff\xff"
    webp = bytearray(encoded(car(), "WEBP", lossless=True))
    webp[21:25] = b"\xff\xff\xff\x0f"
    bmp = bytearray(encoded(car(), "BMP"))
    bmp[18:26] = struct.pack("<ii", 2_000_000, 2_000_000)
    tags = [(256, 4, 2**31), (257, 4, 2**31), (258, 3, 8), (259, 3, 1), (262, 3, 1)]
    tags += [(277, 3, 1), (278, 4, 2**31), (279, 4, 9)]
    heic = bytearray(encoded(car(), "HEIF"))
    extent = heic.index(b"ispe") + 8
    heic[extent : extent + 8] = struct.pack(">II", 12_000, 9_000)
    claims = {
        "12000x9000.heic": bytes(heic),
        "60000x60000.png": photos.png_claiming(60_000, 60_000),
        "2147483647_square.png": photos.png_claiming(2**31 - 1, 2**31 - 1),
        "4294967295x1.png": photos.png_claiming(2**32 - 1, 1),
        "12000x12000_empty.png": photos.png_claiming(12_000, 12_000),
        "65535x65535.jpg": bytes(jpeg),
        "65535x65535.gif": bytes(gif),
        "16384x16384.webp": bytes(webp),
        "2000000_square.bmp": bytes(bmp),
        "2147483648_square.tif": tiff(tags, bytes(9)),
        "99999x99999.ppm": b"P6 99999 99999 255\n" + bytes(99),
        "long_number.ppm": b"P6 " + b"9" * 5000 + b" 9 255\n",
    }
    # As good as the format lets it: what is refused by its size need not be damaged as well.
    return [
        of_bytes("claim", f"claims_{name}", data, TOO_LARGE | UNREADABLE)
        for name, data in claims.items()
    ]


def _unfolding() -> list[Entry]:
    """Few bytes, many pixels: within the limits they are inspected, above refused."""
    sizes = {"36": (6000, 6000), "108": (10_400, 10_400)}
    made = [
        Entry("bomb", f"bomb_{name}mpx_{mode}.png", _uniform_png(mode, size), GOOD, heavy=True)
        for name, size in sizes.items()
        for mode in ("1", "L", "P", "RGB", "RGBA", "LA", "I;16", "P clear", "RGB 16", "L clear")
    ]
    made += [
        Entry("bomb", f"bomb_108mpx.{suffix}", _saved(kind, (10_400, 10_400), mode), expected, True)
        for kind, suffix, mode, expected in (
            ("GIF", "gif", "P", GOOD),
            ("TIFF", "deflate.tif", "RGB", GOOD),
            ("TIFF", "float.tif", "F", GOOD),
            ("TIFF", "cmyk.tif", "CMYK", GOOD),
            ("TIFF", "lab.tif", "LAB", GOOD),
            ("TIFF", "16.tif", "I;16", GOOD),
            ("WEBP", "webp", "RGB", TOO_LARGE),
            ("AVIF", "avif", "RGB", TOO_LARGE),
        )
    ]
    return made


def _huge() -> list[Entry]:
    """Photos of 100, 200 and 500 megapixels, with the detail of a photo."""
    hundred, two, five = (11_600, 8_700), (16_320, 12_240), (26_000, 19_400)
    return [
        Entry("huge", "100mpx.jpg", _tiled("JPEG", hundred), GOOD, heavy=True),
        Entry("huge", "200mpx.jpg", _tiled("JPEG", two), GOOD, heavy=True),
        Entry("huge", "500mpx.jpg", _long_jpeg, GOOD, heavy=True),
        Entry("huge", "100mpx.png", _tiled("PNG", hundred), GOOD, heavy=True),
        Entry("huge", "100mpx.tif", _tiled("TIFF", hundred), TOO_LARGE_FILE, heavy=True),
        Entry(
            "huge", "100mpx_lzw.tif", _tiled("TIFF", hundred, compression="tiff_lzw"), GOOD, True
        ),
        Entry(
            "huge",
            "100mpx_progressive.jpg",
            _tiled("JPEG", hundred, progressive=True),
            GOOD | TOO_LARGE,
            True,
        ),
        Entry(
            "huge",
            "500mpx_progressive.jpg",
            _progressive_claim((26_000, 19_400)),
            TOO_LARGE,
            heavy=True,
        ),
        Entry("huge", "500mpx.png", _uniform_png("RGB", five), TOO_LARGE, heavy=True),
        Entry("huge", "700mpx.jpg", _resized_header((65_000, 10_800)), TOO_LARGE),
        Entry("huge", "40mpx.heic", _saved("HEIF", (8000, 5000), "RGB"), GOOD, heavy=True),
        Entry(
            "huge",
            "48mpx.avif",
            _tiled("AVIF", (8000, 6000), speed=10),
            GOOD | TOO_LARGE,
            heavy=True,
        ),
        Entry(
            "huge",
            "39mpx.webp",
            _tiled("WEBP", (8000, 4900), method=0),
            GOOD | TOO_LARGE,
            heavy=True,
        ),
    ]


def _endless() -> list[Entry]:
    """Files that are too long to be read at all, and scans without end."""
    return [
        Entry("endless", "20_gigabytes_sparse.jpg", _sparse(20 << 30), TOO_LARGE_FILE),
        Entry(
            "endless",
            "600_megabytes_behind.jpg",
            _sparse(600 << 20, encoded(car(), "JPEG")),
            TOO_LARGE_FILE,
        ),
        Entry("endless", "5000_scans.jpg", _scans(5000), GOOD | DAMAGED),
        Entry(
            "endless",
            "20000_scans_of_36mpx.jpg",
            _scans(20_000, (6000, 6000)),
            UNREADABLE | TOO_LARGE,
        ),
    ]


TOO_LARGE_FILE = frozenset({"photo_file_too_large"})


def _uniform_png(mode: str, size: tuple[int, int]) -> Callable[[Path], Path]:
    """A PNG of zeros, written without ever holding its pixels."""
    bits, colour, extra = {
        "1": (1, 0, b""),
        "L": (8, 0, b""),
        "L clear": (8, 0, _chunk(b"tRNS", b"\0\0")),
        "P": (8, 3, _chunk(b"PLTE", bytes(range(6)))),
        "P clear": (8, 3, _chunk(b"PLTE", bytes(range(6))) + _chunk(b"tRNS", b"\x80")),
        "RGB": (8, 2, b""),
        "RGB 16": (16, 2, b""),
        "RGBA": (8, 6, b""),
        "LA": (8, 4, b""),
        "I;16": (16, 0, b""),
    }[mode]
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    width, height = size

    def make(folder: Path) -> Path:
        path = folder / f"bomb-{width}-{mode.replace(';', '').replace(' ', '_')}.png"
        row = bytes(1 + (width * samples * bits + 7) // 8)
        packer = zlib.compressobj(1)
        body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
        head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
        path.write_bytes(
            b"\x89PNG\r\n\x1a\n"
            + _chunk(b"IHDR", head)
            + extra
            + _chunk(b"IDAT", body)
            + _chunk(b"IEND", b"")
        )
        return path

    return make


def _chunk(name: bytes, body: bytes) -> bytes:
    check = zlib.crc32(name + body)
    return len(body).to_bytes(4, "big") + name + body + check.to_bytes(4, "big")


def _saved(kind: str, size: tuple[int, int], mode: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / f"bomb-{kind}-{mode.replace(';', '')}.{kind.lower()}"
        options = {
            "TIFF": {"compression": "tiff_adobe_deflate"},
            "AVIF": {"speed": 10},
            "WEBP": {"method": 0},
        }
        if kind == "HEIF":
            import pillow_heif

            pillow_heif.register_heif_opener()
        try:
            PIL.Image.new(mode, size).save(path, kind, **options.get(kind, {}))
        except (OSError, ValueError, RuntimeError) as error:
            raise CannotMakeError(f"{kind} of {size}: {error}") from None
        return path

    return make


def _tiled(kind: str, size: tuple[int, int], **options: object) -> Callable[[Path], Path]:
    """A photo's detail all over: what is uniform decodes too fast to say anything."""

    def make(folder: Path) -> Path:
        if kind == "HEIF":
            import pillow_heif

            pillow_heif.register_heif_opener()
        path = folder / f"huge-{size[0]}.{kind.lower()}"
        tile = car((1600, 1200))
        whole = PIL.Image.new("RGB", size)
        for top in range(0, size[1], 1200):
            for left in range(0, size[0], 1600):
                whole.paste(tile, (left, top))
        whole.save(path, kind, **options)
        return path

    return make


def _long_jpeg(folder: Path) -> Path:
    """26,000 x 19,456 px with a photo's detail, written without ever holding them.

    Where every row of blocks ends in a restart marker, the rows of a part can be repeated.
    """
    part = PIL.Image.new("RGB", (26_000, 1216))
    for left in range(0, 26_000, 1600):
        part.paste(car((1600, 1216)), (left, 0))
    data = encoded(part, "JPEG", restart_marker_rows=1, subsampling="4:2:0")
    frame, scan = data.index(b"\xff\xc0"), data.index(b"\xff\xda")
    start = scan + 2 + int.from_bytes(data[scan + 2 : scan + 4], "big")
    rows = re.split(rb"\xff[\xd0-\xd7]", data[start:-2])
    head = data[: frame + 5] + (1216 * 16).to_bytes(2, "big") + data[frame + 7 : start]
    path = folder / "500mpx.jpg"
    with path.open("wb") as file:
        file.write(head)
        for number in range(16 * len(rows)):
            mark = bytes((0xFF, 0xD0 + (number - 1) % 8)) if number else b""
            file.write(mark + rows[number % len(rows)])
        file.write(b"\xff\xd9")
    return path


def _resized_header(size: tuple[int, int]) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        data = bytearray(encoded(car(), "JPEG"))
        frame = data.index(b"\xff\xc0")
        data[frame + 5 : frame + 9] = struct.pack(">HH", size[1], size[0])
        path = folder / "claims.jpg"
        path.write_bytes(data)
        return path

    return make


def _progressive_claim(size: tuple[int, int]) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        data = bytearray(encoded(car(), "JPEG", progressive=True))
        frame = data.index(b"\xff\xc2")
        data[frame + 5 : frame + 9] = struct.pack(">HH", size[1], size[0])
        path = folder / "progressive.jpg"
        path.write_bytes(data)
        return path

    return make


def _sparse(size: int, head: bytes = b"") -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / "sparse.jpg"
        with path.open("wb") as file:
            file.write(head)
            file.truncate(size)
        return path

    return make


def _scans(count: int, size: tuple[int, int] | None = None) -> Callable[[Path], Path]:
    """A progressive JPEG whose last scan comes again and again, empty."""

    def make(folder: Path) -> Path:
        data = bytearray(encoded(car((64, 48)), "JPEG", progressive=True))
        if size is not None:
            frame = data.index(b"\xff\xc2")
            data[frame + 5 : frame + 9] = struct.pack(">HH", size[1], size[0])
        scans = list(_places(bytes(data), b"\xff\xda"))
        last = bytes(data[scans[-1] : -2])
        path = folder / "scans.jpg"
        path.write_bytes(bytes(data[:-2]) + last * count + b"\xff\xd9")
        return path

    return make


def _places(data: bytes, mark: bytes) -> Iterator[int]:
    place = data.find(mark)
    while place >= 0:
        yield place
        place = data.find(mark, place + 1)
