"""Broken, endless and lying EXIF, ICC and XMP: the pixels are good, so the photo is inspected."""

from __future__ import annotations

import struct
import zlib

from tests.hostile.entry import GOOD, UNREADABLE, Entry, of_bytes
from tests.hostile.pictures import car, encoded, exif, icc

_SOI = 2


def entries() -> list[Entry]:
    return [*_exif(), *_icc(), *_xmp(), *_segments(), *_chunks()]


def _jpeg_with(*segments: tuple[int, bytes]) -> bytes:
    plain = encoded(car(), "JPEG")
    extra = b"".join(
        bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body
        for marker, body in segments
    )
    return plain[:_SOI] + extra + plain[_SOI:]


def _exif_block(body: bytes) -> bytes:
    return b"Exif\0\0" + body


def _exif() -> list[Entry]:
    head = b"MM\0*\0\0\0\x08"
    orientation = b"\x01\x12"
    whole = exif(6).tobytes()
    cases = {
        "only_name": b"Exif\0\0",
        "no_header": _exif_block(b"\0" * 30),
        "wrong_order": _exif_block(b"XX\0*\0\0\0\x08" + bytes(20)),
        "far_directory": _exif_block(b"MM\0*\xff\xff\xff\xff" + bytes(20)),
        "loop": _exif_block(head + b"\0\0\0\0\0\x08"),
        "many_entries": _exif_block(head + b"\xff\xff" + b"\x01\x12\0\3\0\0\0\1\0\6\0\0" * 99),
        "text_orientation": _exif_block(
            head + b"\0\1" + orientation + b"\0\2\0\0\0\4six\0\0\0\0\0"
        ),
        "list_orientation": _exif_block(
            head + b"\0\1" + orientation + b"\0\3\0\0\0\2\0\6\0\3\0\0\0\0"
        ),
        "fraction_orientation": _exif_block(
            head + b"\0\1" + orientation + b"\0\5\0\0\0\1\0\0\0\x1a\0\0\0\0\0\0\0\1\0\0\0\0"
        ),
        "huge_count": _exif_block(head + b"\0\1" + orientation + b"\0\3\xff\xff\xff\xff\0\0\0\x08"),
        "unknown_type": _exif_block(
            head + b"\0\1" + orientation + b"\0\x63\0\0\0\1\0\6\0\0\0\0\0\0"
        ),
        "float_nan": _exif_block(
            head
            + b"\0\1"
            + orientation
            + b"\0\x0b\0\0\0\1"
            + struct.pack(">f", float("nan"))
            + bytes(4)
        ),
        "maker_note": _exif_block(head + b"\0\1\x92\x7c\0\7\0\0\xff\xff\0\0\0\x1a")
        + b"\xff" * 60000,
        **{f"cut_{place}": whole[:place] for place in range(6, len(whole), 8)},
    }
    return [
        of_bytes("exif", f"exif_{name}.jpg", _jpeg_with((0xE1, body)), GOOD)
        for name, body in cases.items()
    ]


def _icc() -> list[Entry]:
    profile = icc()
    bad = {
        "empty": b"",
        "noise": bytes(range(256)) * 4,
        "cut": profile[:100],
        "lying_size": b"\xff\xff\xff\xff" + profile[4:],
    }
    made = [
        of_bytes("icc", f"icc_{name}.{suffix}", encoded(car(), kind, icc_profile=data), GOOD)
        for name, data in bad.items()
        for kind, suffix in (("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("TIFF", "tif"))
    ]
    parts = {
        "missing_part": ((0xE2, b"ICC_PROFILE\0\2\3" + profile[:200]),),
        "part_0_of_0": ((0xE2, b"ICC_PROFILE\0\0\0" + profile[:200]),),
        "no_number": ((0xE2, b"ICC_PROFILE\0"),),
        "255_parts": tuple(
            (0xE2, b"ICC_PROFILE\0" + bytes((n, 255)) + bytes(99)) for n in range(1, 256)
        ),
    }
    return made + [
        of_bytes("icc", f"icc_{name}.jpg", _jpeg_with(*segments), GOOD)
        for name, segments in parts.items()
    ]


def _xmp() -> list[Entry]:
    head = b"http://ns.adobe.com/xap/1.0/\0"
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9)
    )
    cases = {
        "empty": b"",
        "not_xml": b"\xff\xfe\0\0 no xml at all",
        "billion_laughs": entities + b"]><x:xmpmeta>&j;</x:xmpmeta>",
        "external_entity": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        "orientation_text": b'<x:xmpmeta tiff:Orientation="sideways"/>',
        "orientation_99": b'<x:xmpmeta tiff:Orientation="99"/>',
        "orientation_6": b'<x:xmpmeta tiff:Orientation="6"/>',
        "deep": b"<a>" * 9000,
    }
    return [
        of_bytes("xmp", f"xmp_{name}.jpg", _jpeg_with((0xE1, head + body)), GOOD)
        for name, body in cases.items()
    ]


def _segments() -> list[Entry]:
    comments = _jpeg_with(*((0xFE, b"x" * 60000) for _ in range(200)))
    lying = bytearray(_jpeg_with((0xE5, b"12345678")))
    lying[4:6] = b"\0\0"
    two = _jpeg_with((0xE1, exif(6).tobytes()), (0xE1, exif(3).tobytes()))
    return [
        of_bytes("segments", "12_megabytes_of_comments.jpg", comments, GOOD),
        of_bytes("segments", "length_0.jpg", bytes(lying), UNREADABLE | GOOD),
        of_bytes("segments", "two_exif_blocks.jpg", two, GOOD),
        of_bytes(
            "segments", "jfif_density_0.jpg", _jpeg_with((0xE0, b"JFIF\0\1\1\0\0\0\0\0\0\0")), GOOD
        ),
        of_bytes(
            "segments",
            "photoshop_block.jpg",
            _jpeg_with((0xED, b"Photoshop 3.0\x008BIM\xff\xff")),
            GOOD,
        ),
        of_bytes(
            "segments",
            "adobe_transform_9.jpg",
            _jpeg_with((0xEE, b"Adobe\0\x64\0\0\0\0\x09")),
            GOOD,
        ),
        of_bytes(
            "segments", "mpf_broken.jpg", _jpeg_with((0xE2, b"MPF\0MM\0*\xff\xff\xff\xff")), GOOD
        ),
        of_bytes("segments", "mpf_empty.jpg", _jpeg_with((0xE2, b"MPF\0")), GOOD),
    ]


def _chunk(name: bytes, body: bytes, crc: int | None = None) -> bytes:
    check = zlib.crc32(name + body) if crc is None else crc
    return len(body).to_bytes(4, "big") + name + body + check.to_bytes(4, "big")


def _chunks() -> list[Entry]:
    """PNG's own ways to carry more than pixels."""
    plain = encoded(car(), "PNG")
    behind_head = 8 + 25
    bomb = zlib.compress(bytes(40_000_000), 1)
    cases = {
        "text_bomb": _chunk(b"zTXt", b"note\0\0" + bomb),
        "international_bomb": _chunk(b"iTXt", b"note\0\1\0\0\0" + bomb),
        "profile_bomb": _chunk(b"iCCP", b"icc\0\0" + bomb),
        "10000_texts": _chunk(b"tEXt", b"note\0" + b"x" * 50) * 10_000,
        "text_without_key": _chunk(b"tEXt", b""),
        "text_broken_zip": _chunk(b"zTXt", b"note\0\0not zip at all"),
        "profile_broken_zip": _chunk(b"iCCP", b"icc\0\0not zip at all"),
        "wrong_check_sum": _chunk(b"tEXt", b"note\0hello", crc=1),
        "unknown_chunk": _chunk(b"abCd", bytes(99)),
        "unknown_critical_chunk": _chunk(b"ABCD", bytes(99)),
        "exif_noise": _chunk(b"eXIf", bytes(range(200))),
        "gamma_0": _chunk(b"gAMA", bytes(4)),
        "gamma_short": _chunk(b"gAMA", b"\1"),
        "density_0": _chunk(b"pHYs", bytes(9)),
        "white_point": _chunk(b"cHRM", b"\xff" * 32),
        "animation_0": _chunk(b"acTL", bytes(8)),
        "animation_huge": _chunk(b"acTL", b"\xff" * 8),
        "two_heads": plain[8:behind_head],
        "transparency_long": _chunk(b"tRNS", bytes(999)),
        "palette_of_rgb": _chunk(b"PLTE", bytes(7)),
    }
    return [
        of_bytes(
            "chunks",
            f"chunk_{name}.png",
            plain[:behind_head] + extra + plain[behind_head:],
            GOOD | UNREADABLE,
        )
        for name, extra in cases.items()
    ]
