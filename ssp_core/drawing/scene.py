"""A chain view that can be written to a file and shows itself in a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ssp_core.errors import FormatError

from . import svg
from .shapes import Shapes

SUFFIXES = (".svg", ".png", ".html")


@dataclass(frozen=True)
class Scene(Shapes):
    """What is placed in a chain view, and how it leaves: all that knows SVG is in `svg`, which it is handed to."""

    def svg(self, standalone: bool = True) -> str:
        """Write the scene as SVG.

        Args:
            standalone: with colours, title and legend of its own on white, for files and notebooks; otherwise for a
                page that has `stylesheet()`, without title and legend.
        """
        return svg.standalone(self) if standalone else svg.inline(self)

    def html(self) -> str:
        """Write the scene for a page that has `stylesheet()`: the SVG, and its legend as a list below."""
        return svg.inline(self) + svg.legend_list(self)

    def png(self) -> bytes:
        """Draw the standalone SVG as a PNG, two to four times as large as on a screen, so that letters can be read."""
        import resvg_py  # most callers need no PNG

        return bytes(resvg_py.svg_to_bytes(svg_string=self.svg(), width=svg.png_width(self)))

    def save(self, path: str | Path) -> None:
        """Write the scene to a file.

        Args:
            path: ends in `.svg`, `.png` or `.html`.

        Raises:
            FormatError: for any other ending.

        Example:
            >>> from ssp_core.drawing import draw
            >>> from ssp_core.folding.structure import Structure
            >>> draw("arcs", "GGGAAAACCC", Structure.from_dot_bracket("(((....)))")).save("x.pdf")
            Traceback (most recent call last):
            ...
            ssp_core.errors.FormatError: A drawing is written as .svg, .png or .html, not as '.pdf'.
        """
        path = Path(path)
        suffix = path.suffix.lower()
        if suffix not in SUFFIXES:
            raise FormatError(f"A drawing is written as .svg, .png or .html, not as {path.suffix!r}.")
        if suffix == ".png":
            path.write_bytes(self.png())
        else:
            path.write_text(self.svg() if suffix == ".svg" else svg.page(self), encoding="utf-8")

    def _repr_svg_(self) -> str:
        return self.svg()
