#!/usr/bin/env node
import { processIo } from "./io/process-io.ts";
import { run } from "./run.ts";

/** Neither refused nor used wrongly: a fault of ours. */
const OUR_FAULT = 70;

try {
  process.exitCode = await run(process.argv.slice(2), processIo());
} catch (error) {
  console.error(
    "This is a fault of flaghook. Please report it at https://github.com/flaghook/flaghook/issues",
  );
  console.error(error);
  process.exitCode = OUR_FAULT;
}
