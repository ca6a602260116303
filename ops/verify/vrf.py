"""ECVRF-EDWARDS25519-SHA512-TAI of RFC 9381, suite string 0x03, as narrowed by DRAW.md section 11."""

from functools import lru_cache
from hashlib import sha512

from ed25519 import BASE, L, combine, decode, eightfold, encode, is_identity, negate


@lru_cache(maxsize=1024)
def proof_to_hash(proof):
    """beta of a proof, or None when it does not decode."""
    gamma = decode(proof[:32])
    if gamma is None or int.from_bytes(proof[48:], "little") >= L:
        return None
    return sha512(b"\x03\x03" + encode(eightfold(gamma)) + b"\0").digest()


@lru_cache(maxsize=1024)
def hash_to_curve(key, alpha):
    for counter in range(256):
        point = decode(sha512(b"\x03\x01" + key + alpha + bytes([counter]) + b"\0").digest()[:32])
        if point is not None and not is_identity(eightfold(point)):
            return eightfold(point)
    return None


@lru_cache(maxsize=1024)
def vrf_verify(key, alpha, proof):
    point = hash_to_curve(key, alpha)
    if proof_to_hash(proof) is None or point is None:
        return False
    c, s = int.from_bytes(proof[32:48], "little"), int.from_bytes(proof[48:], "little")
    u = combine(s, BASE, c, negate(decode(key)))
    v = combine(s, point, c, negate(decode(proof[:32])))
    challenge = b"".join([b"\x03\x02", key, encode(point), proof[:32], encode(u), encode(v), b"\0"])
    return sha512(challenge).digest()[:16] == proof[32:48]
