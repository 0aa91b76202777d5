"""Words that every other part of the library uses: errors, periods, areas, statuses."""
