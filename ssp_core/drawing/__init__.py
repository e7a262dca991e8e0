"""Chain views of an RNA: planar drawing, arc diagram and circle plot, placed first and written as SVG afterwards."""

from .colours import stylesheet
from .options import COLOURINGS, VIEWS, DrawingOptions
from .scene import Scene
from .views import draw, thumbnail

__all__ = ["COLOURINGS", "VIEWS", "DrawingOptions", "Scene", "draw", "stylesheet", "thumbnail"]
