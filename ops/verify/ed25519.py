"""The curve edwards25519 and strict Ed25519 signatures (LEDGER.md section 4).

Nothing here is secret, so nothing needs to run in constant time. Points are (X, Y, Z, T) with x = X/Z, y = Y/Z,
T = XY/Z.
"""

from functools import lru_cache
from hashlib import sha512

P = 2 ** 255 - 19
L = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_MINUS_ONE = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1, 1, 0)


def add(a, b):
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    left, right = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * D * t1 * t2 % P, 2 * z1 * z2 % P
    e, f, g, h = right - left, d - c, d + c, right + left
    return e * f % P, g * h % P, f * g % P, e * h % P


def double(a):
    x, y, z, _ = a
    xx, yy = x * x % P, y * y % P
    h, g = xx + yy, xx - yy
    e, f = h - (x + y) ** 2 % P, 2 * z * z % P + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def negate(a):
    return -a[0] % P, a[1], a[2], -a[3] % P


def eightfold(a):
    return double(double(double(a)))


def is_identity(a):
    return a[0] == 0 and a[1] == a[2]


def encode(a):
    inverse = pow(a[2], -1, P)
    x, y = a[0] * inverse % P, a[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


@lru_cache(maxsize=4096)
def decode(encoded):
    """The point of a canonical encoding, or None: y is below p, and there is no negative zero."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P != u:
        x = x * SQRT_MINUS_ONE % P
    if v * x * x % P != u or x == 0 and sign:
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


@lru_cache(maxsize=256)
def multiples(point):
    result = [IDENTITY, point]
    for _ in range(14):
        result.append(add(result[-1], point))
    return result


def combine(a, first, b, second):
    """a * first + b * second, four bits of both scalars at a time, highest first."""
    firsts, seconds, result = multiples(first), multiples(second), IDENTITY
    for shift in range(252, -4, -4):
        result = double(eightfold(result))
        if digit := a >> shift & 15:
            result = add(result, firsts[digit])
        if digit := b >> shift & 15:
            result = add(result, seconds[digit])
    return result


BASE = decode((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


@lru_cache(maxsize=256)
def usable_key(encoded):
    """A public key is encoded canonically and is not of small order (section 3)."""
    point = decode(encoded)
    return point is not None and not is_identity(eightfold(point))


@lru_cache(maxsize=8192)
def verify_signature(key, message, signature):
    """Ed25519, strictly (ledger 4): without the cofactor, S below the order, R canonical and not of small order.

    Comparing encodings shows at once that R is canonical. `key` has passed usable_key.
    """
    s = int.from_bytes(signature[32:], "little")
    if s >= L:
        return False
    k = int.from_bytes(sha512(signature[:32] + key + message).digest(), "little") % L
    point = combine(s, BASE, k, negate(decode(key)))
    return encode(point) == signature[:32] and not is_identity(eightfold(point))
