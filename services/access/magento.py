"""Magento's signing key: what it makes of its encryption key (R12.1)."""

_LENGTH = 2_048


def magentos_key(encryption_key: str) -> str:
    """Return what Magento signs customers' tokens with: the key of its env.php between `&`s.

    Magento's module JwtUserToken pads it on both sides, the odd character on the right.
    """
    missing = _LENGTH - len(encryption_key.encode())
    left = max(missing, 0) // 2
    return "&" * left + encryption_key + "&" * max(missing - left, 0)
