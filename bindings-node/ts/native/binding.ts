/** The native addon: where it is looked for, what it exports, what to say when it is missing. */

import { existsSync } from "node:fs";
import { join } from "node:path";

export interface NativeCancelHandle {
  cancel(): void;
}

/** Everything crosses as JSON text; failures are `Error`s whose message is the engine's error JSON. */
export interface NativeEngine {
  call(operation: string, requestJson: string, cancel?: NativeCancelHandle): Promise<string>;
  /**
   * Lets `run` run this thread's custom tools; it answers with `answerTool`. `cancel` says that nobody waits any more.
   * Neither may throw, and neither keeps the process alive.
   */
  hostTools(run: (callId: number, callJson: string) => void, cancel: (callId: number) => void): void;
  /**
   * `{"data": any}`, `{"error": "text"}`, or `{"unregistered": true}` where there is no function for the tool. False
   * where nobody waits any more, or it was answered before.
   */
  answerTool(callId: number, answerJson: string): boolean;
  mcpEndpoint(sessionId: string): string;
  describe(): string;
  close(): Promise<void>;
}

export interface NativeBinding {
  Engine: { open(settingsJson: string): NativeEngine };
  CancelHandle: new () => NativeCancelHandle;
  commandLine(args: string[], cancel: NativeCancelHandle): Promise<number>;
  errorTable(): string;
}

let loaded: NativeBinding | undefined;

/** Loads the addon once per thread, at first use, so that importing the package costs nothing. */
export function binding(): NativeBinding {
  loaded ??= load(join(__dirname, "..", "..", "native", `composio.${target()}.node`));
  return loaded;
}

export function load(path: string): NativeBinding {
  if (!existsSync(path)) {
    throw new Error(
      `@composio/core has no native engine for ${target()}: \`${path}\` does not exist. ` +
        "In a checkout, run `npm run build`. In an installed package, install the build for this platform, " +
        "or build one from source with Rust and `npm run build:release`.",
    );
  }
  return require(path) as NativeBinding;
}

/** Operating system, processor and, on Linux, the C library. */
export function target(): string {
  const libc = process.platform === "linux" ? (usesGlibc() ? "-gnu" : "-musl") : "";
  return `${process.platform}-${process.arch}${libc}`;
}

function usesGlibc(): boolean {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime !== undefined;
}
