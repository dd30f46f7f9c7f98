import { describe, expect, it } from "vitest";
import { createReceiver } from "../../src/index.ts";
import { acme, deliver, PING, SECRET } from "../support/acme.ts";
import { receiverWith } from "../support/receiver-with.ts";
import { servers } from "../support/servers.ts";

describe("methods", () => {
  it.each(["POST", "PUT", "PATCH"])("takes %s where it is named", async (method) => {
    const { receive } = receiverWith({ methods: ["POST", "PUT", "PATCH"], onEvent: () => {} });
    expect(await receive({ ...deliver(PING), method })).toMatchObject({ status: 200 });
  });

  it("refuses POST where it is not named", async () => {
    const { receive } = receiverWith({ methods: ["PUT"] });
    expect(await receive(deliver(PING))).toMatchObject({ status: 405, headers: { allow: "PUT, OPTIONS" } });
  });

  it("defaults to what the provider says", async () => {
    const provider = Object.create(acme, { methods: { value: ["PUT"] } }) as typeof acme;
    const receive = createReceiver({ provider, secret: SECRET, onError: () => {} });
    expect(await receive({ ...deliver(PING), method: "PUT" })).toMatchObject({ status: 200 });
    expect(await receive(deliver(PING))).toMatchObject({ status: 405 });
  });

  it("reports the refusal of a method that a provider may send, and no other", async () => {
    const { receive, errors } = receiverWith({});
    for (const method of ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]) {
      await receive({ ...deliver(PING), method });
    }
    expect(errors).toMatchObject([
      { name: "ReceiverError", code: "method-not-allowed", status: 405, provider: "acme" },
      { name: "ReceiverError", code: "method-not-allowed", status: 405, provider: "acme" },
    ]);
    expect(String(errors[0])).toContain("name it in methods");
  });

  it.each([
    { name: "none", methods: [] },
    { name: "a text", methods: "PUT" },
    { name: "lower case", methods: ["put"] },
    { name: "OPTIONS", methods: ["POST", "OPTIONS"] },
    { name: "HEAD", methods: ["HEAD"] },
    { name: "a number", methods: [7] },
  ])("refuses $name when it is made", ({ methods }) => {
    expect(() => receiverWith({ methods: methods as string[] })).toThrow(TypeError);
    expect(() => receiverWith({ methods: methods as string[] })).toThrow(/methods must be a list/);
  });

  it.each(servers.filter(({ name }) => !name.includes("HTTP/2")))("takes PUT on $name", async ({ start }) => {
    const server = await start({
      provider: acme,
      secret: SECRET,
      methods: ["POST", "PUT"],
      onEvent: () => {},
    });
    const { headers, body } = deliver(PING);
    const response = await fetch(`${server.origin}/hook`, {
      method: "PUT",
      headers: { ...headers, "content-type": "application/json" },
      body,
    });
    expect([response.status, await response.text()]).toEqual([200, '{"code":"handled"}']);
    await server.close();
  });
});
