"""An estimate compared with itself over time: a year before, trends, the way to a target, false flags."""
