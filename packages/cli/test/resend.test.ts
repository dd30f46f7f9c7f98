import { github } from "@flaghook/github";
import { expect, test } from "vitest";
import { PING, rawHttp, SECRET, signed } from "./support/deliveries.ts";
import { folderWith } from "./support/folder.ts";
import { runCli } from "./support/run-cli.ts";
import { serve } from "./support/server.ts";

test("posts saved deliveries again, in order, byte for byte", async () => {
  const { url, received } = await serve(() => ({ status: 200, body: "thanks" }));
  const files = folderWith({ "1.http": rawHttp(), "2.http": rawHttp(signed("[]"), "[]") });
  const { code, stdout } = await runCli(["resend", files["1.http"], files["2.http"], "--to", `${url}/in`]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/1\.http {2}200 OK {2}\d+ ms\n {2}thanks\n.*2\.http {2}200 OK/);
  expect(received.map(({ body }) => body.toString())).toEqual([PING, "[]"]);
  expect(received[0]).toMatchObject({ url: "/in", headers: { ...signed(), host: new URL(url).host } });
});

test("signs anew for another secret, and keeps the event, the id and all else", async () => {
  const { url, received } = await serve(() => ({ status: 200 }));
  const { "d.http": file } = folderWith({
    "d.http": rawHttp({ ...signed(), "user-agent": "GitHub-Hookshot/1" }),
  });
  const args = ["resend", file, "--to", url, "--resign", "github", "--secret-env", "DEV"];
  expect((await runCli(args, { env: { DEV: "another secret" } })).code).toBe(0);
  const [delivery] = received;
  expect(github.verify(delivery!, { secret: "another secret" })).toMatchObject({
    type: "ping",
    id: signed()["x-github-delivery"],
  });
  expect(github.safeVerify(delivery!, { secret: SECRET }).ok).toBe(false);
  expect(delivery!.headers["user-agent"]).toBe("GitHub-Hookshot/1");
});

test("ends with 1 when one is refused, and prints a line of JSON for each", async () => {
  let count = 0;
  const { url } = await serve(() => ({ status: (count += 1) === 1 ? 500 : 200 }));
  const { "d.http": file } = folderWith({ "d.http": rawHttp() });
  const { code, stdout } = await runCli(["resend", file, file, "--to", url, "--json"]);
  expect(code).toBe(1);
  const lines = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as object);
  expect(lines).toEqual([
    expect.objectContaining({ file, status: 500 }),
    expect.objectContaining({ file, status: 200 }),
  ]);
});

test("sends nothing when one of the files is not there", async () => {
  const { url, received } = await serve(() => ({ status: 200 }));
  const { "d.http": file } = folderWith({ "d.http": rawHttp() });
  expect((await runCli(["resend", file, `${file}x`, "--to", url])).code).toBe(2);
  expect(received).toEqual([]);
});

test("says that nothing listens, and ends with 1", async () => {
  const { code, stderr } = await runCli(["resend", "-", "--to", "http://127.0.0.1:1"], { stdin: rawHttp() });
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: "-: not delivered: nothing listens at 127.0.0.1:1. Is it started, and is the port right?\n",
  });
});
