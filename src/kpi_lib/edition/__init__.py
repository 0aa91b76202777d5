"""One quarter for one area: plan its pages, run its notebooks, publish its site."""
