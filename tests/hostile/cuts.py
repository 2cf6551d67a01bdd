"""Files that end too early, have flipped bits, lie about their kind, or are nothing at all."""

from __future__ import annotations

import io
import random
import zipfile

from tests.hostile.boundaries import boundaries
from tests.hostile.entry import (
    DAMAGED,
    EMPTY,
    GOOD,
    TOO_LARGE,
    UNKNOWN,
    UNREADABLE,
    Entry,
    of_bytes,
)
from tests.hostile.pictures import car, encoded, good_files

_FLIPPED_EACH = 6


def entries() -> list[Entry]:
    return [*_whole(), *_cut(), *_flipped(), *_misnamed(), *_nothing()]


def _whole() -> list[Entry]:
    return [of_bytes("whole", f"whole.{kind}", data, GOOD) for kind, data in good_files().items()]


def _cut() -> list[Entry]:
    made: list[Entry] = []
    for kind, data in good_files().items():
        for place in boundaries(kind, data):
            # The last bytes may be padding or a closing mark, without which all pixels are there;
            # a second picture or metadata may follow the pixels.
            almost = place >= len(data) - 16 or kind in _TAIL_IS_OPTIONAL
            expected = UNREADABLE | GOOD if almost else UNREADABLE
            name = f"cut_at_{place}.{kind}"
            made.append(of_bytes("cut", name, data[:place], expected))
    return made


_TAIL_IS_OPTIONAL = {
    *("moving.gif", "moving.png", "moving.webp", "mpo"),  # the second picture
    *("png", "webp", "heic", "avif", "tif"),  # metadata behind the pixels
    "big_endian.tif",
}


def _flipped() -> list[Entry]:
    made: list[Entry] = []
    for kind, data in good_files().items():
        chance = random.Random(kind)
        for number in range(_FLIPPED_EACH):
            flipped = bytearray(data)
            head = min(len(data), 400) if number % 2 else len(data)
            for _one in range(1 + number):
                flipped[chance.randrange(head)] ^= 1 << chance.randrange(8)
            expected = UNREADABLE | GOOD | TOO_LARGE
            made.append(of_bytes("flip", f"flipped_{number}.{kind}", bytes(flipped), expected))
    return made


def _misnamed() -> list[Entry]:
    good = good_files()
    wrong = {"jpg": "png", "png": "jpg", "webp": "jpeg", "heic": "jpg", "avif": "heic"}
    wrong |= {"gif": "jpg", "tif": "png", "bmp": "webp", "mpo": "tif"}
    made = [
        of_bytes("name", f"is_{kind}_named.{suffix}", good[kind], GOOD)
        for kind, suffix in wrong.items()
    ]
    for name, data in _no_photos().items():
        made.append(of_bytes("no photo", f"{name}.jpg", data, UNREADABLE))
    return made


def _no_photos() -> dict[str, bytes]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("photo.jpg", good_files()["jpg"])
    return {
        "text": b"Fuel: full\n" * 50,
        "html": b"<!doctype html><html><script>alert(1)</script></html>",
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        "svg_bomb": b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>',
        "pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        # Pillow hands such a file to Ghostscript: a program, run on what a stranger sent.
        "postscript": encoded(car((32, 24)), "EPS"),
        "ghostscript_command": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"
        b"(%pipe%touch /tmp/carinspect-owned) (w) file\n%%EOF\n",
        "zip": archive.getvalue(),
        "elf": b"\x7fELF\x02\x01\x01" + bytes(200),
        "exe": b"MZ" + bytes(200),
        "script": b"#!/bin/sh\nrm -rf ~\n",
        "pickle": b"\x80\x04cposix\nsystem\n(S'touch /tmp/carinspect-owned'\ntR.",
        "mp4": b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2" + bytes(200),
        "icns": b"icns\0\0\0\x10ic07\0\0\0\x08",
        "fits": b"SIMPLE  =                    T" + bytes(2850),
        "wmf": b"\xd7\xcd\xc6\x9a" + bytes(60),
        "photoshop": b"8BPS\0\1" + bytes(60),
        "jpeg2000": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(60),
        "hdf5": b"\x89HDF\r\n\x1a\n" + bytes(60),
        "xpm": b"/* XPM */ static char *x[]={" + bytes(60),
        "utf16_text": "반납 사진".encode("utf-16"),
    }


def _nothing() -> list[Entry]:
    made = [
        of_bytes("nothing", f"empty.{kind}", b"", EMPTY)
        for kind in ("jpg", "png", "webp", "heic", "avif", "tif", "gif", "bmp")
    ]
    chance = random.Random(7)
    contents = {
        "one_byte": b"\xff",
        "zeros": bytes(4096),
        "ones": b"\xff" * 4096,
        "noise": chance.randbytes(4096),
        "only_soi": b"\xff\xd8",
        "soi_eoi": b"\xff\xd8\xff\xd9",
        "only_png_signature": b"\x89PNG\r\n\x1a\n",
        "only_tiff_header": b"II*\0\x08\0\0\0",
        "only_riff": b"RIFF\x04\0\0\0WEBP",
        "only_ftyp_heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        "only_ftyp_avif": b"\0\0\0\x18ftypavif\0\0\0\0mif1avif",
        "only_gif": b"GIF89a",
        "only_bmp": b"BM",
    }
    made += [
        of_bytes("nothing", f"{name}.jpg", data, UNREADABLE) for name, data in contents.items()
    ]
    jpeg = good_files()["jpg"]
    made += [
        of_bytes("odd", "garbage_behind.jpg", jpeg + chance.randbytes(5000), GOOD),
        of_bytes("odd", "zip_behind.jpg", jpeg + _no_photos()["zip"], GOOD),
        of_bytes("odd", "garbage_before.jpg", b"xx" + jpeg, UNREADABLE | GOOD),
        of_bytes("odd", "twice.jpg", jpeg + jpeg, GOOD),
        of_bytes("odd", "fill_bytes.jpg", b"\xff\xd8" + b"\xff" * 999 + jpeg[2:], GOOD),
        of_bytes(
            "odd", "line_ends_changed.png", good_files()["png"].replace(b"\r\n", b"\n"), UNREADABLE
        ),
        of_bytes("odd", "no_eoi.jpg", jpeg[:-2], GOOD | DAMAGED),
        of_bytes(
            "odd", "ascii_utf8_mangled.jpg", jpeg.decode("latin-1").encode(), UNKNOWN | DAMAGED
        ),
    ]
    return made
