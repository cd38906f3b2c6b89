"""bin/serve: what Ctrl-C and the other signals do, from its first moment to its last."""

import os
import signal
import sys

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """The person, or the system, asked us to stop. Like KeyboardInterrupt it is no error that others might handle."""


def main() -> None:
    """Serve until Ctrl-C or SIGTERM (exit code 0), or until a part of it dies (exit code 1)."""
    for number in _STOP_SIGNALS:
        signal.signal(number, _stop)
    try:
        from app.cli.site import serve  # not before the signals are taken: this reads for some tenths of a second

        serve(os.environ)
    except Stopped:
        print("\nStopped.", file=sys.stderr)


def _stop(*_: object) -> None:
    for number in _STOP_SIGNALS:  # a second Ctrl-C must not interrupt the stopping
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


if __name__ == "__main__":
    main()
