"""Where each action of a plan is on a day, worked out from its dates alone."""

from __future__ import annotations

from enum import StrEnum

import pandas as pd


class State(StrEnum):
    """How far an action is; the first that fits, in this order."""

    COMPLETE = "complete"
    NOT_STATED = "not_stated"
    NOT_BEGUN = "not_begun"
    STALLED = "stalled"
    OVERDUE = "overdue"
    IN_PROGRESS = "in_progress"


NEEDS_ATTENTION = (State.STALLED, State.OVERDUE)


def add_state(actions: pd.DataFrame, as_at: pd.Timestamp) -> pd.DataFrame:
    """Add where each action is at the end of `as_at`, as if nothing later were known.

    Parameters
    ----------
    actions : `start`, `due`, `finished`, `stalled_since` (datetime64, NaT where there is none).

    Returns
    -------
    `state`, the first that fits. complete: finished by then; not_stated: its source gives no dates;
    not_begun: starts later; stalled: its owner says that nothing moves; overdue: due by then and not
    finished; else in_progress. `days_late`: days from `due` to its finish, or to `as_at` while it is open;
    missing where it is not late or has not begun.
    """
    is_complete = actions["finished"].le(as_at)
    state = pd.Series(str(State.IN_PROGRESS), actions.index, dtype="str")
    state = state.mask(actions["due"].lt(as_at), str(State.OVERDUE))
    state = state.mask(actions["stalled_since"].le(as_at), str(State.STALLED))
    state = state.mask(actions["start"].gt(as_at), str(State.NOT_BEGUN))
    state = state.mask(actions[["start", "due"]].isna().all(axis=1), str(State.NOT_STATED))
    state = state.mask(is_complete, str(State.COMPLETE))
    end = actions["finished"].where(is_complete, as_at)
    late = (end - actions["due"]).dt.days.astype("Int64")
    return actions.assign(state=state, days_late=late.where(late.gt(0) & state.ne(State.NOT_BEGUN)))


def summarise_progress(actions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per theme, in the order of the actions: how many actions are in each state.

    Parameters
    ----------
    actions : with `theme` and `state` (`add_state`).
    """
    counts = actions.groupby(["theme", "state"], sort=False).size().unstack(fill_value=0)
    states = [str(state) for state in State]
    whole = counts.reindex(columns=states, fill_value=0).rename_axis(columns=None)
    return whole.assign(actions=whole.sum(axis=1)).reset_index()
