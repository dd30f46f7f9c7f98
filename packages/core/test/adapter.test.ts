import { expect, it } from "vitest";
import {
  assertOptions,
  DEFAULT_MAX_BODY_BYTES,
  AMBIGUOUS,
  readHeader,
  normaliseHeaders,
} from "../src/adapter.ts";

it("reads a header as verify does: any case, and never one of several values", () => {
  expect(readHeader({ "X-Acme": "one" }, "x-acme")).toBe("one");
  expect(readHeader({ "x-acme": ["one", "two"] }, "x-acme")).toBe(AMBIGUOUS);
  expect(readHeader(new Headers(), "x-acme")).toBeUndefined();

  const once = normaliseHeaders(new Map([["X-Acme", "one"]]).entries());
  expect([readHeader(once, "x-acme"), readHeader(once, "x-acme")]).toEqual(["one", "one"]);
});

it("refuses options as verify does", () => {
  expect(() => assertOptions({ secret: "" })).toThrow(TypeError);
  expect(() => assertOptions({ secret: "s", maxBodyBytes: 1.5 })).toThrow(TypeError);
  expect(() => assertOptions({ secret: "s", maxBodyBytes: DEFAULT_MAX_BODY_BYTES })).not.toThrow();
});
