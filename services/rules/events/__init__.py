"""Events that other programs are told of, and how: types, signatures, addresses, pauses (R16)."""
