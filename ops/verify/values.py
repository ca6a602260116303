"""Values that stand in texts (DRAW.md sections 2 and 5). Each reader accepts the one spelling a value may have."""

import base64
import datetime
import re

from verdicts import Malformed, need

EPOCH = datetime.date(1970, 1, 1).toordinal()


def matched(pattern, text):
    match = re.fullmatch(pattern, text)
    need(match)
    return match


def parse_decimal(text, least=0, most=2 ** 64 - 1):
    matched(r"0|[1-9][0-9]{0,19}", text)
    need(least <= int(text) <= most)
    return int(text)


def parse_hash(text):
    return bytes.fromhex(matched(r"[0-9a-f]{64}", text)[0])


def parse_token(text):
    need(text != "none")
    return matched(r"[a-z0-9._:/-]+", text)[0]


def parse_day(text):
    """An existing day, counted from 1970-01-01."""
    matched(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)
    try:
        return datetime.date.fromisoformat(text).toordinal() - EPOCH
    except ValueError:
        raise Malformed from None


def day_of(seconds):
    """The day of UTC+8 to which a time belongs."""
    return (seconds + 28800) // 86400


def parse_base64(text):
    try:
        decoded = base64.b64decode(text, validate=True)
    except ValueError:
        raise Malformed from None
    need(base64.b64encode(decoded) == text)
    return decoded


def parse_utf8(data, encoding="utf-8"):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Malformed from None


def parse_ascii(data):
    return parse_utf8(data, "ascii")


def optional(parser, text, *arguments):
    return None if text == "none" else parser(text, *arguments)


def ascends(values):
    return all(left < right for left, right in zip(values, values[1:]))
