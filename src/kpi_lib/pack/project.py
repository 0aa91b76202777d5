"""Where a project's folders are: raw and processed data, notebooks, editions, site."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kpi_lib.catalogue.areas import Areas, load_areas
from kpi_lib.catalogue.settings import SETTINGS_FILE, Settings, load_settings
from kpi_lib.catalogue.shipped import NOTEBOOKS, shipped
from kpi_lib.core.areas import invented_words, is_invented
from kpi_lib.core.audience import Audience
from kpi_lib.core.errors import ManifestError, SettingsError, nearest
from kpi_lib.disk.settle import WORK_FOLDER
from kpi_lib.pack.edition import slug_of

SITE_FOLDER, INTERNAL_FOLDER, AREAS_FOLDER = "_site", "_internal", "_areas"
CANDIDATE_FOLDER, RELEASES_FOLDER = "candidate", "releases"
AUDIENCE_VARIABLE = "KPI_AUDIENCE"
PROJECT_VARIABLE = "KPI_PROJECT"
_FOLDER_VARIABLES = {"KPI_RAW": "raw", "KPI_PROCESSED": "processed", "KPI_EDITIONS": "editions"}


@dataclass(frozen=True, slots=True)
class Project:
    """The folders of one project; all paths are absolute.

    `notebooks` has the council's own source notebooks and need not be there: see `notebook`. `other_area` is
    the code of the area that is built for; empty for the home area.
    """

    root: Path
    raw: Path
    processed: Path
    notebooks: Path
    editions: Path
    site: Path
    audience: Audience = Audience.PUBLISHED
    other_area: str = ""

    @property
    def area_code(self) -> str:
        """The area whose editions this project builds."""
        home = self.settings.home_area
        return self.other_area or self.areas.find(code=home).area_code

    @property
    def is_released(self) -> bool:
        """Say whether its site is released: the home area's, for everybody."""
        return self.audience is Audience.PUBLISHED and not self.other_area

    @property
    def settings(self) -> Settings:
        """The council's own settings, read from `kpi.toml`."""
        return load_settings(self.root)

    def notebook(self, name: str) -> Path:
        """Return a source notebook by its name: the council's own, else the library's.

        Raises
        ------
        CatalogueError : neither the folder nor the library has it.
        """
        own = self.notebooks / name
        return own if own.is_file() else shipped(f"{NOTEBOOKS}/{name}")

    @property
    def notice(self) -> str:
        """What every page says under its heading: for whom alone it is, and that its figures are invented."""
        area = self.areas.find(code=self.area_code)
        invented = invented_words(area.name) if is_invented(area.area_code) else ""
        return " ".join(filter(None, [self.audience.notice, invented]))

    @property
    def areas(self) -> Areas:
        """All areas: those of the catalogue, and the invented ones that `kpi.toml` declares."""
        load_settings(self.root)
        return load_areas()

    @property
    def workspace(self) -> Path:
        """The folder from which a site is published: the root, where a plain `quarto render` works."""
        return self.editions.parent

    @property
    def landing(self) -> Path:
        """The executed landing page, next to the editions."""
        return self.workspace / "index.ipynb"

    @property
    def candidate(self) -> Path:
        """The folder of the candidate: `site/`, its seal and its difference from the released site."""
        is_own = self.workspace == self.root
        return (self.root / WORK_FOLDER if is_own else self.workspace) / CANDIDATE_FOLDER

    @property
    def releases(self) -> Path:
        """The folder of the release log and the evidence packs; each site released has its own."""
        folder = self.root / RELEASES_FOLDER
        if self.site == self.root / SITE_FOLDER:
            return folder
        key = hashlib.sha256(str(self.site).encode()).hexdigest()[:8]
        return folder / f"{self.site.name}-{key}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables by which a notebook's kernel finds these same folders."""
        folders = {variable: str(getattr(self, name)) for variable, name in _FOLDER_VARIABLES.items()}
        return {PROJECT_VARIABLE: str(self.root), AUDIENCE_VARIABLE: self.audience.value, **folders}

    def with_raw(self, raw: Path | None) -> Project:
        """Return this project reading another raw folder, its data and editions kept apart.

        Everything made from `raw` stays under `.kpi/<name>-<hash of its path>/`, so figures of two
        raw folders never mix.
        """
        if raw is None:
            return self
        if not raw.is_dir():
            raise ManifestError(
                "There is no such raw folder",
                where=str(raw),
                expected="a folder with manifest.toml and the files it lists",
            )
        path = raw.resolve()
        if path == self.raw:
            return self
        # two folders called "raw" are two projects: the name alone would mix their figures
        key = hashlib.sha256(str(path).encode()).hexdigest()[:8]
        apart = self.root / WORK_FOLDER / f"{path.name}-{key}"
        return replace(self, raw=path, processed=apart / "processed", editions=apart / "editions")

    def with_area(self, area: str) -> Project:
        """Return this project building for an area: ONS code, DfE number or name; empty for the home area.

        Another area's editions are executed under `.kpi/areas/` and published to `_areas/`, never released:
        no candidate of the home area's site, none of its menus and no entry of its log know them.

        Raises
        ------
        CatalogueError : an unknown area, with the nearest.
        """
        chosen = self.areas.named(area) if area else None
        if chosen is None or chosen.area_code == self.area_code:
            return self
        is_own = self.editions == self.root / "editions"
        apart = (self.root / WORK_FOLDER if is_own else self.workspace) / "areas" / chosen.area_code
        site = self.root / AREAS_FOLDER / slug_of(chosen.name)
        return replace(self, editions=apart / "editions", site=site, other_area=chosen.area_code)

    def with_audience(self, audience: Audience) -> Project:
        """Return this project building for an audience; internal editions and site are kept apart.

        An internal edition is executed under `.kpi/` and published to `_internal/`, so nothing that
        publishes `editions/`, a plain `quarto render` included, can meet an internal page.
        """
        if audience is self.audience:
            return self
        is_own = self.editions == self.root / "editions"
        apart = (self.root / WORK_FOLDER if is_own else self.workspace) / audience.value
        site = (
            self.site.with_name(f"{self.site.name}-{audience}")
            if self.other_area
            else self.root / INTERNAL_FOLDER
        )
        return replace(self, editions=apart / "editions", site=site, audience=audience)

    def with_site(self, out: Path | None) -> Project:
        """Return this project publishing to the folder `out`, taken from the folder that the user is in.

        Raises
        ------
        SettingsError : there is a file, or something else, in its place.
        """
        if out is not None and out.exists() and not out.is_dir():
            raise SettingsError(
                "The site cannot be here",
                where=str(out),
                got="something that is no folder",
                expected="a folder that holds a site, or none yet",
            )
        return self if out is None else replace(self, site=out.absolute())


def project_at(root: Path) -> Project:
    """Return the project whose root is the folder `root`."""
    root = root.resolve()
    return Project(
        root=root,
        raw=root / "data" / "raw",
        processed=root / "data" / "processed",
        notebooks=root / NOTEBOOKS,
        editions=root / "editions",
        site=root / SITE_FOLDER,
    )


def find_project(named: Path | None = None, *, start: Path | None = None) -> Project:
    """Find the council's folder: the one that is named, else the nearest with `kpi.toml`, here or above.

    Outside of every such folder KPI_PROJECT may name it. KPI_RAW, KPI_PROCESSED and KPI_EDITIONS, set with
    it for the kernels of a run, name folders of their own.

    Parameters
    ----------
    named : as `--project` or `kpi.load(project=…)` names it; found when left out.
    start : where to look from; the folder that the user is in when left out.

    Raises
    ------
    SettingsError : no folder is found, KPI_PROJECT names another one than the user is in, or a variable
        names something other than it should.
    """
    if named is not None:
        return project_at(_checked(named, "--project"))
    variable = os.environ.get(PROJECT_VARIABLE)
    if start is not None or not variable:
        return project_at(_nearest_root(start or _here()))
    root = _checked(
        Path(variable), PROJECT_VARIABLE, hint=f"correct it, or remove it: unset {PROJECT_VARIABLE}"
    )
    _check_not_in_another(root)
    set_ones = {name: os.environ.get(variable) for variable, name in _FOLDER_VARIABLES.items()}
    folders: dict[str, Any] = {name: Path(folder).absolute() for name, folder in set_ones.items() if folder}
    return replace(project_at(root), **folders, audience=_audience())


def _checked(root: Path, source: str, *, hint: str = "make one with: kpi init FOLDER --area NAME") -> Path:
    if not (root / SETTINGS_FILE).is_file():
        raise SettingsError(
            f"{source} names no council's folder",
            where=str(root),
            expected=f"a folder with {SETTINGS_FILE}",
            hint=hint,
        )
    return root


def _check_not_in_another(root: Path) -> None:
    """Raise SettingsError where the user is in one council's folder and KPI_PROJECT names another's."""
    found = next(_roots_above(_here()), None)
    if found is not None and found != root.resolve():
        raise SettingsError(
            f"{PROJECT_VARIABLE} names another council's folder than the one you are in",
            where=str(found),
            got=str(root),
            expected="one council's figures, not two",
            hint=f"unset {PROJECT_VARIABLE}, or name the folder with --project",
        )


def _audience() -> Audience:
    """Return the audience that the environment names; the published one where it names none."""
    name = os.environ.get(AUDIENCE_VARIABLE) or Audience.PUBLISHED.value
    known = [audience.value for audience in Audience]
    if name not in known:
        raise SettingsError(
            f"{AUDIENCE_VARIABLE} names no audience",
            got=f"'{name}'",
            expected=" or ".join(known),
            hint=nearest(name, known),
        )
    return Audience(name)


def _here() -> Path:
    try:
        return Path.cwd()
    except OSError as error:
        raise SettingsError(
            "The folder you are in is no longer there", hint="go to the folder of the project"
        ) from error


def _nearest_root(start: Path) -> Path:
    for folder in _roots_above(start):
        return folder
    raise SettingsError(
        "This is no council's folder",
        where=str(start),
        expected=f"a folder with {SETTINGS_FILE}, here or above",
        hint="make one with: kpi init FOLDER --area NAME; or name yours with --project",
    )


def _roots_above(start: Path) -> Iterator[Path]:
    """Yield the folders with `kpi.toml`, here and above, the nearest first."""
    here = start.resolve()
    return (folder for folder in (here, *here.parents) if (folder / SETTINGS_FILE).is_file())
