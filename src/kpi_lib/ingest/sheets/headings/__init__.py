"""What the headings and titles of a council's own scorecard say: period, area, part, unit, role.

Reads texts alone; what a table holds under them is decided in `layouts.own`.
"""

from __future__ import annotations
