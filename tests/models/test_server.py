"""The scripted model over real sockets, in each dialect."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import unittest
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from server import Models

SCHEMA = {"type": "object", "properties": {"q": {"type": "string"}}}
RESULT = json.dumps({"data": {"x": 1}})
CHAT_CALL = {"id": "call_9", "type": "function", "function": {"name": "FIND", "arguments": "{}"}}
CHAT_TOOL = {"type": "function", "function": {"name": "FIND", "description": "d", "parameters": SCHEMA}}
USER = {"role": "user", "content": "hi"}
# Per dialect: its path, that of its streams, and a request that offers a tool and brings a result of it.
DIALECTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "chat": (
        "/v1/chat/completions",
        "/v1/chat/completions",
        {
            "model": "m",
            "tools": [CHAT_TOOL],
            "messages": [
                USER,
                {"role": "assistant", "tool_calls": [CHAT_CALL]},
                {"role": "tool", "tool_call_id": "call_9", "content": RESULT},
            ],
        },
    ),
    "responses": (
        "/v1/responses",
        "/v1/responses",
        {
            "model": "m",
            "tools": [{"type": "function", "name": "FIND", "parameters": SCHEMA}],
            "input": [
                USER,
                {"type": "function_call", "call_id": "call_9", "name": "FIND", "arguments": "{}"},
                {"type": "function_call_output", "call_id": "call_9", "output": RESULT},
            ],
        },
    ),
    "anthropic": (
        "/v1/messages",
        "/v1/messages",
        {
            "model": "m",
            "tools": [{"name": "FIND", "input_schema": SCHEMA}],
            "messages": [
                USER,
                {"role": "assistant", "content": [{"type": "tool_use", "id": "call_9", "name": "FIND", "input": {}}]},
                {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "call_9", "content": RESULT}]},
            ],
        },
    ),
    "gemini": (
        "/v1beta/models/m:generateContent",
        "/v1beta/models/m:streamGenerateContent?alt=sse",
        {
            "tools": [{"functionDeclarations": [{"name": "FIND", "parameters": SCHEMA}]}],
            "contents": [
                {"role": "user", "parts": [{"text": "hi"}]},
                {"role": "model", "parts": [{"functionCall": {"name": "FIND", "args": {}}}]},
                {"role": "user", "parts": [{"functionResponse": {"name": "FIND", "response": json.loads(RESULT)}}]},
            ],
        },
    ),
}
TURN = {"text": "Wait for a moment", "calls": [{"name_like": "find", "arguments": {"q": "$last.data.x"}}]}


class ServerCase(unittest.TestCase):
    def setUp(self) -> None:
        self.models = Models()
        threading.Thread(target=self.models.serve_forever, args=(0.01,), daemon=True).start()
        self.addCleanup(self.models.server_close)
        self.addCleanup(self.models.shutdown)

    def ask(self, path: str, body: Any = None) -> tuple[int, str]:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.models.url + path, data, {"x-api-key": "secret"})
        try:
            with urllib.request.urlopen(request) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def script(self, *turns: Any) -> None:
        self.assertEqual(self.ask("/_control/script", {"turns": turns})[0], 200)

    def seen(self, what: str) -> Any:
        return json.loads(self.ask(f"/_control/{what}")[1])[what]


class Talk(ServerCase):
    def test_text_and_a_call_whole_and_streamed(self) -> None:
        for name, (path, streaming, body) in DIALECTS.items():
            with self.subTest(name):
                self.script(TURN, TURN)
                status, whole = self.ask(path, body)
                self.assertEqual(status, 200)
                for wanted in ("Wait for a moment", "FIND", '"q'):
                    self.assertIn(wanted, whole.replace('\\"', '"'))
                status, stream = self.ask(streaming, body if name == "gemini" else {**body, "stream": True})
                self.assertEqual(status, 200)
                self.assertNotIn("Wait for a moment", "".join(stream.split("data: ")[:3]))
                self.assertIn("FIND", stream)
                self.assertEqual(self.seen("complaints"), [])
                self.assertEqual(self.seen("script"), {"turns": 2, "played": 2})

    def test_what_was_sent_is_kept_without_its_secrets(self) -> None:
        for name, (path, _, body) in DIALECTS.items():
            with self.subTest(name):
                self.script()
                self.ask(path, body)
                self.ask(path, body)
                first = self.seen("requests")[0]
                self.assertEqual((first["path"], first["body"], first["headers"]["x-api-key"]), (path, body, "…"))
                self.assertEqual([(tool["name"], tool["schema"]) for tool in self.seen("tools")], [("FIND", SCHEMA)])
                results = [(result["name"], json.loads(result["content"])) for result in self.seen("results")]
                self.assertEqual(results, [("FIND", {"data": {"x": 1}})])

    def test_a_gemini_stream_without_events_is_an_array(self) -> None:
        self.script({"text": "Hello"})
        chunks = json.loads(self.ask("/v1/models/m:streamGenerateContent", DIALECTS["gemini"][2])[1])
        said = [part["text"] for chunk in chunks for part in chunk["candidates"][0]["content"]["parts"]]
        self.assertEqual(said, ["He", "llo"])

    def test_tokens_are_counted(self) -> None:
        counted = json.loads(self.ask("/v1/messages/count_tokens", DIALECTS["anthropic"][2])[1])
        self.assertGreater(counted["input_tokens"], 0)


class Refused(ServerCase):
    def test_a_call_without_an_answer(self) -> None:
        for name, (path, _, body) in DIALECTS.items():
            with self.subTest(name):
                self.script()
                key = next(key for key in ("messages", "input", "contents") if key in body)
                status, answer = self.ask(path, {**body, key: body[key][:-1]})
                self.assertEqual(status, 400)
                self.assertIn("error", json.loads(answer))
                self.assertEqual(len(self.seen("complaints")), 1)
                self.assertEqual(self.seen("script")["played"], 0)

    def test_a_tool_that_breaks_a_rule(self) -> None:
        bad = json.loads(json.dumps(DIALECTS).replace('"FIND"', '"FIND IT"'))
        for name, (path, _, body) in bad.items():
            with self.subTest(name):
                self.assertEqual(self.ask(path, body)[0], 400)

    def test_a_script_that_asks_for_what_no_result_holds(self) -> None:
        self.script({"text": "$last.data.y"})
        self.assertEqual(self.ask(*DIALECTS["chat"][::2])[0], 400)
        self.assertIn("`$last.data.y`", self.seen("complaints")[0]["complaint"])

    def test_what_nobody_answers(self) -> None:
        for path, body, status in (
            ("/v1/embeddings", {}, 404),
            ("/_control/weather", None, 404),
            ("/_control/script", {"turns": 1}, 400),
        ):
            with self.subTest(path):
                self.assertEqual(self.ask(path, body)[0], status)
        self.assertIn("nothing answers at POST /v1/embeddings", self.seen("complaints")[0]["complaint"])


class Process(unittest.TestCase):
    def test_it_says_where_it_is_and_ends_with_its_input(self) -> None:
        command = [sys.executable, str(Path(__file__).with_name("server.py"))]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdin is not None and process.stdout is not None
            url = json.loads(process.stdout.readline())["url"]
            with urllib.request.urlopen(f"{url}/_control/requests") as response:
                self.assertEqual(json.load(response), {"requests": []})
            process.stdin.close()
            self.assertEqual(process.wait(timeout=10), 0)


if __name__ == "__main__":
    unittest.main()
