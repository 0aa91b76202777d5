"""Sites that are never released: the council's internal one, and those of other areas than the home area."""

from __future__ import annotations

import shutil
from dataclasses import replace

from kpi_lib.assure.release.checks import run_checks
from kpi_lib.assure.release.publication import publish_site
from kpi_lib.assure.release.seal import SITE
from kpi_lib.catalogue.settings import PublisherChoice
from kpi_lib.core.audience import Audience
from kpi_lib.disk.replace import replaced_folder
from kpi_lib.pack.project import Project
from kpi_lib.publish.site_build import Published
from kpi_lib.publish.target import check_target


def publish_apart(project: Project, choice: PublisherChoice, *, jobs: int = 2) -> Published:
    """Publish a site that is not released straight into its folder; one for everybody is checked before.

    Raises
    ------
    PublishError : the site cannot be built, or a check has found something; the old site is as it was.
    SettingsError, StorageError, ProseError : see `publish_site`.
    """
    if project.audience is Audience.INTERNAL:
        return publish_site(project, choice, jobs=jobs)
    check_target(project)
    published = publish_site(replace(project, site=project.candidate / SITE), choice, jobs=jobs)
    run_checks(project, published.site)
    with replaced_folder(project.site) as building:
        shutil.copytree(published.site, building, dirs_exist_ok=True)
    return replace(published, site=project.site)
