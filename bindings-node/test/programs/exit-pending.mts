/** Ends with calls pending. */

import { leavePending } from "./pending.mjs";

await leavePending(JSON.parse(process.argv[2] ?? "{}"), 200);
process.exit(7);
