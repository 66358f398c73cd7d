/** Custom tools: how they are made, and how calls of the engine reach them. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import {
  type CustomTool,
  experimental_createTool as createTool,
  experimental_createToolkit as createToolkit,
  type InputSchema,
  type SessionContext,
  ValidationError,
} from "@composio/core";
import { z as z3 } from "zod/v3";
import { z } from "zod/v4";
import * as mini from "zod/v4-mini";
import { freshComposio } from "./support/engine.mjs";
import { internals } from "./support/internals.mjs";

const { ToolHost } = internals();
type LocalCall = import("../dist/custom-tools/host.js").LocalCall;

/** The engine as far as custom tools see it. */
function fakeNative() {
  const answers = new Map<number, { data?: unknown; error?: string }>();
  const waiting = new Map<number, () => void>();
  let run: (callId: number, callJson: string) => void = () => assert.fail("nobody listens");
  let cancel: (callId: number) => void = () => {};
  let listeners = 0;
  let calls = 0;
  return {
    native: {
      hostTools(onCall: typeof run, onCancel: typeof cancel) {
        listeners += 1;
        [run, cancel] = [onCall, onCancel];
      },
      answerTool(callId: number, answerJson: string) {
        answers.set(callId, JSON.parse(answerJson));
        waiting.get(callId)?.();
      },
    } as never,
    answers,
    listeners: () => listeners,
    start(call: Partial<LocalCall>): number {
      const callId = ++calls;
      const whole = { session_id: "trs_1", user_id: "ana", toolkit: null, extends_toolkit: null, account: null };
      run(
        callId,
        JSON.stringify({ ...whole, slug: `LOCAL_${call.original_slug}`, arguments: {}, log_id: "log_1", ...call }),
      );
      return callId;
    },
    async call(call: Partial<LocalCall>) {
      const callId = this.start(call);
      if (!answers.has(callId)) await new Promise<void>((resolve) => waiting.set(callId, resolve));
      return answers.get(callId);
    },
    cancel: (callId: number) => cancel(callId),
  };
}

const context = (call: LocalCall, signal: AbortSignal) => ({ userId: call.user_id, signal }) as SessionContext;

function hostOf(...customTools: CustomTool[]) {
  const engine = fakeNative();
  const host = new ToolHost(engine.native, context);
  host.register("trs_1", { customTools });
  return { engine, host };
}

const tool = (
  execute: (input: never, context: SessionContext) => unknown,
  inputParams: InputSchema = { type: "object" },
) => createTool("GREP", { name: "Grep", description: "Finds text.", inputParams, execute: execute as never });

const EXPECTED = {
  type: "object",
  properties: {
    pattern: { type: "string", minLength: 1, description: "What to look for." },
    limit: { type: "integer", default: 10 },
    kind: { type: "string", enum: ["file", "folder"] },
    tags: { type: "array", items: { type: "string" } },
    nested: { type: "object", properties: { deep: { type: "boolean" } }, required: ["deep"] },
  },
  required: ["pattern"],
};

function looked(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema), (word, entry) =>
    word === "additionalProperties" || ((word === "minimum" || word === "maximum") && Math.abs(entry) > 1e9)
      ? undefined
      : entry,
  );
}

const schemas: [string, InputSchema][] = [
  ["JSON Schema", EXPECTED],
  [
    "zod 4",
    z.object({
      pattern: z.string().min(1).describe("What to look for."),
      limit: z.int().default(10),
      kind: z.enum(["file", "folder"]).optional(),
      tags: z.array(z.string()).optional(),
      nested: z.object({ deep: z.boolean() }).optional(),
    }),
  ],
  [
    "zod 3",
    z3.object({
      pattern: z3.string().min(1).describe("What to look for."),
      limit: z3.number().int().default(10),
      kind: z3.enum(["file", "folder"]).optional(),
      tags: z3.array(z3.string()).optional(),
      nested: z3.object({ deep: z3.boolean() }).optional(),
    }),
  ],
];

for (const [library, inputParams] of schemas) {
  test(`arguments are described by ${library}`, () => {
    const { inputSchema } = tool(() => 1, inputParams);
    assert.deepEqual(looked(inputSchema), EXPECTED);
  });
}

test("zod 3 says all it can about arguments", () => {
  enum Level {
    Low,
    High = "high",
  }
  const fields: [z3.ZodTypeAny, object][] = [
    [z3.string().email().max(9), { type: "string", format: "email", maxLength: 9 }],
    [z3.string().regex(/^a+$/), { type: "string", pattern: "^a+$" }],
    [z3.number().gt(1).lte(9).multipleOf(2), { type: "number", exclusiveMinimum: 1, maximum: 9, multipleOf: 2 }],
    [z3.literal("x"), { const: "x" }],
    [z3.nativeEnum(Level), { enum: [0, "high"] }],
    [z3.union([z3.string(), z3.null()]), { anyOf: [{ type: "string" }, { type: "null" }] }],
    [z3.boolean().nullable(), { anyOf: [{ type: "boolean" }, { type: "null" }] }],
    [z3.record(z3.number()), { type: "object", additionalProperties: { type: "number" } }],
    [z3.array(z3.any()).min(1).max(2), { type: "array", items: {}, minItems: 1, maxItems: 2 }],
    [z3.string().transform(Number), { type: "string" }],
    [
      z3.object({ a: z3.string() }).passthrough(),
      {
        type: "object",
        properties: { a: { type: "string" } },
        required: ["a"],
        additionalProperties: true,
      },
    ],
  ];
  for (const [field, expected] of fields) {
    const { inputSchema } = tool(() => 1, z3.object({ field }));
    assert.deepEqual((inputSchema.properties as { field: unknown }).field, expected);
  }
});

test("zod mini and other schemas of the standard are read", () => {
  const { inputSchema } = tool(() => 1, mini.object({ a: mini.string() }));
  assert.deepEqual(inputSchema.required, ["a"]);
});

test("a function gets its input as the schema makes it", async () => {
  const seen: unknown[] = [];
  const inputs: InputSchema[] = [
    z.object({ at: z.string().transform((text) => text.length), limit: z.number().default(10) }),
    z3.object({ at: z3.string().transform((text) => text.length), limit: z3.number().default(10) }),
  ];
  for (const input of inputs) {
    const { engine } = hostOf(tool((given) => seen.push(given), input));
    await engine.call({ original_slug: "GREP", arguments: { at: "four" } });
    const { error } = (await engine.call({ original_slug: "GREP", arguments: { at: 4 } })) ?? {};
    assert.match(error ?? "", /^Error: the arguments do not fit: `at`: /);
  }
  assert.deepEqual(seen, Array(2).fill({ at: 4, limit: 10 }));
});

const outcomes: [string, () => unknown, { data: unknown } | { error: RegExp }][] = [
  ["an object", () => ({ found: 1 }), { data: { found: 1 } }],
  ["a promise", async () => ["a"], { data: ["a"] }],
  ["nothing", () => undefined, { data: null }],
  ["null", () => null, { data: null }],
  ["a Buffer", () => Buffer.from("abc"), { error: /3 bytes \(Buffer\); return text, such as base64/ }],
  ["bytes deep inside", () => ({ files: [{ content: new Uint8Array(5) }] }), { error: /5 bytes \(Uint8Array\)/ }],
  ["a Blob", () => ({ blob: new Blob(["ab"]) }), { error: /2 bytes \(Blob\)/ }],
  ["a number too big for JSON", () => ({ n: 1n }), { error: /cannot be written as JSON.*BigInt/ }],
  [
    "a circle",
    () => {
      const circle: Record<string, unknown> = {};
      circle.self = circle;
      return circle;
    },
    { error: /cannot be written as JSON.*circular/i },
  ],
  [
    "an error",
    () => {
      throw new RangeError("too far");
    },
    { error: /^RangeError: too far$/ },
  ],
  ["a rejection with text", () => Promise.reject("no"), { error: /^the tool threw no$/ }],
];

for (const [what, execute, expected] of outcomes) {
  test(`a function that gives ${what}`, async () => {
    const { engine } = hostOf(tool(execute));
    const answer = await engine.call({ original_slug: "GREP" });
    if ("data" in expected) assert.deepEqual(answer, expected);
    else assert.match(answer?.error ?? "", expected.error);
  });
}

test("calls find their function by toolkit and slug, and run side by side", async () => {
  const named = (slug: string, data: unknown, extendsToolkit?: string) =>
    createTool(slug, {
      name: slug,
      description: slug,
      inputParams: { type: "object" },
      execute: () => data,
      ...(extendsToolkit && { extendsToolkit }),
    });
  const { engine, host } = hostOf();
  host.register("trs_1", {
    customTools: [named("Grep", "alone"), named("GREP", "github's", "github")],
    customToolkits: [createToolkit("DEV", { name: "Dev", description: "Dev tools.", tools: [named("GREP", "dev's")] })],
  });
  const answers = await Promise.all([
    engine.call({ original_slug: "GREP" }),
    engine.call({ original_slug: "GREP", extends_toolkit: "github" }),
    engine.call({ original_slug: "GREP", toolkit: "DEV" }),
  ]);
  assert.deepEqual(answers, [{ data: "alone" }, { data: "github's" }, { data: "dev's" }]);
  assert.equal(engine.listeners(), 1);
});

test("a call of another process's function says how to give it", async () => {
  const { engine, host } = hostOf(tool(() => 1));
  const elsewhere = await engine.call({ original_slug: "GREP", session_id: "trs_2" });
  assert.match(
    elsewhere?.error ?? "",
    /^the function of LOCAL_GREP is not in this process.*use\("trs_2", \{ customTools/,
  );
  host.forget("trs_1");
  assert.ok((await engine.call({ original_slug: "GREP" }))?.error);
});

test("a cancelled call is told, and its answer goes nowhere", async () => {
  let signal: AbortSignal | undefined;
  let end: (value: unknown) => void = () => {};
  const slow = tool((_input, context) => {
    signal = context.signal;
    return new Promise((resolve) => {
      end = resolve;
    });
  });
  const { engine } = hostOf(slow);
  const callId = engine.start({ original_slug: "GREP" });
  while (!signal) await new Promise(setImmediate);
  const aborted = once(signal, "abort");
  engine.cancel(callId);
  await aborted;
  end("late");
  await new Promise(setImmediate);
  assert.equal(engine.answers.size, 0);
});

test("a tool that cannot work is refused when it is made", () => {
  const base = { name: "Grep", description: "Finds text.", inputParams: { type: "object" }, execute: () => 1 };
  const wrong: [object, RegExp][] = [
    [{ ...base, execute: undefined }, /`GREP` has no `execute`/],
    [{ ...base, inputParams: undefined }, /`GREP` has no `inputParams`/],
    [{ ...base, inputParams: z.string() }, /`inputParams` of the custom tool `GREP` describes an object, not 'string'/],
    [{ ...base, inputParams: [] }, /zod schema or JSON Schema/],
    [{ ...base, outputParams: { type: "array" } }, /`outputParams` of the custom tool `GREP` describes an object/],
  ];
  for (const [params, message] of wrong) {
    assert.throws(
      () => createTool("GREP", params as never),
      (error: unknown) => {
        assert.ok(error instanceof ValidationError, String(error));
        assert.match(error.message, message);
        return true;
      },
    );
  }
});

test("what is no custom tool is refused before the engine is asked", async (t) => {
  const composio = await freshComposio(t);
  for (const customTools of [[{}], [() => 1], ["GREP"], [null]]) {
    const made = composio.create("ana", { experimental: { customTools } as never });
    await assert.rejects(made, /a custom tool is an object with a function, made by `experimental_createTool`/);
  }
  await assert.rejects(composio.use("trs_1", { signal: AbortSignal.abort() } as never), /`signal`.*after the options/);
  await assert.rejects(composio.use("trs_1", { tools: [] } as never), /no option `tools`/);
});
