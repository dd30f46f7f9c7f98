import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "./database.ts";
import { SqliteRows } from "./sqlite-rows.ts";
import type { ThreadResponse, ThreadCall } from "./thread-client.ts";

// The thread that owns the database: fsync stalls this one, and not the one that receives webhooks.
const port = parentPort!;

try {
  const { path } = workerData as { path: string };
  const rows = new SqliteRows(openDatabase(path), path);
  port.on("message", (call: ThreadCall) => void respond(rows, call));
  port.postMessage({ ready: true });
} catch (error) {
  port.postMessage({ failed: describe(error) });
}

async function respond(rows: SqliteRows, { id, method, args }: ThreadCall): Promise<void> {
  const response: ThreadResponse = await (rows[method] as (...args: unknown[]) => Promise<unknown>)
    .apply(rows, [...args])
    .then(
      (result) => ({ id, result }),
      (error: unknown) => ({ id, error: describe(error) }),
    );
  port.postMessage(response);
  if (method === "close") port.close();
}

function describe(error: unknown): { message: string; errcode?: unknown } {
  if (!(error instanceof Error)) return { message: String(error) };
  return { message: error.message, errcode: (error as { errcode?: unknown }).errcode };
}
