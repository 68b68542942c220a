"""A process that searches an index over and over, as an interface does: `python reader_process.py CORPUS INDEX URL`.

It stops when a line comes in. Prints one line of JSON: searches that went well, the builds it saw, what it was told when an index could
not be read, longest wait in seconds, and wrong results.
"""

import json
import select
import sys
import time
from dataclasses import replace
from pathlib import Path

from ingest.embedding import Embedder
from ingest.errors import IndexFault
from ingest.index import Index
from ingest.settings import IngestSettings

ALWAYS = "jeugdwet"


def main() -> None:
    corpus, folder, url = sys.argv[1:4]
    settings = replace(IngestSettings(), corpus=Path(corpus), index=Path(folder), chroma_url=url)
    embedder = Embedder()
    vector = embedder.encode_queries([ALWAYS])[0]
    index = Index.open(settings, embedder)
    good, longest = 0, 0.0
    builds: dict[str, None] = {index.manifest.build: None}
    told: dict[str, None] = {}
    wrong: list[str] = []
    sys.stdout.write("klaar\n")
    sys.stdout.flush()
    while not select.select([sys.stdin], [], [], 0)[0]:
        start = time.monotonic()
        try:
            if index.outdated(settings):
                index = Index.open(settings, embedder)
                builds[index.manifest.build] = None
            near = next(iter(index.dense(vector)))
            said = next(iter(index.lexical({ALWAYS: 1.0}, {"title": 1.0})))
            if (near, said) != (ALWAYS, ALWAYS) or index.entry(near).title != "Jeugdwet":
                wrong.append(f"{near} {said}")
            good += 1
        except IndexFault as fault:
            told[str(fault)] = None
        longest = max(longest, time.monotonic() - start)
        time.sleep(0.01)
    sys.stdout.write(
        json.dumps({"good": good, "builds": list(builds), "told": list(told), "longest": longest, "wrong": wrong}) + "\n"
    )


if __name__ == "__main__":
    main()
