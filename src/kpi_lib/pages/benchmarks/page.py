"""The page of all indicators against all comparators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi_lib.analysis.compare.benchmark import COMPARISONS, ENGLAND_COMPARATOR
from kpi_lib.analysis.funnels.authorities import summarise_funnel_curves
from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.neighbours import load_models, load_neighbours
from kpi_lib.pack.evidence import lead_rows
from kpi_lib.pack.results import compute_funnels
from kpi_lib.pages.benchmarks.averages_table import show_averages
from kpi_lib.pages.benchmarks.ways import show_ways
from kpi_lib.pages.footer import show_page_footer
from kpi_lib.pages.verdict_table import lead_comparisons, show_verdicts
from kpi_lib.present.figures.funnels import show_funnels
from kpi_lib.present.figures.spine import show_spine
from kpi_lib.present.shown.display import Shown, show_note, show_together
from kpi_lib.present.shown.frame_table import show_frame
from kpi_lib.present.shown.ledger import show_ledger
from kpi_lib.present.words.titles import standings_title

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack

TWO_QUESTIONS = (
    "A funnel asks whether the council stands out from all councils of its size by more than they differ "
    "among themselves. The verdicts against the neighbours ask whether its own figure is away from their "
    "average. So a measure can be worse than the neighbours’ average and lie inside its funnel."
)
TO_INDICATOR = "indicators/{slug}.html"


@dataclass(frozen=True)
class BenchmarksPage:
    """Every indicator against every comparator."""

    pack: Pack

    @property
    def title(self) -> str:
        """The page's heading: on how many measures the area is worse, better or close."""
        return standings_title(self.pack.headlines.values())

    def context(self) -> Shown:
        """Return one sentence: area and quarter."""
        return show_note(self.pack.words)

    def table(self) -> Shown:
        """Return the heat table: all indicators against neighbours, region, England, target."""
        return show_verdicts(self.pack, list(self.pack.headlines.values()), TO_INDICATOR)

    def spine(self) -> Shown:
        """Return the spine chart: own figure, the neighbours' range and England, indicator by indicator."""
        pack = self.pack
        rows = lead_comparisons(pack)
        england = {
            str(row["indicator_id"]): row
            for _, row in rows.loc[rows["comparator"].eq(ENGLAND_COMPARATOR)].iterrows()
        }
        found = pack.headlines.values()
        return show_spine(found, pack.results.estimates, england, pack.neighbourhood, link=TO_INDICATOR)

    def funnels(self) -> Shown:
        """Return a funnel for each rate or percentage: every authority with data against England."""
        pack = self.pack
        compared = lead_rows([item.comparison for item in pack.headlines.values()], COMPARISONS)
        funnels = compute_funnels(pack.results.estimates, compared, pack.catalogue, load_areas())
        curves = summarise_funnel_curves(funnels, pack.catalogue)
        themes = {theme.id: theme.title for theme in pack.shown.themes}
        shown = show_funnels(
            pack.catalogue, funnels, curves, pack.neighbourhood, themes=themes, link=TO_INDICATOR
        )
        return show_together(show_note(TWO_QUESTIONS), shown)

    def what_if(self) -> Shown:
        """Return every verdict against the neighbours, drawn as the reader chooses."""
        return show_ways(self.pack, TO_INDICATOR)

    def averages(self) -> Shown:
        """Return mean, median and pooled average on each list, side by side."""
        return show_averages(
            list(self.pack.headlines.values()),
            self.pack.results.comparisons,
            model_titles=self._model_titles,
        )

    def neighbours(self) -> Shown:
        """Return the neighbours on each list, nearest first."""
        lists = load_neighbours(self.pack.project.root)
        own = lists.loc[lists["area_code"].eq(self.pack.area.area_code)]
        named = own.assign(
            neighbour=own["neighbour_code"].map(self.pack.neighbourhood.name),
            list_name=own["model"].map(self._model_titles),
        )
        labels = {"list_name": "List", "rank": "Place", "neighbour": "Neighbour", "closeness": "Closeness"}
        return show_frame(named, f"Statistical neighbours of {self.pack.area.name}", labels)

    @property
    def _model_titles(self) -> dict[str, str]:
        """The titles of the lists that have the area, by model."""
        compared = set(self.pack.results.comparisons["model"])
        titles = load_models(self.pack.project.root)
        return {model: title for model, title in titles.items() if model in compared}

    def footer(self) -> Shown:
        """Return the small print: edition, sources, licence, method, how to cite."""
        return show_page_footer(self.pack, "benchmarks")

    def ledger(self) -> Shown:
        """Return the page's figures as plain text."""
        return show_ledger(self.pack.headlines.values())
