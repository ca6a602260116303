"""Hashes and trees (DRAW.md section 2; LEDGER.md sections 2 and 3)."""

from functools import lru_cache
from hashlib import sha256


def u32(number):
    return number.to_bytes(4, "big")


def tagged(tag, *parts):
    """TH of section 2."""
    joined = bytes([len(tag)]) + tag.encode()
    return sha256(joined + b"".join(u32(len(part)) + part for part in parts)).digest()


def leaf_hash(leaf):
    return sha256(b"\0" + leaf).digest()


def node_hash(left, right):
    return sha256(b"\1" + left + right).digest()


def tree_root(leaves):
    """Pairing level by level, an odd last node moving up unchanged, gives the tree of RFC 6962."""
    level = [leaf_hash(leaf) for leaf in leaves]
    while len(level) > 1:
        paired = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2:]
    return level[0]


def root_by_path(leaf, index, size, path):
    """The root to which an inclusion path leads, lowest hash first; None when it has a hash too few or too many."""
    if size == 1:
        return None if path else leaf
    half = 1 << (size - 1).bit_length() - 1
    below = path and root_by_path(leaf, index % half, half if index < half else size - half, path[:-1])
    if not below:
        return None
    return node_hash(below, path[-1]) if index < half else node_hash(path[-1], below)


@lru_cache(maxsize=4096)
def leads_to(leaf, index, size, path, root):
    return index < size and root_by_path(leaf, index, size, path) == root
