import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "./database.ts";
import { SqliteRows } from "./rows.ts";
import type { ThreadAnswer, ThreadCall } from "./thread-client.ts";

// The thread that owns the database: fsync stalls it, and not the thread that answers deliveries.
const port = parentPort!;

try {
  const rows = new SqliteRows(openDatabase((workerData as { path: string }).path));
  port.on("message", (call: ThreadCall) => void answer(rows, call));
  port.postMessage({ ready: true });
} catch (error) {
  port.postMessage({ failed: describe(error) });
}

async function answer(rows: SqliteRows, { id, method, args }: ThreadCall): Promise<void> {
  const reply: ThreadAnswer = await (rows[method] as (...args: unknown[]) => Promise<unknown>)
    .apply(rows, [...args])
    .then(
      (result) => ({ id, result }),
      (error: unknown) => ({ id, error: describe(error) }),
    );
  port.postMessage(reply);
  if (method === "close") port.close();
}

function describe(error: unknown): { message: string; errcode?: unknown } {
  if (!(error instanceof Error)) return { message: String(error) };
  return { message: error.message, errcode: (error as { errcode?: unknown }).errcode };
}
