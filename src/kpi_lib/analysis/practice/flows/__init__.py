"""Children entering, staying and leaving: what flows imply, and where they may lead."""
