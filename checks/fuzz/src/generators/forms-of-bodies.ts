import { createContext, runInContext } from "node:vm";

// One realm for all cases: making one takes longer than a hundred verifications.
const Foreign = runInContext("Uint8Array", createContext()) as typeof Uint8Array;

/** No stream is read: one is enough. */
const STREAM = new ReadableStream();

/** Every form in which a raw body may be given. */
export const FORMS_OF_BODIES: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  bytes: (bytes) => Uint8Array.from(bytes),
  Buffer: (bytes) => Buffer.from(bytes),
  "a part of a larger buffer": (bytes) => {
    const larger = new Uint8Array(bytes.length + 16).fill(0x7b);
    larger.set(bytes, 7);
    return larger.subarray(7, 7 + bytes.length);
  },
  ArrayBuffer: (bytes) => Uint8Array.from(bytes).buffer,
  DataView: (bytes) => new DataView(Uint8Array.from(bytes).buffer),
  "bytes of another realm": (bytes) => Foreign.from(bytes),
};

/** What a parser, a forgotten await or a mistake makes of a body. */
export const NO_RAW_BODIES: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  "a parsed object": () => ({ type: "order" }),
  "an array of numbers": (bytes) => [...bytes.subarray(0, 10)],
  undefined: () => undefined,
  null: () => null,
  "a number": () => 7,
  "a stream": () => STREAM,
  "shared memory": (bytes) => new Uint8Array(new SharedArrayBuffer(bytes.length)),
};
