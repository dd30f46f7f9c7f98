import { Option } from "@commander-js/extra-typings";
import { FORMS, type Form } from "../delivery/saved-delivery.ts";
import { UsageError } from "../io/usage-error.ts";
import { collect } from "../secrets/secret-options.ts";

/** `--header 'Name: value'`, which may be repeated. */
export function headerOption(): Option<"-H, --header <line>", undefined, undefined, string[]> {
  return new Option("-H, --header <line>", "a header, as 'Name: value' (repeat)").argParser(collect);
}

/** `--body TEXT`. */
export function bodyOption(): Option<"--body <text>"> {
  return new Option("--body <text>", "the body: text, @FILE or @- for the standard input");
}

/** `--form http`. */
export function formOption(): Option<"--form <form>", undefined, undefined, undefined, false, Form> {
  return new Option("--form <form>", "how the delivery was saved (default: by its content)").choices(FORMS);
}

/** `--entry 3`. */
export function entryOption(): Option<"--entry <number>", undefined, undefined, number> {
  return new Option("--entry <number>", "which entry of an HTTP archive, from 1").argParser(readCount);
}

/** `--at 2026-11-29T06:00:00Z`. */
export function atOption(): Option<"--at <time>", undefined, undefined, Date> {
  return new Option(
    "--at <time>",
    "judge signed times as of this time, such as 2026-11-29T06:00:00Z",
  ).argParser(readTime);
}

/** A whole number from 1. */
export function readCount(text: string): number {
  const count = Number(text);
  if (/^[1-9]\d*$/.test(text) && Number.isSafeInteger(count)) return count;
  throw new UsageError(`${JSON.stringify(text)} is no whole number from 1`);
}

/** A time in ISO 8601. */
function readTime(text: string): Date {
  const time = new Date(text);
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(time.getTime())) return time;
  throw new UsageError(`${JSON.stringify(text)} is no time: write it as 2026-11-29T06:00:00Z`);
}
