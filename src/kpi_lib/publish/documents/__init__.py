"""From a document kept with an executed notebook to its Word file and its PDF."""
