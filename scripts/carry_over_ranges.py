"""Carry the lowest and highest figure of every authority over into the library's `ranges.csv`.

Usage: python scripts/carry_over_ranges.py FOLDER [--to FILE]

FOLDER holds DfE's files under the names below. They are read as every raw file is. A figure is a published
value, or numerator over denominator where only the counts are published; years and snapshots alone, all
editions together.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.ranges import COLUMNS, EVERYWHERE, RANGES_FILE
from kpi_lib.core.areas import Level
from kpi_lib.core.periods import Frequency
from kpi_lib.ingest import read_file
from kpi_lib.ingest.clean import clean_each, join_observations

FILES = {
    "real/cin_ees_2020": "2020",
    "real/cin_ees_2024": "2024",
    "real/cin_ees_2025": "2025",
    "real/cin_sfr_wide/SFR45-2013ud.csv": "2013",
    "real/cin_sfr_wide/SFR43-2014.csv": "2014",
    "real/cin_sfr_wide/SFR61-2017_UD.CSV": "2017",
    "real/cla_ees_2021/cla_number_and_rate_per_10k_children.csv": "2021",
    "real/cla_ees_2025/cla_number_and_rate_per_10k_children.csv": "2025",
    "real/cla_ees_2025/la_cla_placement_stability.csv": "2025",
    "real/cla_sfr_wide/SFR36_CLA2013.csv": "2013",
    "real/cla_sfr_wide/SFR36_CLA2014.csv": "2014",
    "real/cla_sfr_wide/SFR36_FormerCareLeavers2014.csv": "2014",
    "real/cla_sfr_wide/SFR41_CLA2016.csv": "2016",
    "real/cla_sfr_wide/SFR50_CLA2017.csv": "2017",
    "real/cla_sfr_wide/CLA2018.csv": "2018",
    "real/cla_sfr_wide/SFR41_CEA2016.csv": "2016",
    "real/cla_sfr_wide/SFR50_CEA2017.csv": "2017",
    "real/cla_sfr_wide/CEA2018.csv": "2018",
    "real/csww/csww_headline_measures_2017_to_2022.csv": "2022",
    "real/csww/csww_indicators_2017_to_2025.csv": "2025",
    "real/lait/bds_long_0.parquet": "2026-04",
    "england_2025/b1_children_in_need_2013_to_2025.csv": "2025",
    "england_2025/d3_cpps_subsequent_plan_2013_to_2025.csv": "2025",
    "england_2025/d5_cpps_at31march_by_duration_2013_to_2025.csv": "2025",
    "england_2025/la_care_leavers_accommodation_suitability.csv": "2025",
    "england_2025/la_care_leavers_activity.csv": "2025",
    "england_2025/la_cla_swcount.csv": "2025",
    "england_2025/la_conviction_health_outcome_cla.csv": "2025",
}
"""DfE's files, or folders of them, with their editions."""
DECIMALS = 3
"""Finer than any figure that DfE publishes, so that no range is narrower than its figures."""
HEADING = (
    "# The lowest and highest figure that DfE has published of each authority, and of all (no area), in the",
    "# statistics of children in need, children looked after and children's social work workforce, 2013 to",
    "# 2025, and the Local Authority Interactive Tool (April 2026). Years and days of count, not quarters.",
    "# Made by scripts/carry_over_ranges.py. Contains public sector information licensed under the Open",
    "# Government Licence v3.0.",
)


def read_figures(folder: Path) -> pd.DataFrame:
    """Return the figures of authorities: one row per indicator, area, period and file."""
    readings = [
        read_file(path, edition=edition, name=path.relative_to(folder).as_posix())
        for name, edition in FILES.items()
        for path in (sorted((folder / name).glob("*.csv")) if (folder / name).is_dir() else [folder / name])
    ]
    catalogue, areas = load_catalogue(), load_areas()
    observations = join_observations(part.observations for part in clean_each(readings, catalogue, areas))
    authorities = [area.area_code for area in areas if area.level is Level.AUTHORITY]
    kept = observations["area_code"].isin(authorities) & observations["frequency"].isin(
        [Frequency.YEAR.value, Frequency.SNAPSHOT.value]
    )
    figures = observations.loc[kept]
    multiplier = figures["indicator_id"].map({item.id: item.multiplier for item in catalogue})
    counted = figures["numerator"] / figures["denominator"].where(figures["denominator"] > 0) * multiplier
    return figures.assign(value=figures["value"].fillna(counted)).dropna(subset="value")


def summarise_ranges(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the lowest and highest figure: one row per indicator and area, and one per indicator."""
    catalogue = load_catalogue()
    parts = [figures, figures.assign(area_code=EVERYWHERE)]
    both = pd.concat(parts).groupby(["indicator_id", "area_code"], as_index=False)["value"]
    ranges = both.agg(lowest="min", highest="max").round(DECIMALS)
    order = {item.id: place for place, item in enumerate(catalogue)}
    units = ranges["indicator_id"].map({item.id: item.unit.value for item in catalogue})
    ranges = ranges.assign(unit=units, order=ranges["indicator_id"].map(order))
    return ranges.sort_values(["order", "area_code"])[list(COLUMNS)].reset_index(drop=True)


def main() -> None:
    """Read the folder named on the command line and write the ranges."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="folder that holds DfE's files")
    packaged = Path(__file__).resolve().parents[1] / "src" / "kpi_lib" / "catalogue" / "data" / RANGES_FILE
    parser.add_argument("--to", type=Path, default=packaged, help="file to write")
    given = parser.parse_args()
    table = summarise_ranges(read_figures(given.folder)).to_csv(index=False, lineterminator="\n")
    text = "\n".join((*HEADING, table))
    given.to.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
