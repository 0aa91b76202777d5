"""From a candidate to a release: seal, difference, rules, log, archive and evidence."""
