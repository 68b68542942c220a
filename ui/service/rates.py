"""How often one visitor, or one key, may ask. Counted in this process; several processes each count for themselves."""

import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter, SlidingWindowCounterRateLimiter


class Rate:
    """So many times a minute for each key, over a window that slides."""

    def __init__(self, per_minute: int) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._item = RateLimitItemPerMinute(per_minute)

    def take(self, key: str) -> bool:
        """Count one more; False when that is too many."""
        return self._limiter.hit(self._item, key)


class Minutes:
    """Requests of each key over the last 60 seconds, every one with its time: keys are few, and who has one is told how long to wait."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def wait(self, key: str, per_minute: int) -> float:
        """Seconds until the key may be used again; 0 when it may now, and then this request counts."""
        item = RateLimitItemPerMinute(per_minute)
        if self._limiter.hit(item, key):
            return 0.0
        return max(0.0, self._limiter.get_window_stats(item, key).reset_time - time.time())
