import { expect, it } from "vitest";
import { checkOptions, DEFAULT_MAX_BODY_BYTES, NOT_ONE, readHeader, settleHeaders } from "../src/adapter.ts";

it("reads a header as verify does: any case, and never one of several values", () => {
  expect(readHeader({ "X-Acme": "one" }, "x-acme")).toBe("one");
  expect(readHeader({ "x-acme": ["one", "two"] }, "x-acme")).toBe(NOT_ONE);
  expect(readHeader(new Headers(), "x-acme")).toBeUndefined();

  const once = settleHeaders(new Map([["X-Acme", "one"]]).entries());
  expect([readHeader(once, "x-acme"), readHeader(once, "x-acme")]).toEqual(["one", "one"]);
});

it("refuses options as verify does", () => {
  expect(() => checkOptions({ secret: "" })).toThrow(TypeError);
  expect(() => checkOptions({ secret: "s", maxBodyBytes: 1.5 })).toThrow(TypeError);
  expect(() => checkOptions({ secret: "s", maxBodyBytes: DEFAULT_MAX_BODY_BYTES })).not.toThrow();
});
