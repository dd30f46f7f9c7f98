import { EventEmitter } from "node:events";
import { expect, it } from "vitest";
import { waitingDisk } from "../../src/redis/disk.ts";

/** A connection that notes what it was told, and answers WAITAOF as it is told. */
function connect(answer: () => Promise<[number, number]> = async () => [1, 0]): {
  redis: Parameters<typeof waitingDisk>[0] & EventEmitter;
  said: string[];
} {
  const said: string[] = [];
  const note = (line: string): Promise<"OK"> => {
    said.push(line);
    return Promise.resolve("OK");
  };
  const redis = Object.assign(new EventEmitter(), {
    ping: () => note("PING"),
    set: (...words: string[]) => note(["SET", ...words].join(" ")),
    call: (...words: (string | number)[]) => note(words.join(" ")).then(answer),
  });
  return { redis: redis as never, said };
}

const isTrue = (): boolean => true;

it.each([
  { what: "what was written", hasWritten: true, between: [] },
  { what: "one more write where nothing was", hasWritten: false, between: ["SET flaghook:disk 1"] },
])("waits for $what", async ({ hasWritten, between }) => {
  const { redis, said } = connect();
  const disk = waitingDisk(redis, "flaghook:disk");
  const write = async (): Promise<string> => {
    said.push("the write");
    return "stored";
  };
  expect(await disk.keep(write, () => hasWritten)).toBe("stored");
  expect(said).toEqual(["PING", "the write", ...between, "WAITAOF 1 0 7000"]);
});

it("rejects when the disk was too slow", async () => {
  const { redis } = connect(async () => [0, 0]);
  await expect(waitingDisk(redis, "disk", { longest: 200 }).keep(async () => {}, isTrue)).rejects.toThrow(
    "did not write a delivery to disk within 200 ms",
  );
});

it("rejects when the write failed, and waits for nothing", async () => {
  const { redis, said } = connect();
  const keeping = waitingDisk(redis, "disk").keep(() => Promise.reject(new Error("no room")), isTrue);
  await expect(keeping).rejects.toThrow("no room");
  expect(said).toEqual(["PING"]);
});

it("rejects when the connection broke between the write and the wait: Redis may be another one since", async () => {
  const { redis } = connect();
  const write = async (): Promise<void> => void redis.emit("close");
  await expect(waitingDisk(redis, "disk").keep(write, isTrue)).rejects.toThrow("connection to Redis broke");
});

it("rejects when the connection broke during the wait", async () => {
  const { redis } = connect(async () => {
    redis.emit("close");
    return [1, 0];
  });
  await expect(waitingDisk(redis, "disk").keep(async () => {}, isTrue)).rejects.toThrow(
    "connection to Redis broke",
  );
});

it("does not mind what broke before", async () => {
  const { redis } = connect();
  const disk = waitingDisk(redis, "disk");
  redis.emit("close");
  expect(await disk.keep(async () => "stored", isTrue)).toBe("stored");
});

it.each([
  { name: "waits for each fsync", takes: 1000, isBelieved: true },
  { name: "waits, and its clock is coarse", takes: 970, isBelieved: true },
  { name: "answers before it", takes: 5, isBelieved: false },
])("a Redis that $name is believed: $isBelieved", async ({ takes, isBelieved }) => {
  let now = 0;
  // The first wait may meet an fsync that is about to begin.
  const { redis, said } = connect(async () => {
    now += said.length === 3 ? 1 : takes;
    return [1, 0];
  });
  const proving = waitingDisk(redis, "disk", { now: () => now }).prove();
  const fault = await proving.catch((error: unknown) => String(error));
  expect(fault ?? "").toMatch(isBelieved ? /^$/ : /answers WAITAOF before its disk has anything/);
});
