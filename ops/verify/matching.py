"""The size of a maximum matching of seats to groups, for the guard and the gate of depth (DRAW.md sections 13, 14).

Groups that are good for the same slots can stand for each other. So a matching is a flow from slots, with as many
units as seats are wanted, to kinds of groups, with as many as there are; it is enlarged along shortest paths.
"""

from functools import lru_cache


@lru_cache(maxsize=65536)
def matching(demand, supply):
    """The size of a maximum matching. demand: seats of each slot; supply: (slots as bits, groups) of each kind."""
    kinds, left = [kind for kind, _ in supply], [count for _, count in supply]
    flow = [[0] * len(kinds) for _ in demand]
    total = 0
    for slot, wanted in enumerate(demand):
        while wanted and (path := augmenting_path(slot, kinds, left, flow)):
            # slot, kind, slot, kind, .. : a slot takes the kind after it, and gives up the kind before it
            given_up = [(path[k + 1], path[k]) for k in range(1, len(path) - 1, 2)]
            amount = min(wanted, left[path[-1]], *(flow[other][kind] for other, kind in given_up))
            for k in range(0, len(path), 2):
                flow[path[k]][path[k + 1]] += amount
            for other, kind in given_up:
                flow[other][kind] -= amount
            left[path[-1]] -= amount
            wanted -= amount
            total += amount
    return total


def augmenting_path(start, kinds, left, flow):
    paths, seen = [[start]], {start}
    for path in paths:
        good = [k for k, kind in enumerate(kinds) if kind >> path[-1] & 1]
        for k in good:
            if left[k]:
                return path + [k]
        for k in good:
            for other, given in enumerate(flow):
                if given[k] and other not in seen:
                    seen.add(other)
                    paths.append(path + [k, other])
    return None
