"""Drawings with their guard, and the gates (DRAW.md sections 13 and 14)."""

from collections import Counter
from functools import lru_cache

from chacha import tickets
from matching import matching
from trees import tagged, u32


class State:
    """Who sits where, who was ever picked, who is barred; and, for the guard, how many free groups of each kind."""
    def __init__(self, pool, layout):
        self.pool, self.layout = pool, layout
        self.occupants = [None] * len(layout.slot_of_seat)
        self.dead_seats, self.sitting, self.taken, self.picked, self.barred = set(), set(), set(), set(), set()
        self.free = Counter(self.kind(label) for label in pool.members)

    def copy(self):
        other = State.__new__(State)
        other.__dict__ = {name: value.copy() if isinstance(value, (list, set, Counter)) else value
                          for name, value in self.__dict__.items()}
        return other

    def kind(self, label):
        """The slots that members of a group can still serve."""
        slots = 0
        for i in self.pool.members[label]:
            if i not in self.picked and i not in self.barred:
                slots |= self.layout.slots_of(self.pool.masks[i])
        return slots

    def supply(self):
        return tuple(sorted((kind, count) for kind, count in self.free.items() if kind and count))

    def seat(self, seat, i):
        label = self.pool.labels[i]
        self.free[self.kind(label)] -= 1
        self.occupants[seat] = i
        self.sitting.add(i)
        self.taken.add(label)
        self.picked.add(i)

    def vacate(self, seat):
        i = self.occupants[seat]
        label = self.pool.labels[i]
        self.occupants[seat] = None
        self.sitting.remove(i)
        self.taken.remove(label)
        self.free[self.kind(label)] += 1

    def bar(self, i):
        label = self.pool.labels[i]
        before = self.kind(label)
        self.barred.add(i)
        if label not in self.taken:
            self.free[before] -= 1
            self.free[self.kind(label)] += 1

    def may_sit(self, i):
        """Conditions 1 to 3."""
        return (i not in self.picked and i not in self.barred and self.pool.labels[i] not in self.taken
                and self.sitting.isdisjoint(self.pool.partners.get(i, ())))

    def vacant(self):
        return [seat for seat, i in enumerate(self.occupants) if i is None and seat not in self.dead_seats]


def drawing(state, key):
    """Fill the vacant seats; in order (seat, bit, i) for each, with None for bit and i when it stays empty."""
    pool, layout = state.pool, state.layout
    vacant = state.vacant()
    demand = [0] * len(layout.quotas)
    for seat in vacant:
        demand[layout.slot_of_seat[seat]] += 1

    @lru_cache(maxsize=None)
    def ranked(bit):
        return sorted(pool.people(bit), key=tickets(key, bit, len(pool.masks)))

    def choose(slot, passes):
        for bit in layout.bits[slot]:
            for i in ranked(bit):
                if state.may_sit(i) and passes(state.kind(pool.labels[i])):
                    return bit, i
        return None, None

    results = []
    for seat in sorted(vacant, key=tickets(key, 1 << 63, len(layout.slot_of_seat))):
        slot, supply = layout.slot_of_seat[seat], state.supply()
        most = matching(tuple(demand), supply)
        demand[slot] -= 1
        bit, i = choose(slot, guard(tuple(demand), supply, most))
        if i is not None:
            state.seat(seat, i)
        results.append((seat, bit, i))
    return results


def guard(later, supply, most):
    """Condition 4: whether a group of some kind may be taken. Asked once for each kind."""
    @lru_cache(maxsize=None)
    def passes(kind):
        reduced = tuple((each, count - (each == kind)) for each, count in supply)
        return matching(later, reduced) >= most - 1
    return passes


def gates_hold(pool, layout, pack, root):
    beginning = State(pool.only_eligible(), layout)
    wanted = tuple(pack["depth"] * quota for quota in layout.quotas)
    if matching(wanted, beginning.supply()) < sum(wanted):
        return False
    runs = pack["runs-large" if len(pool.eligible) > pack["large"] else "runs"]
    seated, with_empty = Counter(), 0
    for run in range(runs):
        results = drawing(beginning.copy(), tagged("vrd1/fairness", root, u32(run)))
        people = [i for _, _, i in results if i is not None]
        seated.update(people)
        with_empty += len(people) < len(results)
    return with_empty <= pack["empty"] * runs and max(seated.values(), default=0) <= pack["chance"] * runs
