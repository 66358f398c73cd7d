#!/usr/bin/env node
/** The program `composio`, as the package installs it. The commands themselves are the engine's. */

import { binding } from "./native/binding.js";

/** What a shell says of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

async function main(): Promise<void> {
  const { CancelHandle, commandLine } = binding();
  const cancel = new CancelHandle();
  let interrupted = false;
  process.once("SIGINT", () => {
    interrupted = true;
    // Ended here, the command puts the terminal back as it was.
    cancel.cancel();
  });
  try {
    process.exitCode = await commandLine(process.argv.slice(2), cancel);
  } catch (thrown) {
    if (!interrupted) throw thrown;
    // At once: a thread of the engine may still read the keyboard.
    process.exit(INTERRUPTED);
  }
}

void main();
