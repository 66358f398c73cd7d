/** Ends with calls pending. */

import { pendingWait } from "./pending.mjs";

await pendingWait(JSON.parse(process.argv[2] ?? "{}"));
process.exit(7);
