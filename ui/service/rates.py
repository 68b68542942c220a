"""How often one visitor may ask. Counted in this process; several processes each count for themselves."""

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter


class Rate:
    """So many times a minute for each key, over a window that slides."""

    def __init__(self, per_minute: int) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._item = RateLimitItemPerMinute(per_minute)

    def take(self, key: str) -> bool:
        """Count one more; False when that is too many."""
        return self._limiter.hit(self._item, key)
