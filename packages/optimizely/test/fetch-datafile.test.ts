import { expect, test } from "vitest";
import { fetchDatafile, verify, type DatafileUpdatedEvent } from "../src/index.ts";
import { vectors } from "./vectors.ts";

const [published] = vectors.genuine;
const event = verify(published!, { secret: published!.secret }) as DatafileUpdatedEvent;

function sends(response: Response | Error): typeof fetch {
  return async () => {
    if (response instanceof Error) throw response;
    return response;
  };
}

test("fetches the published URL once, without following redirects, and gives its JSON", async () => {
  const calls: unknown[] = [];
  const datafile = await fetchDatafile(event, {
    fetch: async (url, init) => {
      calls.push([url, init?.redirect]);
      return Response.json({ revision: "13" });
    },
  });
  expect(datafile).toEqual({ revision: "13" });
  expect(calls).toEqual([[event.payload.data.cdn_url, "manual"]]);
});

test.each([
  {
    name: "a redirect",
    response: Response.redirect("https://cdn.optimizely.com/x", 302),
    says: "status 302",
  },
  { name: "what is no JSON", response: new Response("body-text"), says: "not JSON" },
  {
    name: "bytes that are no UTF-8",
    response: new Response(new Uint8Array([34, 255, 34])),
    says: "not JSON",
  },
  { name: "more than maxBytes", response: new Response("[1,2,3,4,5,6]"), says: "over 10 bytes" },
  { name: "a failed connection", response: new Error("body-text"), says: "could not be reached" },
])("refuses $name, and never holds the body", async ({ response, says }) => {
  const error: unknown = await fetchDatafile(event, { fetch: sends(response), maxBytes: 10 }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: "DatafileError", message: expect.stringContaining(says) as unknown });
  expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain("body-text");
  expect(error).not.toHaveProperty("cause");
});

test("ends a body that never ends when the time is over", async () => {
  const response = new Response(new ReadableStream());
  await expect(fetchDatafile(event, { fetch: sends(response), timeoutMs: 1 })).rejects.toThrow("within 1 ms");
});

test("ends a fetch that does not look at its signal", async () => {
  await expect(fetchDatafile(event, { fetch: () => new Promise(() => {}), timeoutMs: 1 })).rejects.toThrow(
    "within 1 ms",
  );
});

test.each(["http://cdn.optimizely.com/a", "https://cdn.optimizely.com.evil.example/a", "https://127.0.0.1/"])(
  "does not fetch %s",
  async (cdn_url) => {
    const data = { ...event.payload.data, cdn_url };
    const other = { ...event, payload: { ...event.payload, data } };
    const never = sends(new Error("was called"));
    await expect(fetchDatafile(other, { fetch: never })).rejects.toThrow("Do not fetch it");
  },
);

test.each([{ maxBytes: 0 }, { timeoutMs: 2 ** 31 }, { timeoutMs: Number.NaN }, { fetch: 5 }, { retries: 1 }])(
  "refuses the options %j",
  async (options) => {
    await expect(fetchDatafile(event, options as object)).rejects.toBeInstanceOf(TypeError);
  },
);
