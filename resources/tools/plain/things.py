"""What is no car."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw
from plain.canvas import HEIGHT, WIDTH, gradient, shadow, textured


def draw_house(seed: int) -> Image.Image:
    """A house with a red roof and a tree on a meadow."""
    rng = np.random.default_rng(seed)
    image = gradient((120, 170, 224), (216, 230, 240))
    image.paste(gradient((96, 146, 62), (62, 104, 40), HEIGHT - 1150), (0, 1150))
    draw = ImageDraw.Draw(image)
    draw.rectangle((560, 760, 1560, 1330), fill=(228, 214, 186))
    draw.polygon([(470, 780), (1060, 380), (1650, 780)], fill=(150, 62, 46))
    draw.rectangle((980, 1010, 1150, 1330), fill=(96, 62, 40))
    for x in (660, 1260):
        draw.rectangle(
            (x, 900, x + 210, 1110), fill=(86, 116, 140), outline=(250, 250, 246), width=16
        )
        draw.line([(x + 105, 900), (x + 105, 1110)], fill=(250, 250, 246), width=12)
    draw.rectangle((1920, 900, 2010, 1360), fill=(92, 66, 44))
    for _ in range(220):
        x, y = 1965 + rng.normal(0, 170), 760 + rng.normal(0, 150)
        green = int(rng.integers(70, 140))
        draw.ellipse((x - 60, y - 50, x + 60, y + 50), fill=(36, green, 34))
    return textured(textured(image, seed, 0.12), seed + 1, 0.2, cell=3)


def draw_bicycle(seed: int) -> Image.Image:
    """A bicycle leaning at a brick wall."""
    image = Image.new("RGB", (WIDTH, HEIGHT), (150, 84, 66))
    draw = ImageDraw.Draw(image)
    for row, y in enumerate(range(0, 1280, 64)):
        draw.line([(0, y), (WIDTH, y)], fill=(196, 184, 170), width=7)
        for x in range((row % 2) * 80, WIDTH, 160):
            draw.line([(x, y), (x, y + 64)], fill=(196, 184, 170), width=7)
    image.paste(gradient((150, 148, 144), (110, 108, 106), HEIGHT - 1280), (0, 1280))
    draw = ImageDraw.Draw(image)
    shadow(image, (520, 1370, 2060, 1450))
    back, front = (820, 1120), (1760, 1120)
    for x, y in (back, front):
        draw.ellipse((x - 290, y - 290, x + 290, y + 290), outline=(18, 18, 20), width=26)
        for a in np.linspace(0, np.pi, 16, endpoint=False):
            dx, dy = np.cos(a) * 275, np.sin(a) * 275
            draw.line([(x - dx, y - dy), (x + dx, y + dy)], fill=(176, 178, 182), width=4)
    crank, seat, head = (1190, 1130), (1060, 700), (1630, 690)
    for a, b in (
        (back, crank),
        (crank, seat),
        (seat, head),
        (crank, head),
        (back, seat),
        (head, front),
    ):
        draw.line([a, b], fill=(20, 110, 84), width=30)
    draw.line([seat, (1035, 620)], fill=(40, 40, 42), width=24)
    draw.ellipse((900, 580, 1170, 640), fill=(24, 22, 22))
    draw.line([head, (1600, 560), (1760, 540)], fill=(190, 192, 196), width=24)
    draw.ellipse((1115, 1055, 1265, 1205), outline=(60, 60, 64), width=22)
    return textured(image, seed, 0.14, cell=4)


def draw_cup(seed: int) -> Image.Image:
    """A cup of coffee on a wooden table."""
    image = gradient((212, 206, 196), (176, 168, 156))
    image.paste(gradient((142, 96, 58), (106, 68, 38), HEIGHT - 900), (0, 900))
    draw = ImageDraw.Draw(image)
    rng = np.random.default_rng(seed)
    for _ in range(90):
        y = rng.uniform(900, HEIGHT)
        draw.line([(0, y), (WIDTH, y + rng.normal(0, 8))], fill=(98, 62, 34), width=3)
    shadow(image, (760, 1330, 1860, 1520))
    draw.ellipse((760, 1290, 1800, 1480), fill=(238, 238, 234))
    draw.arc((1500, 800, 1860, 1180), -100, 110, fill=(236, 236, 232), width=64)
    draw.polygon([(900, 700), (1660, 700), (1560, 1360), (1000, 1360)], fill=(240, 240, 236))
    draw.ellipse((1000, 1290, 1560, 1420), fill=(230, 230, 226))
    draw.ellipse((900, 610, 1660, 800), fill=(226, 226, 222))
    draw.ellipse((950, 630, 1610, 780), fill=(62, 36, 20))
    return textured(image, seed, 0.08, cell=4)
