import { HttpRequest } from "@azure/functions";
import { beforeEach, describe, expect, it } from "vitest";
import { webhook as fetchWebhook } from "../../src/fetch.ts";
import { deliver, type AcmeEvent } from "../support/acme.ts";
import { NOT_RAW, Reports, SPACED } from "../support/raw-body.ts";

let reports = new Reports();
beforeEach(() => {
  reports = new Reports();
});

function requestOf(body: BodyInit | null): Request {
  return new Request("http://localhost/hook", { method: "POST", headers: deliver(SPACED).headers, body });
}

describe("fetch", () => {
  it("refuses a request that was read, and says what to change", async () => {
    const request = requestOf(SPACED);
    await request.json();
    const response = await fetchWebhook(reports.options)(request);
    expect({ status: response.status, body: await response.text() }).toEqual(NOT_RAW);
    expect(reports.message).toMatch(/request\.clone\(\)/);
  });

  it("refuses a request whose body somebody is reading", async () => {
    const request = requestOf(SPACED);
    request.body!.getReader();
    expect((await fetchWebhook(reports.options)(request)).status).toBe(500);
    expect(reports.errors).toMatchObject([{ code: "body-not-raw" }]);
  });

  it("takes a request of which a clone was read", async () => {
    const request = requestOf(SPACED);
    await request.clone().json();
    expect((await fetchWebhook(reports.options)(request)).status).toBe(200);
  });

  it("says with both numbers that something in front cut the body off, as Next.js does at 10 MB", async () => {
    const body = `${SPACED}${" ".repeat(99)}`;
    const headers = { ...deliver(body).headers, "content-length": String(body.length) };
    const request = new Request("http://localhost/hook", { method: "POST", headers, body: SPACED });
    const response = await fetchWebhook(reports.options)(request);
    expect({ status: response.status, body: await response.text() }).toEqual({
      status: 400,
      body: '{"code":"incomplete-body"}',
    });
    expect(reports.message).toContain(`only ${SPACED.length} of ${body.length} bytes`);
    expect(reports.message).toContain("proxy.ts");
  });

  it("keeps the status of an error of the stream: SvelteKit's at its body size limit", async () => {
    const tooLarge = Object.assign(new Error("Content-length of 600000 exceeds limit"), { status: 413 });
    const stream = new ReadableStream({ start: (controller) => controller.error(tooLarge) });
    const request = new Request("http://localhost/hook", {
      method: "POST",
      headers: deliver(SPACED).headers,
      body: stream,
      duplex: "half",
    } as RequestInit);
    const response = await fetchWebhook(reports.options)(request);
    expect({ status: response.status, body: await response.text() }).toEqual({
      status: 413,
      body: '{"code":"body-too-large"}',
    });
    expect(reports.message).toContain("BODY_SIZE_LIMIT");
  });

  it("takes the request of Azure Functions", async () => {
    const request = new HttpRequest({
      method: "POST",
      url: "http://localhost/hook",
      headers: deliver(SPACED).headers,
      body: { string: SPACED },
    });
    expect((await fetchWebhook<AcmeEvent, HttpRequest>(reports.options)(request)).status).toBe(200);
  });

  it("verifies a request without a body as an empty one", async () => {
    expect((await fetchWebhook(reports.options)(requestOf(null))).status).toBe(403);
  });
});
