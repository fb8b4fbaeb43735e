"""Merkle trees in the shape of RFC 6962: roots of streams of leaves, and proofs that one is in.

A leaf is hashed with a 0 before it, a node with a 1, so that neither passes for the other. The tree
of n leaves has on its left the largest power of two below n. What is under `CHUNK` leaves that
stand in their place is a subtree whole, whose hash is kept: a proof needs one chunk of leaves and
the hashes of the other chunks.
"""

import hashlib
from collections.abc import Sequence

CHUNK = 1_024
EMPTY = hashlib.sha256().digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The root of leaves that come one by one; it remembers one hash per bit of their number."""

    def __init__(self) -> None:
        self.size = 0
        self._whole: list[bytes] = []  # of the subtrees on the right edge, the largest first

    def add(self, hashed: bytes) -> None:
        """Add the next leaf, by its hash; or the next subtree of a size that all have."""
        self.size += 1
        beside = self.size
        while beside % 2 == 0:
            hashed = node_hash(self._whole.pop(), hashed)
            beside //= 2
        self._whole.append(hashed)

    @property
    def root(self) -> bytes:
        """The root of what was added."""
        if not self._whole:
            return EMPTY
        *others, root = self._whole
        for left in reversed(others):
            root = node_hash(left, root)
        return root


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Return the root of leaves, or subtrees, by their hashes."""
    tree = Tree()
    for hashed in hashes:
        tree.add(hashed)
    return tree.root


def path(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """Return what leads from a leaf, or a subtree, to the root: the nearest neighbour first."""
    if len(hashes) == 1:
        return []
    split = 1 << (len(hashes) - 1).bit_length() - 1
    if index < split:
        return [*path(hashes[:split], index), root_of(hashes[split:])]
    return [*path(hashes[split:], index - split), root_of(hashes[:split])]
