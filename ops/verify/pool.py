"""The pool file, slots, tiers and seats (DRAW.md sections 7 and 8)."""

import struct
from functools import lru_cache

from trees import tagged, tree_root
from values import ascends, parse_decimal
from verdicts import need

RECORD, PAIR = struct.Struct(">32sQI"), struct.Struct(">II")


class Pool:
    """People by position: mask, label; members of each group, and who makes a pair with whom."""
    def __init__(self, eids, masks, labels, pairs):
        self.eids, self.masks, self.labels, self.pairs = eids, masks, labels, pairs
        self.eligible = [i for i, mask in enumerate(masks) if mask]
        self.members, self.partners = {}, {}
        for i in self.eligible:
            self.members.setdefault(labels[i], []).append(i)
        for i, j in pairs:
            self.partners.setdefault(i, []).append(j)
            self.partners.setdefault(j, []).append(i)

    @lru_cache(maxsize=128)
    def people(self, bit):
        """Whoever is eligible for a tier-slot, ascending."""
        return [i for i in self.eligible if self.masks[i] >> bit & 1]

    def only_eligible(self):
        """The pool of the fairness gate: eligible people renumbered, pairs with them."""
        number = {i: k for k, i in enumerate(self.eligible)}
        return Pool(*([column[i] for i in self.eligible] for column in (self.eids, self.masks, self.labels)),
                    [(number[i], number[j]) for i, j in self.pairs])


@lru_cache(maxsize=4)
def parse_pool(data):
    need(len(data) >= 16 and data[:8] == b"VRPOOL1\0")
    n, count = PAIR.unpack_from(data, 8)
    need(1 <= n < 2 ** 24 and len(data) == 16 + n * RECORD.size + count * PAIR.size)
    eids, masks, labels = map(list, zip(*RECORD.iter_unpack(data[16:16 + n * RECORD.size])))
    pairs = list(PAIR.iter_unpack(data[16 + n * RECORD.size:]))
    need(ascends(eids) and ascends(pairs) and max(labels) + 1 == len(set(labels)))
    need(all(i < j < n and masks[i] and masks[j] and labels[i] != labels[j] for i, j in pairs))
    return Pool(eids, masks, labels, pairs)


@lru_cache(maxsize=16)
def pool_root(data):
    end = 16 + int.from_bytes(data[8:12], "big") * RECORD.size
    return tree_root([data[at:at + RECORD.size] for at in range(16, end, RECORD.size)])


def pool_hash(data):
    end = 16 + int.from_bytes(data[8:12], "big") * RECORD.size
    return tagged("vrd1/pool", pool_root(data), data[end:])


class Layout:
    """Tier-slots and seats in their numbers."""
    def __init__(self, slots):
        self.quotas = [quota for quota, _ in slots]
        self.bits, self.slot_of_seat = [], []
        for slot, (quota, tiers) in enumerate(slots):
            start = self.bits[-1].stop if self.bits else 0
            self.bits.append(range(start, start + tiers))
            self.slot_of_seat += [slot] * quota
        self.whole = [sum(1 << bit for bit in bits) for bits in self.bits]

    @lru_cache(maxsize=4096)
    def slots_of(self, mask):
        """The slots a mask is good for, one bit each."""
        return sum(1 << slot for slot, whole in enumerate(self.whole) if mask & whole)


@lru_cache(maxsize=16)
def parse_slots(text):
    slots = []
    for part in text.split("/"):
        quota, _, tiers = part.partition(":")
        slots.append((parse_decimal(quota, 1, 99), parse_decimal(tiers, 1, 3)))
    need(sum(tiers for _, tiers in slots) <= 64 and sum(quota for quota, _ in slots) <= 255)
    return Layout(slots)


@lru_cache(maxsize=16)
def pool_fits(pool, layout, depth):
    """Section 8: no bit too high, one bit for each slot, and the lowest tier deep enough unless it is the only one."""
    for mask in set(pool.masks):
        if mask >> layout.bits[-1].stop or any((mask & whole).bit_count() > 1 for whole in layout.whole):
            return False
    return all(len(bits) == 1 or len({pool.labels[i] for i in pool.people(bits[0])}) >= depth * quota
               for quota, bits in zip(layout.quotas, layout.bits))
