"""ChaCha20 (RFC 8439), many blocks at once, and the tickets of DRAW.md section 13.

A row of the state (four words) of all blocks is one integer with a lane of 64 bits for each word, of which the lower
half is used; so one operation on large integers works on every block, and sums and shifts never reach the next lane.
A row of one block is 16 bytes of keystream: one ticket.
"""

import struct
from functools import lru_cache

BLOCKS_AT_ONCE = 256


class Lanes:
    """The constants for a number of blocks."""
    def __init__(self, count):
        self.each = int.from_bytes((b"\1" + bytes(31)) * count, "little")
        self.words = self.spread([0xffffffff] * 4)
        self.counters = int.from_bytes(b"".join(k.to_bytes(32, "little") for k in range(count)), "little")
        full = (1 << 64) - 1
        self.below = [self.spread([full] * (4 - j) + [0] * j) for j in range(4)]
        self.above = [self.spread([0] * (4 - j) + [full] * j) for j in range(4)]
        self.bytes = 32 * count

    def spread(self, four):
        return self.each * sum(word << 64 * j for j, word in enumerate(four))

    def turn(self, row, j):
        """Word m of each block becomes word m + j (mod 4)."""
        return row >> 64 * j & self.below[j] | row << 64 * (4 - j) & self.above[j]

    def pack(self, row):
        return memoryview(row.to_bytes(self.bytes, "little")).cast("I")[::2].tobytes()


lanes = lru_cache(maxsize=64)(Lanes)


def quarter_rounds(a, b, c, d, words):
    """The quarter rounds of all columns of all blocks."""
    for left, right in ((16, 12), (8, 7)):
        a = a + b & words
        d = (d ^ a) << left
        d = (d | d >> 32) & words
        c = c + d & words
        b = (b ^ c) << right
        b = (b | b >> 32) & words
    return a, b, c, d


def keystream_rows(key, nonce, first, count):
    """Blocks first .. first + count - 1: for each of the four rows the bytes of all blocks, one after another."""
    lane = lanes(count)
    start = [lane.spread(struct.unpack("<4I", part)) for part in (b"expand 32-byte k", key[:16], key[16:])]
    start.append(lane.counters + lane.spread((first,) + struct.unpack("<3I", nonce)))
    a, b, c, d = start
    for _ in range(10):
        a, b, c, d = quarter_rounds(a, b, c, d, lane.words)
        b, c, d = lane.turn(b, 1), lane.turn(c, 2), lane.turn(d, 3)
        a, b, c, d = quarter_rounds(a, b, c, d, lane.words)
        b, c, d = lane.turn(b, 3), lane.turn(c, 2), lane.turn(d, 1)
    return [lane.pack(row + begin & lane.words) for row, begin in zip((a, b, c, d), start)]


def tickets(key, b, count):
    """ticket(key, b, i) for all i below count (section 13) as a function of i; bytes compare as the integers would."""
    nonce = bytes(4) + b.to_bytes(8, "little")
    blocks = (count + 3) // 4
    pieces = [keystream_rows(key, nonce, first, min(BLOCKS_AT_ONCE, blocks - first))
              for first in range(0, blocks, BLOCKS_AT_ONCE)]
    rows = [b"".join(piece[row] for piece in pieces) for row in range(4)]
    return lambda i: rows[i & 3][(i >> 2) * 16:(i >> 2) * 16 + 16]
