import { createServer } from "node:http";
import { Duplex } from "node:stream";
import { UsageError } from "../io/usage-error.ts";
import type { SavedDelivery } from "./saved-delivery.ts";

/**
 * Reads a request as it goes over the wire, with line breaks of either kind. The first line may be
 * missing: copied headers and a body are enough.
 *
 * Node's own parser reads the head. Saved files often state another length than they have, or none,
 * so it gets the real one; a chunked body it reads itself.
 */
export async function readRawHttp(bytes: Buffer): Promise<SavedDelivery> {
  const { head, body } = split(bytes);
  const stated = valueOf(head, "content-length");
  const isChunked =
    /chunked/i.test(valueOf(head, "transfer-encoding") ?? "") &&
    /^[0-9a-f]+[ \t]*(?:;[^\r\n]*)?\r?\n/i.test(body.subarray(0, 64).toString("latin1"));
  const sent = head.filter(
    (line) => !/^content-length:/i.test(line) && (isChunked || !/^transfer-encoding:/i.test(line)),
  );
  if (!isChunked) sent.push(`Content-Length: ${body.length}`);
  const read = await parse(Buffer.from(`${sent.join("\r\n")}\r\n\r\n`, "latin1"), body);
  const headers = isChunked ? read.headers : withStatedLength(read.headers, stated);
  return { ...read, headers, notes: lengthNotes(stated, read.body, isChunked) };
}

function split(bytes: Buffer): { readonly head: string[]; readonly body: Buffer } {
  const found = /\r?\n\r?\n/.exec(bytes.toString("latin1"));
  if (found === null) {
    throw new UsageError("this is no HTTP request: there is no empty line between its headers and its body");
  }
  const lines = bytes.subarray(0, found.index).toString("latin1").split(/\r?\n/);
  const [first = ""] = lines;
  const head = /^[!#$%&'*+.^_`|~\w-]+:/.test(first) ? ["POST / HTTP/1.1", ...lines] : lines;
  head[0] = head[0]!.replace(/ HTTP\/[23](?:\.\d)?$/, " HTTP/1.1");
  return { head, body: bytes.subarray(found.index + found[0].length) };
}

function valueOf(head: readonly string[], name: string): string | undefined {
  const line = head.find((one) => one.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim();
}

async function parse(head: Buffer, body: Buffer): Promise<Omit<SavedDelivery, "notes">> {
  const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  const options = { insecureHTTPParser: true, requireHostHeader: false, maxHeaderSize: 1024 * 1024 };
  return new Promise((resolve, reject) => {
    const server = createServer(options, (request) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("error", () =>
        reject(new UsageError("this is no HTTP request: its chunked body ends early")),
      );
      request.on("end", () => {
        const { method = "POST", url = "/", rawHeaders } = request;
        resolve({ method, url, headers: pairs(rawHeaders), body: Buffer.concat(chunks) });
        socket.destroy();
      });
    });
    server.on("clientError", (error: Error & { readonly reason?: string }) => {
      reject(new UsageError(`this is no HTTP request: ${error.reason ?? error.message}`));
      socket.destroy();
    });
    server.emit("connection", socket);
    socket.push(head);
    if (body.length > 0) socket.push(body);
    socket.push(null);
  });
}

function pairs(flat: readonly string[]): [string, string][] {
  const even = flat.filter((_, index) => index % 2 === 0);
  return even.map((name, index) => [name, flat[2 * index + 1]!]);
}

/** The length as the file states it: a wrong one is evidence. */
function withStatedLength(
  headers: SavedDelivery["headers"],
  stated: string | undefined,
): SavedDelivery["headers"] {
  const others = headers.filter(([name]) => name.toLowerCase() !== "content-length");
  return stated === undefined ? others : [...others, ["Content-Length", stated]];
}

function lengthNotes(stated: string | undefined, body: Uint8Array, isChunked: boolean): string[] {
  if (stated === undefined || isChunked || Number(stated) === body.length) return [];
  const added = body.length - Number(stated);
  if (added === 1 && body.at(-1) === 0x0a) {
    return ["the file ends with a line break that the delivery did not have: did an editor add it?"];
  }
  return [`the Content-Length is ${stated}, but the file has ${body.length} bytes of body`];
}
