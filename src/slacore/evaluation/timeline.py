"""Through time: every instant at which periods end is judged, remedied, settled and entered.

What ends at one instant sees what was entered before it, so that a year at once and its
months in turn, the ledger handed on, are the same computation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby

from attrs import evolve

from slacore.evaluation.acting import Acted, Acting, Fallen, Judged, fallen_due, required, what_follows
from slacore.evaluation.award import Award
from slacore.evaluation.awarding import awards, granted
from slacore.evaluation.course import Between, Course, Given, in_order
from slacore.evaluation.entering import any_broken, credited, judged, pointed, right_of
from slacore.evaluation.judging import judge
from slacore.evaluation.observing import Observed, observe
from slacore.evaluation.outcomes import Action, Right
from slacore.evaluation.penalty import Penalty
from slacore.evaluation.scoping import LevelPeriod, scope_periods, service_of
from slacore.evaluation.settling import settled
from slacore.evaluation.sharing import shares
from slacore.model import (
    Agreement,
    Asker,
    Case,
    Entry,
    History,
    Observation,
    Rhythm,
    Scope,
    ServiceLevel,
    Verdict,
)
from slacore.model.amount import RIGHT
from slacore.model.dependence import depths
from slacore.values import Bounds, Window


def course(given: Given) -> Course:
    """Everything that the periods of the window come to."""
    run = _Run(given)
    places = [
        (level, place)
        for level in in_order(given.agreement)
        for place in scope_periods(given.agreement, level, given.evidence, given.window)
    ]
    places.sort(key=lambda one: one[1].scope.period.end)
    for _, ending in groupby(places, key=lambda one: one[1].scope.period.end):
        run.pass_through(list(ending))
    return run.course()


class _Run:
    """The way through time, with what has been found so far. It lives inside one call."""

    def __init__(self, given: Given) -> None:
        self.given, self.agreement = given, given.agreement
        self.known = list(given.ledger.entries) if given.ledger is not None else []
        self.new: list[Entry] = []
        self.seen: list[tuple[ServiceLevel, Observed]] = []
        self.awards: list[Award] = []
        self.penalties: list[Penalty] = []
        self.rights: list[Right] = []
        self.actions: dict[tuple[str, str, Window], Action] = {}
        self.rhythms = {level.name: _rhythm(self.agreement, level) for level in self.agreement.levels}
        self.depth = depths({level.name: level for level in self.agreement.levels})
        # What the levels came to at the present instant, by name and period.
        self.observed: dict[tuple[str, Window], Observation] = {}

    def course(self) -> Course:
        """What was found, by level where it is about levels."""
        order = {level.name: number for number, level in enumerate(in_order(self.agreement))}
        return Course(
            seen=tuple(sorted(self.seen, key=lambda one: order[one[0].name])),
            awards=tuple(sorted(self.awards, key=lambda one: order[one.level])),
            penalties=tuple(self.penalties),
            rights=tuple(self.rights),
            actions=tuple(self.actions.values()),
            entries=tuple(self.new),
        )

    def pass_through(self, ending: list[tuple[ServiceLevel, LevelPeriod]]) -> None:
        """One instant at which periods end."""
        self.observed = {}
        fallen = {(level.name, place.scope.period): self._fall_due(level, place) for level, place in ending}
        seen = []
        for level, place in sorted(ending, key=lambda one: self.depth[one[0].name]):
            found = [self._applied(level, one) for one in self._observe(level, place)]
            seen += [(level, one) for one in found]
            if found[0].record is None:
                self.observed[level.name, place.scope.period] = found[0].observation
            self._enter(judged(level, one) for one in found if not one.observation.open)
        self.seen += seen
        earned = []
        for level, group in _by_level(seen):
            if not group[0].observation.open:
                earned += self._followed(level, group[0], fallen[level.name, group[0].observation.period])
                earned += self._earned(level, group)
        self._enter(pointed(earned))
        self.awards += [award for award in earned if award.level]
        self._grant(earned)
        self._settle(seen, [award for award in earned if award.unit != RIGHT])

    def _observe(self, level: ServiceLevel, place: LevelPeriod) -> list[Observed]:
        """What the metric says, with the figures and the answers that it is made from."""
        if level.metric.levels() or level.metric.asks():
            relief = None if place.relief is None else self._with_others(level, place.relief)
            place = evolve(place, scope=self._with_others(level, place.scope), relief=relief)
        return list(observe(place, self._last(level, place)))

    def _with_others(self, level: ServiceLevel, scope: Scope) -> Scope:
        case = Case(
            period=scope.period,
            unit=level.metric.measured_in(),
            history=self._history(),
            asker=self._asker(level, scope.period),
        )
        answers = {question: case.answer(question).bounds for question in level.metric.asks()}
        return evolve(scope, observed=self._others(scope.period), answers=answers)

    def _others(self, period: Window) -> dict[str, Observation]:
        return {name: seen for (name, when), seen in self.observed.items() if when == period}

    def _applied(self, level: ServiceLevel, seen: Observed) -> Observed:
        """Whether the target holds in the period at all."""
        if not level.applies or seen.observation.idle:
            return seen
        says = self._case(level, seen).says(level.applies)
        if says:
            return seen
        observation = seen.observation
        stated = " and ".join(str(test) for test in level.applies)
        if says is False:
            notes = (*observation.notes, f"not judged: {stated} does not hold")
            return evolve(seen, observation=evolve(observation, applies=False, notes=notes))
        notes = (*observation.notes, f"whether it is judged cannot be said: {stated}")
        kept = judge(level, observation) is Verdict.MET
        deemed = observation.deemed if kept else Verdict.INDETERMINATE
        return evolve(seen, observation=evolve(observation, applies=None, deemed=deemed, notes=notes))

    # Levels

    def _last(self, level: ServiceLevel, place: LevelPeriod) -> Bounds | None:
        """The level's last exact figure before the period."""
        start = place.scope.period.start
        exact = [
            entry
            for entry in (*self.known, *self.new)
            if entry.level == level.name and entry.is_exact and entry.what in _VERDICTS
            if entry.period.end <= start and entry.record is None
        ]
        if not exact:
            return None
        last = max(exact, key=lambda entry: (entry.period.end, entry.period.start))
        return Bounds(last.low, last.high)

    def _earned(self, level: ServiceLevel, seen: list[Observed]) -> list[Award]:
        found: list[Award] = []
        history = self._history()
        for one in seen:
            found += awards(self.agreement, level, one, self._case(level, one, history))
        self._require(level, seen, history)
        return found

    def _fall_due(self, level: ServiceLevel, place: LevelPeriod) -> tuple[Fallen, ...]:
        """The actions that fall due in the period, entered before anything asks for them."""
        if not level.actions or place.open:
            return ()
        period = place.scope.period
        case = Case(
            period=period,
            evidence=self.given.evidence,
            history=self._history(),
            asker=self._asker(level, period),
        )
        found = fallen_due(self._acting(level, case))
        self._act(found)
        return found.fallen

    def _followed(self, level: ServiceLevel, seen: Observed, fallen: tuple[Fallen, ...]) -> list[Award]:
        if not fallen:
            return []
        return list(what_follows(self._acting(level, self._entered_case(level, seen)), fallen))

    def _require(self, level: ServiceLevel, seen: list[Observed], history: History) -> None:
        """The actions that are owed; what relieves of the remedies relieves of them as well."""
        judged = [one for one in seen if not one.observation.idle and one.observation.applies is not False]
        bound = [one for one in judged if not one.relieved]
        if not level.actions or not bound or not self.agreement.formal:
            return
        verdicts = [judge(level, one.observation) for one in bound]
        broken = any_broken(one.value for one in verdicts if one is not None)
        found = [self._called(level, one, history, broken) for one in bound]
        self._act(required(self._acting(level, found[0].case), found))

    def _called(self, level: ServiceLevel, seen: Observed, history: History, broken: Bounds) -> Judged:
        case, observation = self._case(level, seen, history), seen.observation
        return Judged(
            case=case if case.broken is None else evolve(case, broken=broken),
            bounds=observation.relieved or observation.bounds or level.metric.limits(),
            most=seen.most,
        )

    def _acting(self, level: ServiceLevel, case: Case) -> Acting:
        return Acting(
            agreement=self.agreement,
            level=level,
            case=case,
            entries=(*self.known, *self.new),
            until=self.given.window.end,
        )

    def _act(self, acted: Acted) -> None:
        for action in acted.actions:
            self.actions[action.level, action.action, action.period] = action
        self._enter(acted.entries)

    def _case(self, level: ServiceLevel, seen: Observed, history: History | None = None) -> Case:
        observation = seen.observation
        return Case(
            period=observation.period,
            charges=self.given.charges,
            derived=self.agreement.charges,
            service=service_of(self.agreement, level),
            unit=observation.unit,
            scope=seen.scope,
            record=seen.record,
            target=level.target,
            deemed_broken=observation.deemed is Verdict.BREACHED,
            perhaps=observation.applies is None,
            broken=self._broken(level, seen),
            evidence=self.given.evidence,
            history=history or self._history(),
            asker=self._asker(level, observation.period),
            observed=self._others(observation.period),
            currency=self.given.currency,
        )

    def _entered_case(self, level: ServiceLevel, seen: Observed) -> Case:
        """The case of what belongs to the period and not to its figure: that is entered already."""
        case = self._case(level, seen)
        asker = evolve(self._asker(level, case.period), entered=True)
        return evolve(case, record=None, target=None, perhaps=False, asker=asker)

    def _asker(self, level: ServiceLevel, period: Window) -> Asker:
        rhythm, between = self.rhythms[level.name], self._between(level)
        return Asker(level=level.name, period=period, rhythm=rhythm, between=between)

    def _broken(self, level: ServiceLevel, seen: Observed) -> Bounds | None:
        """Whether the period is a breach, where every record has a verdict of its own."""
        if not _is_known_otherwise(seen):
            return None
        period = seen.observation.period
        return any_broken(e.what for e in self.new if e.level == level.name and e.period == period)

    def _history(self) -> History:
        term, ledger, window = self.agreement.term, self.given.ledger, self.given.window
        return History(
            rhythms=self.rhythms,
            entries=(*self.known, *self.new),
            begun=None if term is None else term.start,
            complete_since=window.start if ledger is None else ledger.known_since(window),
        )

    def _between(self, level: ServiceLevel) -> Between:
        return self.agreement.provider_of(level), self.agreement.customer_of(level)

    # Settlements

    def _settle(self, seen: list[tuple[ServiceLevel, Observed]], earned: list[Award]) -> None:
        groups: dict[tuple[Window, Between], list[Award]] = defaultdict(list)
        for award in earned:
            groups[award.period, self._between(self.agreement.level(award.level))].append(award)
        due = self._rights_due(seen)
        # The shorter ones first, so that those of longer periods know what they were.
        for key in sorted({*groups, *due}, key=lambda key: (-key[0].start.micros, key[1])):
            period, between = key
            rows = tuple(groups.get(key, ()))
            levels = [self.agreement.level(row.level) for row in rows] or due[key]
            if rows:
                case = self._settlement(period, between, levels)
                found = settled(self.agreement.settlement, between, rows, case)
                self.penalties += [one.penalty for one in found]
                self._enter(credited(found, between))
                self._enter(shares(found))
            after = self._settlement(period, between, levels)
            self._grant(list(granted(self.agreement, after)), between)

    def _rights_due(
        self, seen: list[tuple[ServiceLevel, Observed]]
    ) -> dict[tuple[Window, Between], list[ServiceLevel]]:
        """The periods that may give rights of the settlement, whether or not anything was earned in them.

        They are the periods of the levels that pay and, where between two parties none does, of all.
        """
        found: dict[tuple[Window, Between], list[ServiceLevel]] = defaultdict(list)
        if not self.agreement.settlement.remedies:
            return found
        paying = {self._between(level) for level in self.agreement.levels if level.remedies}
        for level, one in seen:
            between = self._between(level)
            if not one.observation.open and (level.remedies or between not in paying):
                found[one.observation.period, between].append(level)
        return found

    def _settlement(self, period: Window, between: Between, levels: list[ServiceLevel]) -> Case:
        level, services = levels[0], self._services(levels)
        return Case(
            period=period,
            charges=self.given.charges,
            derived=self.agreement.charges,
            service=services[0] if len(services) == 1 else None,
            services=tuple(one for one in services if one is not None) if len(services) > 1 else (),
            evidence=self.given.evidence,
            history=self._history(),
            asker=Asker(level=None, period=period, rhythm=self.rhythms[level.name], between=between),
            observed=self._others(period),
            currency=self.given.currency,
        )

    def _services(self, levels: list[ServiceLevel]) -> list[str | None]:
        """The services that are settled.

        The levels decide and not the awards: a level that had nothing to judge this month has none.
        """
        rhythms = {(self._between(one), one.period, self.agreement.zone_of(one)) for one in levels}
        services = {
            service_of(self.agreement, one)
            for one in self.agreement.levels
            if one.remedies
            if (self._between(one), one.period, self.agreement.zone_of(one)) in rhythms
        }
        return sorted(services, key=lambda name: name or "")

    # Rights and entries

    def _grant(self, earned: Iterable[Award], between: Between | None = None) -> None:
        for award in earned:
            if award.unit != RIGHT or award.due is False or award.high == 0:
                continue
            parties = between or self._between(self.agreement.level(award.level))
            self.rights.append(right_of(award, parties))

    def _enter(self, entries: Iterable[Entry]) -> None:
        self.new += entries


_VERDICTS = ("met", "breached", "indeterminate", "measured")


def _rhythm(agreement: Agreement, level: ServiceLevel) -> Rhythm:
    return Rhythm(
        period=level.period,
        zone=agreement.zone_of(level),
        unit=level.metric.measured_in(),
        group=level.group,
    )


def _by_level(seen: list[tuple[ServiceLevel, Observed]]) -> Iterator[tuple[ServiceLevel, list[Observed]]]:
    """The observations of one period of one level."""
    for _, group in groupby(seen, key=lambda one: (one[0].name, one[1].observation.period)):
        rows = list(group)
        yield rows[0][0], [one for _, one in rows]


def _is_known_otherwise(seen: Observed) -> bool:
    """Whether one figure does not tell if the period is a breach."""
    judged_alone = seen.record is not None or seen.most != 1
    return judged_alone or seen.observation.deemed is Verdict.INDETERMINATE
