#!/usr/bin/env python3
"""A client of Underpin to copy from; the standard library of Python 3.8 or later is all it needs.

    underpin_client.py match web-1 10.0.0.7       the items that names and addresses mean
    underpin_client.py ingest SOURCE < records    records of a data source, one JSON object a line
    underpin_client.py sync SOURCE < records      the same as everything that the source can see
    underpin_client.py follow [REVISION]          every change as it happens, from a revision on

UNDERPIN_URL says where the server is, UNDERPIN_TOKEN is its bearer token. A record is
{"item": {"class": "LinuxServer", "nativeKey": "web-1", "attributes": {"hostname": "web-1"}}} or {"relationship": ...}.
"""

import json
import os
import sys
import time
import uuid
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

URL = os.environ.get("UNDERPIN_URL", "http://127.0.0.1:4000").rstrip("/")
TOKEN = os.environ.get("UNDERPIN_TOKEN")
# What a lost connection looks like: an error of the network or of HTTP, or a line that ends in its middle.
LOST = (OSError, HTTPException, ValueError)


class Refused(Exception):
    """The server said no; `retryable` says whether the same may work later."""

    def __init__(self, message, retryable=False):
        super().__init__(message)
        self.retryable = retryable


def send(path, body=None, content_type="application/json"):
    headers = {"content-type": content_type}
    if TOKEN:
        headers["authorization"] = "Bearer " + TOKEN
    try:
        return urlopen(Request(URL + path, data=body, headers=headers), timeout=300)
    except HTTPError as error:
        text = error.read().decode("utf-8", "replace")
        try:
            first = json.loads(text)["errors"][0]
        except (ValueError, KeyError, IndexError, TypeError):
            raise Refused("HTTP %d: %s" % (error.code, text[:200]), error.code >= 500)
        raise Refused(first["message"], first["extensions"].get("retryable", False))


def graphql(document, **variables):
    """The data of an answer. A refusal that may pass is tried again; any other is raised."""
    body = json.dumps({"query": document, "variables": variables}).encode()
    for attempt in range(5):
        try:
            with send("/graphql", body) as response:
                answer = json.load(response)
            errors = answer.get("errors")
            if not errors:
                return answer["data"]
            raise Refused(errors[0]["message"], errors[0]["extensions"].get("retryable", False))
        except (Refused, *LOST) as error:
            if attempt == 4 or not getattr(error, "retryable", True):
                raise
            time.sleep(2**attempt)


def match(texts):
    """What each text means: an item, several that it could be, or nothing. Up to 1,000 at a time."""
    answer = graphql(
        """query($keys: [MatchKeyInput!]!) { matchConfigurationItems(keys: $keys) {
             outcome matchedBy configurationItem { id name class { name } } candidates { id name class { name } } } }""",
        keys=[{"text": text} for text in texts],
    )
    return answer["matchConfigurationItems"]


def ingest(source, lines, session=None):
    """Sends records and gives the summary. Prints what was rejected. Sent again with its key until all has landed."""
    lines = list(lines)
    parameters = {"source": source, "idempotencyKey": str(uuid.uuid4()), "reason": "from underpin_client.py"}
    if session:
        parameters["session"] = session
    for attempt in range(8):
        try:
            with send("/ingest?" + urlencode(parameters), "".join(lines).encode(), "application/x-ndjson") as response:
                for text in response:
                    line = json.loads(text)
                    if "summary" in line:
                        return line["summary"]
                    if "error" in line:
                        raise Refused(line["error"]["message"], line["error"]["retryable"])
                    if line.get("outcome") == "REJECTED":
                        print(json.dumps(line), file=sys.stderr)
            raise Refused("the answer broke off", True)
        except (Refused, *LOST) as error:
            if attempt == 7 or not getattr(error, "retryable", True):
                raise
            time.sleep(min(2**attempt, 30))


def sync(source, lines):
    """Reports everything that the source can see: what it no longer sees, it claims no longer."""
    begun = graphql(
        "mutation($input: BeginSyncInput!) { beginSync(input: $input) { session { id } } }",
        input={"source": source, "scope": {}, "takeOver": True},
    )
    session = begun["beginSync"]["session"]["id"]
    summary = ingest(source, lines, session)
    committed = graphql(
        """mutation($input: CommitSyncInput!) { commitSync(input: $input) { session {
             id state decision { removals { items relationships } guard } } } }""",
        input={"session": session},
    )
    return summary, committed["commitSync"]["session"]


def follow(since=None):
    """Yields every event of the change log, for ever. After a lost connection it goes on behind the last one."""
    cursor, delay = None, 1
    while True:
        parameters = {"after": cursor} if cursor else {"since": since} if since is not None else {}
        try:
            with send("/changes?" + urlencode(parameters)) as response:
                for text in response:
                    event = json.loads(text)
                    if "error" in event:
                        raise Refused(event["error"]["message"], event["error"]["retryable"])
                    cursor, delay = event["cursor"], 1
                    if event["changeSet"]:
                        yield event
        except (Refused, *LOST) as error:
            if not getattr(error, "retryable", True):
                raise
        time.sleep(delay)
        delay = min(delay * 2, 30)


def register(source):
    """Makes sure that a data source is known; harmless when it is."""
    graphql(
        "mutation($input: RegisterDataSourceInput!) { registerDataSource(input: $input) { errors { message } } }",
        input={"name": source},
    )


def main(arguments):
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command == "match" and rest:
        for text, found in zip(rest, match(rest)):
            items = [found["configurationItem"]] if found["configurationItem"] else found["candidates"]
            names = ", ".join("%s %s (%s)" % (item["id"], item["name"], item["class"]["name"]) for item in items)
            print("%s: %s %s" % (text, found["outcome"], names))
        return 0
    if command == "ingest" and len(rest) == 1:
        register(rest[0])
        print(json.dumps(ingest(rest[0], sys.stdin)))
        return 0
    if command == "sync" and len(rest) == 1:
        register(rest[0])
        summary, session = sync(rest[0], sys.stdin)
        print(json.dumps({"summary": summary, "session": session}))
        return 3 if session["state"] == "AWAITING_CONFIRMATION" else 0
    if command == "follow" and len(rest) <= 1:
        for event in follow(*rest):
            print(json.dumps(event), flush=True)
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (Refused, *LOST) as failure:
        sys.exit("underpin_client: %s" % failure)
    except KeyboardInterrupt:
        pass
