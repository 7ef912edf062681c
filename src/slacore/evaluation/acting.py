"""Act: which corrective actions are owed, and what became of those that fell due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, frozen

from slacore.evaluation.award import Award
from slacore.evaluation.awarding import follows, is_due
from slacore.evaluation.outcomes import Action
from slacore.evaluation.scoping import service_of
from slacore.evidence import Completion
from slacore.model import Agreement, Case, CorrectiveAction, Entry, ServiceLevel
from slacore.model.ledger import JUDGED
from slacore.values import Bounds, Instant, Window, WindowSet


@frozen(kw_only=True)
class Fallen:
    """An action that fell due, by the term that asks for it."""

    term: CorrectiveAction
    action: Action
    # Whether nobody knows that it was owed at all.
    perhaps: bool


@frozen(kw_only=True)
class Acted:
    """What became of actions in one period of a level, and what is entered."""

    actions: tuple[Action, ...] = ()
    fallen: tuple[Fallen, ...] = ()
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

    @property
    def before(self) -> Instant:
        """The end of the period before; rolling ones overlap, and a deadline lies in one of them only."""
        period, asker = self.case.period, self.case.asker
        if asker is None:
            return period.start
        return Instant(asker.rhythm.last_ends(1, period.end.micros - 1)[0], period.start.zone)

    def required(self, action: str) -> list[Entry]:
        """The periods that the action was owed for, in order of time."""
        found = [
            entry
            for entry in self.entries
            if entry.what == "required" and entry.level == self.level.name and entry.action == action
        ]
        return sorted(found, key=lambda entry: entry.period.end)


def fallen_due(acting: Acting) -> Acted:
    """The actions whose deadline lies in the period of the case, and what became of them.

    Nothing that the period itself comes to matters to that, so that everything about the period
    can ask what was overdue in it.
    """
    level, period = acting.level, acting.case.period
    fallen, written = [], []
    for term in level.actions:
        perhaps = _perhaps_required(acting, term)
        known = evolve(acting, entries=(*acting.entries, *perhaps))
        written += perhaps
        for entry in known.required(term.name):
            if entry.due is None or not acting.before < entry.due <= period.end:
                continue
            found = _action(known, term, entry)
            fallen.append(Fallen(term=term, action=found, perhaps=entry in perhaps))
            written.append(
                Entry(level=level.name, period=period, what=_entered(found), action=term.name, due=found.due)
            )
    # What nobody knows to be owed is no action of anybody's; what may follow from it is told.
    actions = tuple(one.action for one in fallen if not one.perhaps)
    return Acted(actions=actions, fallen=tuple(fallen), entries=tuple(written))


def what_follows(acting: Acting, fallen: Iterable[Fallen]) -> Iterator[Award]:
    """What the actions that fell due earn where they were not done."""
    formal = acting.agreement.formal
    for one in fallen:
        if one.term.otherwise is not None:
            # A completion may have been for yet another month that nobody knows.
            done = None if one.perhaps else _done(one.action)
            award = follows(acting.level, one.term.otherwise, acting.case, done=done, formal=formal)
            yield _told(award, one.action) if one.perhaps else award


def _perhaps_required(acting: Acting, term: CorrectiveAction) -> list[Entry]:
    """What may be owed for periods that nobody knows, where it would fall due in this one."""
    found: list[Entry] = []
    asker, history = acting.case.asker, acting.case.history
    if asker is None or history is None or not acting.agreement.formal:
        return found
    for period in history.unknown(acting.level.name, acting.before):
        due = term.within.after(period.end, acting.level.hours)
        if due <= acting.before:
            break
        if due <= acting.case.period.end and _may_be_owed(acting, term, period):
            found.append(_required(acting.level, period, term, due, owed=None))
    return found


def _may_be_owed(acting: Acting, term: CorrectiveAction, period: Window) -> bool:
    """Whether the action may have been owed for a period that the ledger need not know."""
    rows = [row for row in acting.entries if row.level == acting.level.name and row.period.end == period.end]
    if any(row.action == term.name and row.what == "required" for row in rows):
        return False
    # Who enters a breach by hand may say nothing of what it called for.
    verdicts = {row.what for row in rows} & set(JUDGED)
    return not verdicts or term.when != "breached" or not verdicts <= {"met", "measured"}


def _told(award: Award, action: Action) -> Award:
    if award.due is False:
        return award
    why = f"due if '{action.action}' was owed for {action.period}, of which nothing is known, and not done"
    return evolve(award, why=why)


def _required(
    level: ServiceLevel, period: Window, term: CorrectiveAction, due: Instant, *, owed: bool | None
) -> Entry:
    return Entry(
        level=level.name,
        period=period,
        what="required",
        action=term.name,
        due=due,
        low=int(owed is True),
        high=1,
    )


def _entered(action: Action) -> str:
    """What the ledger says became of it: what may not have been owed is overdue for nobody."""
    if action.state == "overdue" and not action.owed:
        return "unknown"
    return {"done": "completed", "overdue": "overdue"}.get(action.state, "unknown")


def _done(action: Action) -> bool | None:
    """Whether it was done in time; None where that, or whether it was owed at all, is not known."""
    if action.state == "done":
        return True
    return False if action.state == "overdue" and action.owed else None


@frozen(kw_only=True)
class Judged:
    """What one observation of the period may call for: its case, and all that its figure can be."""

    case: Case
    bounds: Bounds
    # Of how many records it may be, each by itself; None is any number.
    most: int | None = 1


def required(acting: Acting, seen: Sequence[Judged]) -> Acted:
    """The actions that are owed for the period of the case, if any of its observations calls for them."""
    level, period = acting.level, acting.case.period
    actions, entries = [], []
    for term in level.actions:
        owed = _any(_when(level, term, one) for one in seen)
        if owed is False:
            continue
        due = term.within.after(period.end, level.hours)
        entry = _required(level, period, term, due, owed=owed)
        entries.append(entry)
        actions.append(_action(evolve(acting, entries=(*acting.entries, entry)), term, entry))
    return Acted(actions=tuple(actions), entries=tuple(entries))


def _any(answers: Iterable[bool | None]) -> bool | None:
    found = set(answers)
    return True if True in found else None if None in found else False


def _when(level: ServiceLevel, term: CorrectiveAction, one: Judged) -> bool | None:
    broken = one.case.broken
    if term.when == "breached" and broken is not None:
        return None if broken.value is None else broken.value == 1
    due = is_due(level, term.when, one.case, one.bounds)
    # There may be no such record at all.
    return None if due and one.most != 1 else due


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

    One completion does for one action: the earliest that was owed and not done by then. One that
    nobody saw may have done for this action, or for an earlier one and left another to this.
    """
    due = entry.due
    assert due is not None
    watched = acting.case.evidence.covered(Completion, service_of(acting.agreement, acting.level))
    taken, perhaps = _taken(acting, term, entry), _taken(acting, term, entry, watched)
    if taken is not None and taken.at < due:
        return "done", taken.id
    seen = watched.covers(WindowSet.of(Window(entry.period.start, due)))
    if seen and (perhaps is None or perhaps.at >= due):
        return "overdue", None if taken is None else taken.id
    return ("open" if due > acting.until else "unknown"), None


def _taken(
    acting: Acting, term: CorrectiveAction, entry: Entry, watched: WindowSet | None = None
) -> Completion | None:
    """The completion that is left to the action; with `watched`, whatever nobody saw was there."""
    free = [one for one in _completions(acting, term) if watched is not None or _is_own(acting, term, one)]
    for earlier in acting.required(term.name):
        taken = next((one for one in free if one.at >= earlier.period.start), None)
        if earlier.period == entry.period:
            return taken
        if taken is not None and (watched is None or _is_certain(earlier, taken, watched)):
            free.remove(taken)
    return None


def _is_own(acting: Acting, term: CorrectiveAction, completion: Completion) -> bool:
    """Whether no other level owes an action of that name, for which the completion may be."""
    if completion.level is not None:
        return True
    names = {
        level.name
        for level in acting.agreement.levels
        if completion.service in (None, service_of(acting.agreement, level))
    }
    return not any(
        entry.what == "required" and entry.action == term.name and entry.level in names
        for entry in acting.entries
        if entry.level != acting.level.name and entry.period.start <= completion.at
    )


def _is_certain(earlier: Entry, taken: Completion, watched: WindowSet) -> bool:
    """Whether the completion was for that action: it was owed, and none was before it."""
    start = earlier.period.start
    return earlier.low == 1 and (taken.at == start or watched.covers(WindowSet.of(Window(start, taken.at))))


def _completions(acting: Acting, term: CorrectiveAction) -> list[Completion]:
    found = [
        record
        for record in acting.case.evidence.current_of(Completion)
        if record.action == term.name and record.level in (None, acting.level.name)
        if record.service in (None, service_of(acting.agreement, acting.level))
    ]
    return sorted(found, key=lambda record: (record.at, record.id))
