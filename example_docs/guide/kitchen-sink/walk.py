"""A walk of random steps."""

import random


def walk(steps: int, seed: int = 0) -> list[int]:
    """Where a walker is after each step."""
    chance = random.Random(seed)
    place, places = 0, []
    for _ in range(steps):
        place += chance.choice((-1, 1))
        places.append(place)
    return places
