"""Illustrative records, one module per kind or two: each has `draw(raw)`, found by the script on its own."""
