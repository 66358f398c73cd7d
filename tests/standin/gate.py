"""Requests that are held until enough of them are here at once, or until a test lets them go."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

# A request that waits in vain is refused after this long, so that a test fails and does not hang.
PATIENCE_SECONDS = 10.0


@dataclass
class _Party:
    """Requests that wait for each other."""

    paths: list[str] = field(default_factory=list)
    may_go: bool = False


class Gate:
    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        self._patience = patience
        self._changed = threading.Condition()
        self._parties: dict[int, _Party] = {}

    def wait(self, party_id: int, size: int, path: str) -> bool:
        """Holds the caller until `size` of its party are here. False where they did not come in time."""
        with self._changed:
            party = self._parties.setdefault(party_id, _Party())
            party.paths.append(path)
            self._changed.notify_all()
            if len(party.paths) >= size:
                self._open(party_id, party)
            arrived = self._changed.wait_for(lambda: party.may_go, self._patience)
            if not arrived:
                party.paths.remove(path)
            return arrived

    def waiting(self, at_least: int = 0) -> list[str]:
        """The paths of all requests held now; with `at_least`, as soon as there are so many."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._paths()) >= at_least, self._patience)
            return self._paths()

    def release(self) -> int:
        """Lets everybody go; answers how many that were."""
        with self._changed:
            held = len(self._paths())
            for party_id, party in list(self._parties.items()):
                self._open(party_id, party)
            return held

    def _open(self, party_id: int, party: _Party) -> None:
        party.may_go = True
        del self._parties[party_id]
        self._changed.notify_all()

    def _paths(self) -> list[str]:
        return [path for party in self._parties.values() for path in party.paths]
