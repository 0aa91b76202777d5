"""How sure a figure is: levels of confidence and the intervals of proportions, counts, rates and means."""
