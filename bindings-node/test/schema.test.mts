/** A tool's schema in the forms model providers take, and arguments back from them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanSchema, geminiSchema, type JsonSchema, restoreArguments, strictSchema } from "@composio/core";

const object = (properties: Record<string, unknown>, rest: object = {}): JsonSchema => ({
  type: "object",
  properties,
  ...rest,
});
const text = { type: "string" };

const clean: [string, JsonSchema, JsonSchema][] = [
  ["nothing becomes an object without properties", {}, object({})],
  ["lists say what they hold", object({ a: { type: "array" } }), object({ a: { type: "array", items: {} } })],
  [
    "references are written out, and words beside them stay",
    object({ a: { $ref: "#/$defs/A", description: "mine" } }, { $defs: { A: { type: "string", description: "its" } } }),
    object({ a: { type: "string", description: "mine" } }),
  ],
  [
    "a reference in a name with marks is found",
    object({ a: { $ref: "#/$defs/x~1y" } }, { $defs: { "x/y": text } }),
    object({ a: text }),
  ],
  [
    "a schema that holds itself ends",
    object({ a: { $ref: "#" } }),
    object({ a: { type: "object", properties: { a: {} } } }),
  ],
  ["a reference that leads nowhere is anything", object({ a: { $ref: "#/$defs/gone" } }), object({ a: {} })],
  [
    "a choice at the top becomes its properties, of which the shared ones are required",
    {
      oneOf: [object({ id: text, a: text }, { required: ["id", "a"] }), object({ id: text }, { required: ["id"] })],
    },
    object({ id: text, a: text }, { required: ["id"], description: "Give id and a, or id." }),
  ],
  [
    "a property that differs between alternatives is either",
    { anyOf: [object({ a: text }), object({ a: { type: "integer" } })] },
    object({ a: { anyOf: [text, { type: "integer" }] } }),
  ],
  [
    "parts at the top are put together",
    { allOf: [object({ a: text }, { required: ["a"] }), object({ b: text }, { required: ["b"] })] },
    object({ a: text, b: text }, { required: ["a", "b"] }),
  ],
  [
    "objects that say nothing of their keys say that they hold anything, wherever they stand",
    object(
      {
        a: { type: "object", description: "any" },
        b: { type: ["object", "null"] },
        c: { anyOf: [text, { type: "object" }] },
        d: { type: "array", items: { $ref: "#/$defs/D" } },
        e: object({ f: { type: "object" } }),
        g: { type: "object", additionalProperties: { type: "object" } },
      },
      { $defs: { D: { type: "object" } } },
    ),
    object({
      a: { type: "object", description: "any", additionalProperties: true },
      b: { type: ["object", "null"], additionalProperties: true },
      c: { anyOf: [text, { type: "object", additionalProperties: true }] },
      d: { type: "array", items: { type: "object", additionalProperties: true } },
      e: object({ f: { type: "object", additionalProperties: true } }),
      g: { type: "object", additionalProperties: { type: "object", additionalProperties: true } },
    }),
  ],
  [
    "objects that say something of them stay as they are",
    object(
      {
        a: object({}),
        b: { type: "object", additionalProperties: false },
        c: { type: "object", additionalProperties: text },
        d: { type: "object", patternProperties: { "^x-": text } },
        e: { allOf: [{ $ref: "#/$defs/E" }, object({ a: text }, { additionalProperties: false })] },
        f: { $ref: "#/$defs/F", type: "object" },
      },
      { $defs: { E: { type: "object" }, F: { type: "object", additionalProperties: false } } },
    ),
    object({
      a: object({}),
      b: { type: "object", additionalProperties: false },
      c: { type: "object", additionalProperties: text },
      d: { type: "object", patternProperties: { "^x-": text } },
      e: { allOf: [{ type: "object" }, object({ a: text }, { additionalProperties: false })] },
      f: { type: "object", additionalProperties: false },
    }),
  ],
  ["a property may be called like a keyword", object({ $ref: text, items: text }), object({ $ref: text, items: text })],
];

for (const [name, given, expected] of clean)
  test(`clean: ${name}`, () => assert.deepEqual(cleanSchema(given), expected));

const NAMES = Array.from({ length: 20 }, (_, index) => `D${index}`);
const holding = (others: (index: number) => string[]): JsonSchema => ({
  ...object({ first: { $ref: "#/$defs/D0" }, last: { $ref: "#/$defs/D19" } }),
  $defs: Object.fromEntries(
    NAMES.map((name, index) => {
      const held = others(index).map((other, at) => [`${other}_${at}`, { $ref: `#/$defs/${other}` }]);
      return [name, object({ name: text, ...Object.fromEntries(held) })];
    }),
  ),
});

const endless: [string, JsonSchema][] = [
  ["all hold each other", holding(() => NAMES)],
  ["each holds the next twice", holding((index) => NAMES.slice(index + 1, index + 2).flatMap((next) => [next, next]))],
];

for (const [name, given] of endless) {
  test(`clean: definitions of which ${name} are cut where it gets too much, on all sides alike`, () => {
    const { properties } = cleanSchema(given) as { properties: Record<string, { properties: object }> };
    for (const side of ["first", "last"]) assert.deepEqual(Object.values(properties[side]?.properties ?? {})[0], text);
    assert.ok(JSON.stringify(properties).length < 50_000);
  });
}

test("clean: a chain of references is followed to its end", () => {
  const chain = holding((index) => NAMES.slice(index + 1, Math.min(index + 2, 15)));
  assert.match(JSON.stringify(cleanSchema(chain)), /D14_0":\{"type":"object","properties":\{"name"/);
});

const strict: [string, JsonSchema, JsonSchema | undefined][] = [
  [
    "what was optional may be null, and its default is told",
    object({ a: text, n: { type: "integer", default: 3, description: "How many." } }, { required: ["a"] }),
    object(
      { a: text, n: { type: ["integer", "null"], description: "How many. Default: 3." } },
      { required: ["a", "n"], additionalProperties: false },
    ),
  ],
  [
    "so may an enum and a choice",
    object({ e: { type: "string", enum: ["x"] }, c: { oneOf: [text, { type: "integer" }] }, k: { const: 1 } }),
    object(
      {
        e: { type: ["string", "null"], enum: ["x", null] },
        c: { anyOf: [text, { type: "integer" }, { type: "null" }] },
        k: { enum: [1, null] },
      },
      { required: ["e", "c", "k"], additionalProperties: false },
    ),
  ],
  [
    "words the mode does not know go",
    object({ a: { type: "string", minLength: 1, format: "uri" } }, { required: ["a"] }),
    object({ a: text }, { required: ["a"], additionalProperties: false }),
  ],
  [
    "objects in lists are closed too",
    object({ l: { type: "array", items: object({ a: text }) } }, { required: ["l"] }),
    object(
      {
        l: {
          type: "array",
          items: object({ a: { type: ["string", "null"] } }, { required: ["a"], additionalProperties: false }),
        },
      },
      { required: ["l"], additionalProperties: false },
    ),
  ],
  ["free keys have no strict form", object({ a: { type: "object" } }), undefined],
  ["nor has a map", object({ a: { type: "object", properties: {}, additionalProperties: text } }), undefined],
  ["nor has a value of any type", object({ a: { description: "JSON" } }), undefined],
  ["no arguments do", {}, object({}, { required: [], additionalProperties: false })],
];

for (const [name, given, expected] of strict)
  test(`strict: ${name}`, () => assert.deepEqual(strictSchema(given), expected));

const ANY = ["object", "string", "number", "boolean"].map((type) => ({ type }));

const gemini: [string, unknown, unknown][] = [
  ["null is a flag", { type: ["string", "null"] }, { type: "string", nullable: true }],
  ["a type of several is a choice", { type: ["string", "integer"] }, { anyOf: [text, { type: "integer" }] }],
  ["a choice with null is a flag", { oneOf: [text, { type: "null" }] }, { type: "string", nullable: true }],
  ["enums hold text alone", { type: "integer", enum: [1, 2] }, { type: "integer", description: "One of 1, 2." }],
  ["a constant is an enum", { const: "x" }, { type: "string", enum: ["x"] }],
  ["unknown formats go", { type: "string", format: "uri" }, text],
  ["known ones stay", { type: "integer", format: "int32" }, { type: "integer", format: "int32" }],
  ["a default is told", { type: "boolean", default: false }, { type: "boolean", description: "Default: false." }],
  ["what has no type is a choice of types", { description: "d" }, { description: "d", anyOf: ANY }],
  ["a list says what it holds", { type: "array" }, { type: "array", items: { anyOf: ANY } }],
  ["words of other types go", { type: "object", additionalProperties: false, minProperties: 1 }, { type: "object" }],
];

for (const [name, given, expected] of gemini) {
  test(`gemini: ${name}`, () => assert.deepEqual(geminiSchema(object({ a: given })), object({ a: expected })));
}

const SCHEMA = object(
  { a: text, o: { type: "object" }, l: { type: "array", items: object({ n: { type: "integer" } }) }, z: {} },
  { required: ["a"] },
);
const restored: [string, Record<string, unknown>, Record<string, unknown>][] = [
  ["null for something optional was left out", { a: "x", o: null, l: [{ n: null }] }, { a: "x", l: [{}] }],
  ["null where it is demanded is for the engine to judge", { a: null }, { a: null }],
  ["an object and a list may be text", { o: '{"k": 1}', l: '[{"n": 1}]' }, { o: { k: 1 }, l: [{ n: 1 }] }],
  ["text that is no object stays", { o: "[1]", l: "nonsense" }, { o: "[1]", l: "nonsense" }],
  ["text where text is asked stays", { a: "{}" }, { a: "{}" }],
  ["what has no type stays", { z: null, unknown: null }, { z: null, unknown: null }],
];

for (const [name, given, expected] of restored) {
  test(`arguments: ${name}`, () => assert.deepEqual(restoreArguments(given, SCHEMA), expected));
}

test("the schema that is given stays as it is", () => {
  const given = object({ a: { $ref: "#/$defs/A" } }, { $defs: { A: { type: "array", enum: [[1]] } }, oneOf: [{}] });
  const before = structuredClone(given);
  for (const form of [cleanSchema, strictSchema, geminiSchema]) form(given);
  const { properties } = cleanSchema(given) as { properties: { a: { enum: unknown[] } } };
  properties.a.enum.push("changed");
  assert.deepEqual(given, before);
});
