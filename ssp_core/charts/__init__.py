"""Data on axes, a module a chart: plain data in, a figure for plotly out; the page and the network are not known here.

`heatmap.heatmap` (class probabilities), `matrix.pair_matrix`, `treemap.treemap`, `weights.weights` and
`reliability.reliability` return a `frame.Figure`; `script` is plotly's own file for the browser. Where the plot lies in
the chart is stated in `figure.layout["meta"]` (see `frame.Geometry`), so that a page can draw over a chart without
asking plotly.

Backgrounds are transparent, and text and thin lines are drawn in `colours.INK` or `colours.FAINT`, mid greys that can
be read on white and on black. A stylesheet may select these very colours to use the page's own.
"""
