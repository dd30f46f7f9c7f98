import type { Io } from "../io/io.ts";
import { readAll } from "../io/read-all.ts";
import { UsageError } from "../io/usage-error.ts";
import { readFlags } from "../delivery/flags.ts";
import { readRawHttp } from "../delivery/raw-http.ts";
import type { Form, SavedDelivery } from "../delivery/saved-delivery.ts";

/** Where a delivery is, as options say it. */
export interface DeliverySource {
  readonly header?: readonly string[];
  readonly body?: string;
  readonly form?: Form;
  readonly entry?: number;
}

/** Reads the delivery that `file` or the options name. `-` is the standard input. */
export async function readDelivery(
  file: string | undefined,
  source: DeliverySource,
  io: Io,
): Promise<SavedDelivery> {
  const { header, body, form, entry } = source;
  if (header !== undefined || body !== undefined) {
    if (file !== undefined) throw new UsageError("give a file, or --header and --body, not both");
    return readFlags(source, io);
  }
  if (file === undefined) {
    throw new UsageError("which delivery? Name a file, - for the standard input, or --header and --body");
  }
  const bytes = isCurl(file) ? Buffer.from(file) : await readAll(file, io);
  if (bytes.length === 0) throw new UsageError(`${file === "-" ? "the standard input" : file} is empty`);
  return readSaved(bytes, form ?? guessForm(bytes), entry);
}

async function readSaved(bytes: Buffer, form: Form, entry: number | undefined): Promise<SavedDelivery> {
  if (form === "http") return readRawHttp(bytes);
  if (form === "curl") {
    const { readCurl } = await import("../curl/read-curl.ts");
    return readCurl(bytes);
  }
  const { readHar } = await import("../delivery/har.ts");
  return readHar(parseJson(bytes), entry);
}

/** Guesses the form of saved bytes by how they begin. */
function guessForm(bytes: Buffer): Form {
  const start = bytes.subarray(0, 4096).toString("latin1");
  if (/^[\s\xEF\xBB\xBF]*\{/.test(start)) return "har";
  return /^(?:\s|#[^\n]*\n)*(?:\$ )?(?:[\w./=-]+ +)*?[\w./]*curl(?:\.exe)?[ \t\\]/.test(start)
    ? "curl"
    : "http";
}

/** A command line in place of a file's name. */
function isCurl(file: string): boolean {
  return /^\s*(?:\$ )?curl\s/.test(file);
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new UsageError(
      "this is neither an HTTP archive nor a request. A body alone is not enough: the signature is in a " +
        "header. Use --header and --body @FILE.",
      { cause: error },
    );
  }
}
