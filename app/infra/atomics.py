"""Compare-and-swap on a number in mapped memory, for processes that share it."""

import ctypes
from collections.abc import Callable
from functools import cache

CompareAndSwap = Callable[[int, int, int], bool]

_SEQUENTIAL = 5  # __ATOMIC_SEQ_CST
_NUMBERS: dict[int, type[ctypes.c_uint32] | type[ctypes.c_uint64]] = {4: ctypes.c_uint32, 8: ctypes.c_uint64}


@cache
def compare_and_swap(width: int) -> CompareAndSwap | None:
    """`swap(address, expected, desired)` for numbers of `width` bytes, 4 or 8; None where libatomic is missing.

    The address is a multiple of `width`. It returns whether the number was the expected one and now is the desired.
    """
    try:
        library = ctypes.PyDLL("libatomic.so.1")  # keeps the GIL: giving it away costs more than the swap
    except OSError:
        return None
    number, reference = _NUMBERS[width], ctypes.byref
    exchange = library[f"__atomic_compare_exchange_{width}"]
    exchange.argtypes = (ctypes.c_void_p, ctypes.c_void_p, number, ctypes.c_int, ctypes.c_int)
    exchange.restype = ctypes.c_bool

    def swap(address: int, expected: int, desired: int) -> bool:
        done: bool = exchange(address, reference(number(expected)), desired, _SEQUENTIAL, _SEQUENTIAL)
        return done

    return swap
