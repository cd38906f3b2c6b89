"""The plans of the statements that an action runs, and how many rows they read."""

import re
from collections.abc import Callable

from sqlalchemy import event

from app.extensions import db


def plans(action: Callable[[], object]) -> list[str]:
    """The plans of the statements that an action runs, as they were executed."""
    statements: list[tuple[str, object]] = []

    def note(_c: object, _k: object, statement: str, parameters: object, *_: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE")):
            statements.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    action()
    event.remove(db.engine, "before_cursor_execute", note)
    cursor = db.session.connection().connection.cursor()
    found = []
    for statement, parameters in statements:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS OFF, TIMING OFF) {statement}", parameters)
        found.append("\n".join(line for (line,) in cursor.fetchall()))
    return found


def rows_read(plan: str) -> int:
    """The most rows that any node of a plan gave or threw away, over all its loops; bitmaps hold no rows."""
    nodes = re.findall(r"^(?!.*Bitmap Index Scan).*actual rows=([\d.]+) loops=(\d+)", plan, re.MULTILINE)
    thrown = [int(number) for number in re.findall(r"Rows Removed by \w+: (\d+)", plan)]
    return max([round(float(rows) * int(loops)) for rows, loops in nodes] + thrown)
