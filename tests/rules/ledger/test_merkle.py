"""Merkle trees against the definitions of RFC 6962, section 2.1, word for word (R17.2)."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.ledger.merkle import CHUNK, Tree, leaf_hash, path, root_of


def mth(leaves: list[bytes]) -> bytes:
    """Return the Merkle Tree Hash as the RFC defines it."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def audit_path(m: int, leaves: list[bytes]) -> list[bytes]:
    """Return the Merkle Audit Path as the RFC defines it."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m < k:
        return [*audit_path(m, leaves[:k]), mth(leaves[k:])]
    return [*audit_path(m - k, leaves[k:]), mth(leaves[:k])]


LEAVES = st.lists(st.binary(max_size=4), max_size=70)


@given(LEAVES)
def test_the_root_is_the_merkle_tree_hash(leaves: list[bytes]) -> None:
    assert root_of([leaf_hash(leaf) for leaf in leaves]) == mth(leaves)


@given(LEAVES.filter(bool), st.data())
def test_the_path_is_the_audit_path(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))

    assert path([leaf_hash(leaf) for leaf in leaves], index) == audit_path(index, leaves)


@pytest.mark.parametrize("size", [1, CHUNK, CHUNK + 1, 3 * CHUNK + 5])
def test_the_root_over_chunks_is_the_root_over_leaves(size: int) -> None:
    hashes = [leaf_hash(number.to_bytes(4)) for number in range(size)]
    chunks = [hashes[start : start + CHUNK] for start in range(0, size, CHUNK)]

    whole = Tree()
    for hashed in hashes:
        whole.add(hashed)

    assert root_of([root_of(chunk) for chunk in chunks]) == whole.root
