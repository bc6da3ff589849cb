"""Character replacement as data inside ``tokenizer.json``, at native speed.

``tokenizers.normalizers.Precompiled`` takes SentencePiece's binary form: a double-array
trie (in the layout of the darts-clone library) from replaced strings to offsets into a
block of zero-terminated replacements. A few thousand rules cost no more than one, where a
``Sequence`` of ``Replace`` costs a pass each.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

_HAS_LEAF = 1 << 8
_LEAF = 1 << 31
_OFFSET_SHIFT = 10
_MAX_OFFSET = 1 << 21
_LOOK_BACK = 512

_Trie = dict[int, "_Trie | int"]


def precompiled_charsmap(rules: Mapping[str, str]) -> bytes:
    """The rules in SentencePiece's form: trie size, trie, replacements.

    Raises:
        ValueError: a rule with an empty side or a zero character, or too many rules.
    """
    block = bytearray()
    offsets: dict[str, int] = {}
    root: _Trie = {}
    for source, target in sorted(rules.items()):
        if not source or not target or "\0" in source + target:
            raise ValueError(f"rule {source!r} to {target!r}: both sides need text without NUL")
        if target not in offsets:
            offsets[target] = len(block)
            block += target.encode() + b"\0"
        _insert(root, source.encode(), offsets[target])
    units = _double_array(root)
    trie = struct.pack(f"<{len(units)}I", *units)
    return struct.pack("<I", len(trie)) + trie + bytes(block)


def _insert(root: _Trie, key: bytes, value: int) -> None:
    node = root
    for byte in key:
        child = node.setdefault(byte, {})
        assert isinstance(child, dict)  # noqa: S101  (byte 0, the leaf's label, is in no key)
        node = child
    node[0] = value


def _double_array(root: _Trie) -> list[int]:
    """Units of the trie: the child with label c of a node with base b stands at b ^ c."""
    units = [0] * 256
    used = bytearray(256)
    used[0] = 1
    bases: set[int] = set()
    start = 1  # the lowest unit that may still be free
    pending: list[tuple[int, _Trie]] = [(0, root)]
    while pending:
        place, node = pending.pop()
        while start < len(used) and used[start]:
            start += 1
        base = _free_base(list(node), used, bases, start)
        bases.add(base)
        # Far behind the front only odd gaps are left; looking there costs more than it saves.
        start = max(start, base - _LOOK_BACK)
        if (needed := (base | 0xFF) + 1) > len(units):
            units.extend([0] * (needed - len(units)))
            used.extend(bytes(needed - len(used)))
        if place ^ base >= _MAX_OFFSET:
            raise ValueError("too many rules for one double array")
        units[place] |= (place ^ base) << _OFFSET_SHIFT | (_HAS_LEAF if 0 in node else 0)
        for label, child in node.items():
            used[base ^ label] = 1
            if isinstance(child, dict):
                units[base ^ label] = label
                pending.append((base ^ label, child))
            else:
                units[base ^ label] = child | _LEAF
    return units


def _free_base(labels: list[int], used: bytearray, bases: set[int], start: int) -> int:
    """The lowest base whose units for all the labels are free."""
    first = labels[0]
    place = start
    while True:
        base = place ^ first
        if base not in bases and base and all(_is_free(base ^ label, used) for label in labels):
            return base
        place += 1


def _is_free(place: int, used: bytearray) -> bool:
    return place >= len(used) or not used[place]
