"""Does what curl does with the options of README.md, for machines without curl; the status goes to standard error."""

import argparse
import sys
from http.client import HTTPConnection
from urllib.parse import urlsplit


def main() -> None:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("-s", action="store_true")
    parser.add_argument("-i", action="store_true")
    parser.add_argument("-X", dest="method")
    parser.add_argument("-H", dest="headers", action="append", default=[])
    parser.add_argument("-d", dest="body")
    parser.add_argument("url")
    asked = parser.parse_args()
    url = urlsplit(asked.url)
    connection = HTTPConnection(url.netloc, timeout=30)
    connection.request(
        asked.method or ("GET" if asked.body is None else "POST"),
        f"{url.path}?{url.query}",
        asked.body,
        dict(line.split(": ", 1) for line in asked.headers),
    )
    answer = connection.getresponse()
    sys.stdout.buffer.write(answer.read())
    sys.stderr.write(f"{answer.status}\n")


if __name__ == "__main__":
    main()
