"""Plots of one RNA, one kind a module: data in, a figure for plotly out; the page and the network are not known here.

Colours. Backgrounds are transparent and everything that is ink (text, thin lines) is drawn in `palettes.INK` or
`palettes.FAINT`, mid greys that can be read on white and on black. A page that wants better selects these very colours:
`.js-plotly-plot text[style*="rgb(118, 121, 126)"] {fill: var(--body-text-color) !important}`. Letters on coloured
discs keep their own colour, so a rule for all `text` would be wrong.

Linking. `figure.layout.meta` says where each nucleotide stands: `view`, `kind` ("points": x and y; "columns": x only;
"cross": x is row and column), `x`, `y` in axis units, one entry a nucleotide.
"""
