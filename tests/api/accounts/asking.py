"""Another process of the site: for each access token on its input it writes the status of GET /v1/me."""

import os
import sys

from app import create_app
from config import Settings


def main() -> None:
    settings = Settings.from_env(os.environ)
    client = create_app(settings).test_client()
    for token in sys.stdin:
        answer = client.get("/v1/me", headers={"Authorization": f"Bearer {token.strip()}"})
        sys.stdout.write(f"{answer.status_code}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
