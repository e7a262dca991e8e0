"""The colours of the charts: those that the drawings have too, and scales that only charts need."""

from __future__ import annotations

from ssp_core.drawing import colours, roles

FONT, MONO = colours.FONT, colours.MONO
INK, FAINT, CLEAR = colours.INK, colours.FAINT, colours.CLEAR
GRID = "rgba(151, 154, 159, 0.25)"
HOVER, HOVER_INK = "#1f2328", "#ffffff"  # the label at the pointer

CLASS_NAMES = roles.CLASS_NAMES
AGREEMENT = colours.AGREEMENT
AGREEMENT_NAMES = roles.AGREEMENT_NAMES
AGREEMENT_SYMBOL = colours.AGREEMENT_SYMBOL
DECODED = colours.DECODED  # outline of a decoded pair: stands out from both ends of cividis and from the page

# Probabilities in cividis on a fixed scale from 0 to 1, as the drawings have them.
PROBABILITY = colours.scale()
cividis = colours.cividis
on_all = colours.on_all

# Okabe and Ito's blue and vermillion with white between: the sign can be read with any colour vision.
SIGN = ((0.0, "#0072b2"), (0.5, "#ffffff"), (1.0, "#d55e00"))

# Okabe and Ito's; each curve has a symbol and a dash of its own, too. A curve more than these starts over.
CURVES = (("#d55e00", "diamond", "solid"), ("#3a8fd0", "circle", "dash"), ("#009e73", "square", "dot"))

# Parts of a network (Okabe and Ito).
WHOLE, ENCODER, HEAD = colours.BASES["N"], colours.CLASSES["("], colours.CLASSES[")"]
PART_EDGE, PART_INK = "#ffffff", "#17232a"
