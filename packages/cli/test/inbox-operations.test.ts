import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { list, remove, retry, show, type Operation } from "../src/actions/inbox.ts";
import type { OperatedInbox, RowDetails } from "../src/inbox/operated-inbox.ts";
import type { Io } from "../src/io/io.ts";

const details: RowDetails = {
  id: "7",
  provider: "github",
  scope: "acme",
  name: "push",
  dedupeKey: "sha256:ab",
  unsignedId: "a guid",
  state: "dead",
  reason: "schema-mismatch",
  error: "push.ref: expected string",
  attempt: 0,
  replay: true,
  receivedAt: new Date("2026-11-29T06:00:00Z"),
  payload: { ref: 1 },
  body: Buffer.from('{"ref":1}'),
  issues: [{ path: ["ref"], expected: "string" }],
  nextAttemptAt: undefined,
};

/** An inbox that writes down what it was asked for. */
function recordingInbox(more: Partial<OperatedInbox> = {}): {
  readonly inbox: OperatedInbox;
  readonly asked: unknown[];
} {
  const asked: unknown[] = [];
  const inbox = {
    list: async (query: object) => (asked.push(query), []),
    retry: async (query: object) => (asked.push(query), 3),
    get: async (id: string) => (id === "7" ? details : undefined),
    delete: async (id: string) => (asked.push(id), id === "7"),
    ...more,
  } as unknown as OperatedInbox;
  return { inbox, asked };
}

async function run(
  operation: Operation,
  inbox: OperatedInbox,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await operation(inbox, { stdout, stderr } as unknown as Io);
  return { code, stdout: await textOf(stdout), stderr: await textOf(stderr) };
}

async function textOf(stream: PassThrough): Promise<string> {
  stream.end();
  return Buffer.concat((await stream.toArray()) as Buffer[]).toString();
}

test("shows a delivery with its issues and its payload", async () => {
  const { code, stdout } = await run(show("7", {}), recordingInbox().inbox);
  expect(code).toBe(0);
  expect(stdout).toBe(
    "7  2026-11-29T06:00:00.000Z  github push  scope acme  dead: schema-mismatch  0 attempts\n" +
      "  push.ref: expected string\n" +
      "dedupe key    sha256:ab\n" +
      "unsigned id   a guid\n" +
      "replay        equal signed bytes came under another id before\n" +
      "issue         ref: expected string\n" +
      '{\n  "ref": 1\n}\n',
  );
});

test("shows a delivery as JSON, with its body in base64", async () => {
  const { stdout } = await run(show("7", { json: true }), recordingInbox().inbox);
  expect(JSON.parse(stdout)).toMatchObject({ id: "7", payload: { ref: 1 }, body: "eyJyZWYiOjF9" });
});

test.each([
  ["show", show("8", {})],
  ["delete", remove(["8"], {})],
])("%s ends with 1 when there is no such delivery", async (_name, operation) => {
  const { code, stdout, stderr } = await run(operation, recordingInbox().inbox);
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: "there is no such delivery: 8\n" });
});

test("deletes by id", async () => {
  const { inbox, asked } = recordingInbox();
  expect(await run(remove(["7"], {}), inbox)).toEqual({ code: 0, stdout: "7 deleted\n", stderr: "" });
  expect(asked).toEqual(["7"]);
});

test("lists by the filters of the API", async () => {
  const { inbox, asked } = recordingInbox();
  const since = new Date("2026-11-29T06:00:00Z");
  await run(
    list({
      state: "dead",
      limit: 5,
      after: "3",
      reason: "attempts",
      provider: "goff",
      scope: "a",
      name: "notify",
      since,
    }),
    inbox,
  );
  expect(asked).toEqual([
    {
      state: "dead",
      limit: 5,
      after: "3",
      reason: "attempts",
      provider: "goff",
      scope: "a",
      name: "notify",
      since,
    },
  ]);
});

test.each([
  ["all that fit a filter", { reason: "attempts" }, { reason: "attempts" }],
  ["all", { all: true as const }, {}],
])("retries %s", async (_name, options, query) => {
  const { inbox, asked } = recordingInbox();
  expect(await run(retry([], options), inbox)).toEqual({
    code: 0,
    stdout: "3 will be tried again\n",
    stderr: "",
  });
  expect(asked).toEqual([query]);
});

test.each([
  ["show", show("7", {}), "get"],
  ["delete", remove(["7"], {}), "delete"],
] as const)("says that the project's inbox is too old for %s", async (what, operation, method) => {
  const { inbox } = recordingInbox({ [method]: undefined });
  await expect(run(operation, inbox)).rejects.toThrow(`too old for ${what}: update it`);
});
