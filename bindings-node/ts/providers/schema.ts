/** A tool's input schema in the forms model providers take, and arguments back from them. All pure. */

export { cleanSchema } from "./schema/clean.js";
export { geminiSchema } from "./schema/gemini.js";
export { PropertyNames } from "./schema/names.js";
export { restoreArguments } from "./schema/restore.js";
export { strictSchema } from "./schema/strict.js";
