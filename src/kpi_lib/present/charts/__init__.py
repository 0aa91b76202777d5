"""All `draw_` functions: a frame in, marks on Axes out. Knows no page."""
