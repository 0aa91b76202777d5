"""Files and folders that change all at once or not at all, whoever may read them, and what can go wrong."""
