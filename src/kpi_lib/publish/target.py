"""Which folder a site may be built into: its own, one of the same readers and area, or an empty one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from kpi_lib.core.audience import Audience
from kpi_lib.core.errors import SettingsError
from kpi_lib.pack.project import SITE_FOLDER, Project

MARKER = "kpi-site.json"
"""Stands in every site that the pack built; a folder without it is never replaced."""

_Kind = tuple[Audience, str]
"""Whom a site is for, and the other area that it is of; empty for the home area."""


def marker_text(project: Project, publisher: str, slugs: Sequence[str]) -> str:
    """Return the text of a site's marker: its publisher, readers, editions, and area where it is another."""
    marker = {"publisher": publisher, "audience": project.audience.value, "editions": list(slugs)}
    return json.dumps(marker | ({"area_code": project.other_area} if project.other_area else {})) + "\n"


def check_target(project: Project) -> None:
    """Raise SettingsError when the folder to publish to holds anything but a site of the same kind.

    The project's own `_site` is the home area's, for everybody. A site that is not released
    (an internal one, another area's) may neither be inside a site of another kind, where it would be uploaded
    with it, nor around the released one.
    """
    site = project.site
    if not project.is_released:
        _check_apart(project)
    if _kind_of(site, project) != _own(project):
        raise SettingsError(
            "The folder to publish to holds a site of another kind",
            where=str(site),
            got=_words(_kind_of(site, project)),
            expected=_words(_own(project)),
            hint="leave out --out, or choose a new folder",
        )
    if site.exists() and not (site.is_dir() and (not any(site.iterdir()) or (site / MARKER).is_file())):
        raise SettingsError(
            "The folder to publish to holds something else",
            where=str(site),
            expected=f"no such folder, an empty one, or a site built before (it holds {MARKER})",
            hint="choose another with --out, or remove it yourself",
        )


def _check_apart(project: Project) -> None:
    """Raise SettingsError when a site not released would be inside one of another kind, or hold `_site`."""
    site, public = project.site.resolve(), project.root / SITE_FOLDER
    around = [folder for folder in site.parents if _kind_of(folder, project) != _own(project)]
    other = around[0] if around else public if site in public.parents else None
    if other is not None:
        raise SettingsError(
            "A site that is not released would share its folder with another one",
            where=str(project.site),
            got=f"{_words(_kind_of(other, project))} in {other}",
            expected="a folder neither inside another site nor around it",
            hint="leave out --out, or choose a folder elsewhere",
        )


def _own(project: Project) -> _Kind:
    return project.audience, project.other_area


def _kind_of(site: Path, project: Project) -> _Kind:
    """Return of what kind the site in a folder is; a folder without one is for whoever builds there."""
    if site.resolve() == project.root / SITE_FOLDER:
        return Audience.PUBLISHED, ""
    try:
        marker = json.loads((site / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return _own(project)
    return Audience(marker.get("audience", Audience.PUBLISHED)), str(marker.get("area_code", ""))


def _words(kind: _Kind) -> str:
    audience, area = kind
    return f"the {audience} site of {area or 'the home area'}"
