"""Act: which corrective actions are owed, and what became of those that fell due."""

from __future__ import annotations

from attrs import evolve, frozen

from slacore.evaluation.award import Award
from slacore.evaluation.awarding import follows, is_due
from slacore.evaluation.outcomes import Action
from slacore.evaluation.scoping import service_of
from slacore.evidence import Completion
from slacore.model import Agreement, Case, CorrectiveAction, Entry, ServiceLevel
from slacore.values import Bounds, Instant, Window, WindowSet

_ENTERED = {"done": "completed", "overdue": "overdue", "unknown": "unknown"}


@frozen(kw_only=True)
class Acted:
    """What one period of a level came to: actions, what follows, and what is entered."""

    actions: tuple[Action, ...] = ()
    awards: tuple[Award, ...] = ()
    entries: tuple[Entry, ...] = ()


@frozen(kw_only=True)
class Acting:
    """What the fate of a level's actions is read from."""

    agreement: Agreement
    level: ServiceLevel
    case: Case
    # Everything entered so far, of this window and before.
    entries: tuple[Entry, ...]
    # The end of the window.
    until: Instant

    def required(self, action: str) -> list[Entry]:
        """The periods that the action was owed for, in order of time."""
        found = [
            entry
            for entry in self.entries
            if entry.what == "required" and entry.level == self.level.name and entry.action == action
        ]
        return sorted(found, key=lambda entry: entry.period.end)


def fallen_due(acting: Acting) -> Acted:
    """The actions whose deadline lies in the period of the case, and what follows from them."""
    level, period = acting.level, acting.case.period
    actions, awards, written = [], [], []
    for term in level.actions:
        for entry in acting.required(term.name):
            if entry.due is None or not period.start < entry.due <= period.end:
                continue
            found = _action(acting, term, entry)
            actions.append(found)
            state = _ENTERED.get(found.state, "unknown")
            written.append(
                Entry(level=level.name, period=period, what=state, action=term.name, due=found.due)
            )
            if term.otherwise is not None:
                formal = acting.agreement.formal
                awards.append(follows(level, term.otherwise, acting.case, done=_done(found), formal=formal))
    return Acted(actions=tuple(actions), awards=tuple(awards), entries=tuple(written))


def _done(action: Action) -> bool | None:
    """Whether it was done in time; None where that, or whether it was owed at all, is not known."""
    if action.state == "done":
        return True
    return False if action.state == "overdue" and action.owed else None


def required(acting: Acting, bounds: Bounds) -> Acted:
    """The actions that are owed for the period of the case."""
    level, period = acting.level, acting.case.period
    actions, entries = [], []
    for term in level.actions:
        owed = _when(level, term, acting.case, bounds)
        if owed is False:
            continue
        entry = Entry(
            level=level.name,
            period=period,
            what="required",
            action=term.name,
            due=term.within.after(period.end, level.hours),
            low=int(owed is True),
            high=1,
        )
        entries.append(entry)
        actions.append(_action(evolve(acting, entries=(*acting.entries, entry)), term, entry))
    return Acted(actions=tuple(actions), entries=tuple(entries))


def _when(level: ServiceLevel, term: CorrectiveAction, case: Case, bounds: Bounds) -> bool | None:
    if term.when == "breached" and case.broken is not None:
        return None if case.broken.value is None else case.broken.value == 1
    return is_due(level, term.when, case, bounds)


def _action(acting: Acting, term: CorrectiveAction, entry: Entry) -> Action:
    state, completion = _state(acting, term, entry)
    due = entry.due
    assert due is not None
    return Action(
        level=acting.level.name,
        period=entry.period,
        action=term.name,
        owner=term.owner or acting.agreement.provider_of(acting.level),
        due=due,
        state=state,
        owed=True if entry.low == 1 else None,
        completion=completion,
        clause=term.clause,
    )


def _state(acting: Acting, term: CorrectiveAction, entry: Entry) -> tuple[str, str | None]:
    """What became of it, as far as the evidence can say.

    One completion does for one action: the earliest that was owed and not done by then.
    """
    free, doubtful = _completions(acting, term), False
    due = entry.due
    assert due is not None
    for earlier in acting.required(term.name):
        taken = next((one for one in free if one.at >= earlier.period.start), None)
        if earlier.period == entry.period:
            if taken is not None and taken.at < due:
                return "done", taken.id
            break
        if taken is not None:
            free.remove(taken)
            # Perhaps it was not owed, and the completion was for the next one.
            doubtful = doubtful or earlier.low != 1
    watched = acting.case.evidence.covered(Completion, service_of(acting.agreement, acting.level))
    if watched.covers(WindowSet.of(Window(entry.period.end, due))):
        return ("unknown", None) if doubtful else ("overdue", None if taken is None else taken.id)
    return ("open" if due > acting.until else "unknown"), None


def _completions(acting: Acting, term: CorrectiveAction) -> list[Completion]:
    found = [
        record
        for record in acting.case.evidence.current_of(Completion)
        if record.action == term.name and record.level in (None, acting.level.name)
        if record.service in (None, service_of(acting.agreement, acting.level))
    ]
    return sorted(found, key=lambda record: (record.at, record.id))
