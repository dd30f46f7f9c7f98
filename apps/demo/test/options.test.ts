import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readPort } from "../src/port.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

test.each([
  { text: undefined, port: 3000 },
  { text: "", port: 3000 },
  { text: "0", port: 0 },
  { text: "8080", port: 8080 },
  { text: "65535", port: 65_535 },
])("PORT=$text is port $port", ({ text, port }) => {
  expect(readPort(text)).toBe(port);
});

test.each(["abc", "-1", "65536", "3000.5", "1e3", " 3000", "0x50", "Infinity"])(
  "PORT=%s is no port",
  (text) => {
    expect(readPort(text)).toBeUndefined();
  },
);

test.each([
  ["PORT", "abc", "PORT is not a port: set it to a number from 0 to 65535, or leave it out."],
  [
    "RADAR_TOKEN",
    "secret",
    "RADAR_TOKEN is too short: make it 20 random characters or more, or leave it out.",
  ],
])("a wrong %s ends the radar with one line that says what to change, and status 1", (name, value, line) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--conditions", "@flaghook/source", main], {
    env: { ...process.env, [name]: value },
    encoding: "utf8",
  });
  expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: "", stderr: `${line}\n` });
});
