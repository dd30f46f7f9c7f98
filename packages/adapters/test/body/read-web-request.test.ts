import { describe, expect, it } from "vitest";
import { createReceiver, type IncomingDelivery } from "../../src/index.ts";
import { acme, deliver, PING, SECRET } from "../support/acme.ts";

const { headers } = deliver(PING);
const short = { ...headers, "content-length": String(PING.length) };

/** A receiver, and what it reports. */
function reporting(): { receive: (given: IncomingDelivery) => Promise<string>; errors: unknown[] } {
  const errors: unknown[] = [];
  const receive = createReceiver({
    provider: acme,
    secret: SECRET,
    maxBodyBytes: 1024,
    onError: (error) => errors.push(error),
  });
  return { receive: async (given) => JSON.parse((await receive(given)).body).code, errors };
}

function requestOf(body: BodyInit): Request {
  return new Request("http://localhost/hook", { method: "POST", body, duplex: "half" } as RequestInit);
}

/** A Request of which nobody may ask for the stream. */
function streamless(text: string): Request {
  const request = requestOf(text);
  return Object.defineProperty(request, "body", { get: () => expect.unreachable() });
}

describe("a Request whose headers say that its body is short", () => {
  it("is read without its stream, which costs some servers more than the rest of a delivery", async () => {
    expect(await reporting().receive({ headers: short, body: streamless(PING) })).toBe("ignored");
  });

  it("is read to its end without its stream when it is refused before", async () => {
    const body = streamless(PING);
    expect(await reporting().receive({ headers: { "content-length": "9" }, body })).toBe("missing-signature");
    expect(body.bodyUsed).toBe(true);
  });

  it("is refused unread when even that is over the limit", async () => {
    const body = streamless(PING);
    const code = await reporting().receive({ headers: { ...headers, "content-length": "1025" }, body });
    expect(code).toBe("body-too-large");
  });

  it("is refused when it is longer than they say, and over the limit", async () => {
    const body = requestOf(PING.padEnd(1025));
    expect(await reporting().receive({ headers: short, body })).toBe("body-too-large");
  });

  it("is refused as incomplete when it is shorter", async () => {
    const { receive, errors } = reporting();
    const longer = { ...headers, "content-length": "99" };
    expect(await receive({ headers: longer, body: requestOf(PING) })).toBe("incomplete-body");
    expect(String(errors[0])).toContain(`only ${PING.length} of 99 bytes`);
  });

  it("is refused as incomplete when it breaks off", async () => {
    const { receive, errors } = reporting();
    const stream = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });
    expect(await receive({ headers: short, body: requestOf(stream) })).toBe("incomplete-body");
    expect(String(errors[0])).toContain("the body broke off before its end.");
  });

  it("keeps the status of its stream's error", async () => {
    const error = Object.assign(new Error("limit"), { status: 413 });
    const stream = new ReadableStream({ pull: (controller) => controller.error(error) });
    expect(await reporting().receive({ headers: short, body: requestOf(stream) })).toBe("body-too-large");
  });

  it("is not raw when somebody has read it, or is reading it", async () => {
    const read = requestOf(PING);
    await read.json();
    const locked = requestOf(PING);
    locked.body!.getReader();
    expect(await reporting().receive({ headers: short, body: read })).toBe("body-not-raw");
    expect(await reporting().receive({ headers: short, body: locked })).toBe("body-not-raw");
  });
});

it.each([
  { name: "whose length nobody says", length: {} },
  { name: "in chunks", length: { "content-length": "9", "transfer-encoding": "chunked" } },
])("a Request $name is read as a stream, up to the limit", async ({ length }) => {
  let read = 0;
  const stream = new ReadableStream({
    pull(controller) {
      if (++read === 64) controller.close();
      else controller.enqueue(new Uint8Array(1000));
    },
  });
  const code = await reporting().receive({ headers: { ...headers, ...length }, body: requestOf(stream) });
  expect(code).toBe("body-too-large");
  expect(read).toBeLessThan(10);
});
