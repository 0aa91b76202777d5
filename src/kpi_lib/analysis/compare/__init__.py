"""An estimate compared with neighbours, region, England and target: averages, ranks, verdicts."""
