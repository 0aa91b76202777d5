"""One quarter of one area as plain frames: loaded, judged, frozen. Knows no page."""
