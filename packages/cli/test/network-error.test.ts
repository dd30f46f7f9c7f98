import { expect, test } from "vitest";
import { networkReason } from "../src/io/network-error.ts";

function errorWith(code: string): Error {
  return Object.assign(new Error("of a library"), { code });
}

test.each([
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "the certificate of a:443 is not trusted"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "NODE_EXTRA_CA_CERTS"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "the certificate of a:443 is not trusted"],
  ["EHOSTUNREACH", "a:443 cannot be reached (EHOSTUNREACH)"],
  ["UND_ERR_SOCKET", "a:443 closed the connection"],
])("%s says what happened and what to look at", (code, message) => {
  expect(networkReason(errorWith(code), "a:443")).toContain(message);
});

test("looks at the cause, which fetch hides the code in", () => {
  const error = new TypeError("fetch failed", { cause: errorWith("ECONNREFUSED") });
  expect(networkReason(error, "a:1")).toBe("nothing listens at a:1. Is it started, and is the port right?");
});

test.each([undefined, null, new Error("x"), errorWith("EACCES"), "text"])(
  "says nothing of %s: it is not about the connection",
  (error) => {
    expect(networkReason(error, "a")).toBeUndefined();
  },
);
