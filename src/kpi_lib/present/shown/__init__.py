"""Display objects that several pages share: tables, tiles, lists, documents."""
