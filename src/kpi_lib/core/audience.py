"""Who a page is for: everybody, or the council alone."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """Whom a page, or a whole site, is for; an internal site holds the pages for everybody as well."""

    PUBLISHED = "published"
    INTERNAL = "internal"

    def may_see(self, page: Audience | str) -> bool:
        """Say whether a site for this audience may hold a page for that one."""
        return self is Audience.INTERNAL or page == Audience.PUBLISHED

    @property
    def notice(self) -> str:
        """The line that every page of a site for this audience carries; empty for everybody's."""
        return _NOTICES[self]


_NOTICES = {Audience.PUBLISHED: "", Audience.INTERNAL: "Internal: not for publication"}
