import { github } from "@flaghook/github";
import { signedRequest, type SignedRequest } from "@flaghook/testing";
import { beforeEach, expect, test, vi } from "vitest";
import { createApp } from "./tested-app.ts";

const secret = "secret of these tests";
const PING = { zen: "Design for failure.", hook_id: 1, hook: { id: 1, name: "web" } };

beforeEach(() => void vi.stubEnv("GITHUB_WEBHOOK_SECRET", secret));

function signed(name: string, payload: unknown): SignedRequest {
  return signedRequest(github, payload, { secret, name, url: "/webhooks/github" });
}

test("a ping is announced", async () => {
  const announce = vi.fn<(text: string) => void>();
  const request = signed("ping", PING);
  const response = await createApp(announce).request(request.url, request);
  expect(response.status).toBe(200);
  expect(announce).toHaveBeenCalledWith("Design for failure.");
});

test("an event that GitHub adds tomorrow is announced, too", async () => {
  const announce = vi.fn<(text: string) => void>();
  const request = signed("tomorrow", {});
  await createApp(announce).request(request.url, request);
  expect(announce).toHaveBeenCalledWith("new to us: tomorrow");
});

test("a forged delivery is refused, and nothing is announced", async () => {
  const announce = vi.fn<(text: string) => void>();
  const request = { ...signed("ping", PING), body: '{"zen":"Deploy!"}' };
  const response = await createApp(announce).request(request.url, request);
  expect(response.status).toBe(403);
  expect(announce).not.toHaveBeenCalled();
});
