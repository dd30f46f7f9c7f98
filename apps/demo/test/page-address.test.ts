import { expect, test } from "vitest";
import {
  filterOf,
  filterSearch,
  formatAddress,
  halfHourBefore,
  parseAddress,
} from "../web/src/address/address.ts";

const parse = (path: string) => parseAddress(new URL(path, "http://localhost"));

test.each([
  "/",
  "/refused",
  "/flags",
  "/flags?flag=checkout-v2&environment=staging&span=1h&line=3",
  "/?q=a+b&from=2026-11-29T11%3A00%3A00.000Z&line=12",
  "/?kind=flag&flag=x%26y&span=1h",
])("the address %s is the same after reading and writing it", (path) => {
  expect(formatAddress(parse(path))).toBe(path);
});

test.each(["/?kind=nonsense", "/?from=yesterday", "/?line=-1", "/?line=1e9", "/?unknown=1"])(
  "what makes no sense in %s counts as absent",
  (path) => {
    expect(formatAddress(parse(path))).toBe("/");
  },
);

test("the half hour before a moment ends with the moment", () => {
  expect(halfHourBefore("2026-11-29T12:00:00.000Z")).toEqual({
    from: "2026-11-29T11:30:00.000Z",
    to: "2026-11-29T12:00:00.000Z",
  });
});

test("filters for the API and for live lines are those of the address, and nothing else", () => {
  const address = parse("/?provider=goff&to=2026-11-29T12:00:00Z&span=1h&line=3");
  expect(filterSearch(address).toString()).toBe("provider=goff&to=2026-11-29T12%3A00%3A00Z");
  expect(filterOf(address)).toEqual({ provider: "goff", to: new Date("2026-11-29T12:00:00Z") });
});
