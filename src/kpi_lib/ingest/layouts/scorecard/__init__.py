"""The scorecards that councils keep, in any shape: a sheet is taken apart by what its headings say.

A shape is decided by where the indicator and the period of a figure are: `indicators_down` (periods across),
`periods_down` (indicators across), `figure_a_row` (both in the row) and `one_period` (the period in a title,
or in the name of the sheet or file).
"""

from __future__ import annotations
