"""Colours can be told apart with any colour vision, and what is written on them can be read."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import numpy as np
import pytest
from numpy.typing import NDArray

from ssp_core.drawing import colours, stylesheet

# Linear RGB as seen without one kind of cone: Machado, Oliveira and Fernandes, "A Physiologically-based Model for
# Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009), severity 1.0.
VISION = {
    "normal": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE_POINT = np.array([0.95047, 1.0, 1.08883])  # D65
LIGHT_PAGE, DARK_PAGE = "#ffffff", "#161f24"


def linear(colour: str) -> NDArray[np.float64]:
    shares = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def cielab(colour: str, vision: str) -> NDArray[np.float64]:
    seen = np.clip(np.array(VISION[vision]) @ linear(colour), 0.0, 1.0)
    xyz = TO_XYZ @ seen / WHITE_POINT
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(first: str, second: str) -> float:
    """The least distance in CIELAB over all kinds of colour vision."""
    return min(float(np.linalg.norm(cielab(first, vision) - cielab(second, vision))) for vision in VISION)


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((colours.luminance(first), colours.luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def nearest(palette: Iterable[str]) -> float:
    return min(distance(first, second) for first, second in itertools.combinations(palette, 2))


@pytest.mark.parametrize(
    ("palette", "least"),
    [
        (colours.ELEMENTS, 22.0),
        (colours.CLASSES, 20.0),
        (colours.BASES, 18.0),
        (colours.AGREEMENT, 20.0),
        (colours.AGREEMENT_DARK, 20.0),
    ],
    ids=["elements", "classes", "bases", "agreement", "agreement on dark"],
)
def test_any_two_colours_stay_apart_with_any_colour_vision(palette: dict[str, str], least: float) -> None:
    assert nearest(palette.values()) >= least  # 2.3 is a just noticeable difference


def test_stems_and_multiloops_are_far_apart() -> None:
    assert distance(colours.ELEMENTS["s"], colours.ELEMENTS["m"]) > 30
    assert distance("#90ee90", "#ff9896") < 30, "two colours of forna that merge, as a check of the measure"


def test_letters_on_every_disc_can_be_read() -> None:
    for role, fill in (*colours.fills().items(), *colours.AGREEMENT_DARK.items()):
        assert contrast(fill, colours.on(fill)) >= 4.5, role


def test_lines_and_texts_stand_out_from_both_pages() -> None:
    for role, ends in colours.STROKES.items():
        least = 1.5 if role == "tick" else 3.0  # ticks only lead the eye to a number
        for colour, page in zip(ends, (LIGHT_PAGE, DARK_PAGE), strict=True):
            assert contrast(colour, page) >= least, (role, page)
    for colour, page in zip(colours.LABEL, (LIGHT_PAGE, DARK_PAGE), strict=True):
        assert contrast(colour, page) >= 4.5
    for colour, page in zip(colours.OUTLINE, (LIGHT_PAGE, DARK_PAGE), strict=True):
        assert contrast(colour, page) >= 3.0


def test_no_disc_is_stark_white_or_black_and_no_confidence_is_mud() -> None:
    for role, fill in colours.fills().items():
        assert 0.02 < colours.luminance(fill) < 0.85, role
    _, a, b = cielab(colours.confidence(0.5), "normal")
    assert np.hypot(a, b) > 25  # how colourful
    assert contrast(colours.confidence(0.5), LIGHT_PAGE) >= 3.0
    assert contrast(colours.confidence(0.5), DARK_PAGE) >= 3.0


@pytest.mark.parametrize("scale", [colours.cividis, colours.confidence])
def test_scales_rise_in_lightness_for_everyone(scale: type[str]) -> None:
    for vision in VISION:
        lightness = [cielab(scale(step / 20), vision)[0] for step in range(21)]
        assert all(np.diff(lightness) > 0.3), vision
    assert scale(-1) == scale(0)
    assert scale(2) == scale(1)


def test_the_stylesheet_has_every_role_in_both_themes() -> None:
    light, dark = stylesheet().split(".dark{")
    for role in colours.fills():
        assert f"--{role}:#" in light
        assert f"--on-{role}:#" in light
        assert f".{role}{{--fill:var(--{role});--ink:var(--on-{role})}}" in stylesheet()
    for role in colours.STROKES:
        assert f"--{role}:#" in light
        assert f"--{role}:#" in dark
    assert stylesheet().count("{") == stylesheet().count("}")
