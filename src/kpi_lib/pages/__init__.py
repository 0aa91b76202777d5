"""The pages of an edition, a folder each: functions on a pack. Pages never import each other."""
