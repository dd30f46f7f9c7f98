import { expect, test } from "vitest";
import { newFlag, openTestRadar, type TestRadar } from "./open-test-radar.ts";

/** Reads a stream until as many messages came. */
async function messagesOf(
  { app }: TestRadar,
  count: number,
  { query = "", lastEventId }: { query?: string; lastEventId?: string } = {},
): Promise<readonly string[]> {
  const abort = new AbortController();
  const response = await app.request(`/api/changes/stream${query}`, {
    headers: { host: "localhost", ...(lastEventId !== undefined && { "last-event-id": lastEventId }) },
    signal: abort.signal,
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const messages = (): string[] =>
    text
      .split("\n\n")
      .slice(0, -1)
      .filter((part) => /^(?:data|event|id):/m.test(part));
  while (messages().length < count) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
  }
  abort.abort();
  await reader.cancel().catch(() => {});
  return messages().map((message) =>
    message.replace(
      /^data: (\{.*)$/m,
      (_all, json: string) => `data: ${(JSON.parse(json) as { flag: string }).flag}`,
    ),
  );
}

test("goes on after the last id without a gap or a repeat", async () => {
  const radar = await openTestRadar();
  for (const flag of ["one", "two", "three"]) await radar.send("goff", newFlag(flag));
  const rest = ["data: two\nid: 2", "data: three\nid: 3"];
  expect(await messagesOf(radar, 2, { lastEventId: "1" })).toEqual(rest);
  expect(await messagesOf(radar, 2, { query: "?after=1" })).toEqual(rest);
});

test("the id of a reconnect outranks the address", async () => {
  const radar = await openTestRadar();
  for (const flag of ["one", "two", "three"]) await radar.send("goff", newFlag(flag));
  expect(await messagesOf(radar, 1, { query: "?after=1", lastEventId: "2" })).toEqual(["data: three\nid: 3"]);
});

test("a filter keeps lines back", async () => {
  const radar = await openTestRadar();
  for (const flag of ["one", "two", "three"]) await radar.send("goff", newFlag(flag));
  expect(await messagesOf(radar, 1, { query: "?after=0&flag=two" })).toEqual(["data: two\nid: 2"]);
});

test("sends what comes while it is open, refusals and the removal of samples among it", async () => {
  const radar = await openTestRadar();
  await radar.addSamples();
  const reading = messagesOf(radar, 3);
  await new Promise((resolve) => setImmediate(resolve));
  const headers = { host: "localhost" };
  await radar.app.request("/webhooks/goff", { method: "POST", body: "{}" });
  await radar.app.request("/api/samples", { method: "DELETE", headers });
  await radar.send("goff", newFlag("live"));
  const messages = await reading;
  expect(messages.map((message) => message.replace(/\d+/, "n"))).toEqual(
    expect.arrayContaining(["event: refused\ndata: ", "event: removed\ndata: ", "data: live\nid: n"]),
  );
});
