/** Google's Gen AI SDK with our tools. */

import { geminiSchema, type JsonSchema } from "@composio/core";
import { GoogleProvider } from "@composio/google";
import { type Content, type FunctionCall, GoogleGenAI, type Part } from "@google/genai";
import { testFramework } from "../../testing/agentic.mts";
import { Loop, testMistakenAnswers } from "../../testing/looping.mts";

const provider = new GoogleProvider();

await testFramework({
  folder: `${import.meta.dirname}/..`,
  provider: new Loop(provider),
  environment: (url) => ({ GOOGLE_GEMINI_BASE_URL: url, GEMINI_API_KEY: "test" }),
  offers: (schema) => inUpperCase(geminiSchema(schema)),
  async run({ tools, target }, prompt, { signal, onText }) {
    const ai = new GoogleGenAI({});
    const contents: Content[] = [{ role: "user", parts: [{ text: prompt }] }];
    for (;;) {
      const config = { tools: [{ functionDeclarations: tools }], abortSignal: signal };
      const request = { model: "gemini-3-pro", contents, config };
      const parts: Part[] = [];
      const chunks = onText
        ? await ai.models.generateContentStream(request)
        : [await ai.models.generateContent(request)];
      for await (const chunk of chunks) {
        parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []));
        if (onText && chunk.text) onText(chunk.text);
      }
      const functionCalls = parts.flatMap(({ functionCall }): FunctionCall[] => (functionCall ? [functionCall] : []));
      const results = await provider.handleToolCalls(target, { functionCalls }, { signal });
      if (results.length === 0) return parts.map(({ text }) => text ?? "").join("");
      contents.push({ role: "model", parts }, { role: "user", parts: results });
    }
  },
});

/** The SDK writes the names of types in upper case. */
function inUpperCase(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (word, entry) =>
    word === "type" && typeof entry === "string" ? entry.toUpperCase() : entry,
  );
}

testMistakenAnswers((target, answer) => new GoogleProvider().handleToolCalls(target, answer));
