import { beforeEach, describe, expect, it } from "vitest";
import { webhook as nodeWebhook } from "../../src/node.ts";
import { deliver } from "../support/acme.ts";
import { listenTo } from "../support/listen.ts";
import { NOT_RAW, Reports, sendTo, SPACED } from "../support/raw-body.ts";

let reports = new Reports();
beforeEach(() => {
  reports = new Reports();
});

describe("node", () => {
  it("refuses a stream that somebody has read, and says what to change", async () => {
    const webhook = nodeWebhook(reports.options);
    const server = listenTo((request, response) => {
      request.on("data", () => {});
      request.on("end", () => void webhook(request, response));
    });
    expect(await sendTo(server)).toEqual(NOT_RAW);
    expect(reports.message).toMatch(/api: \{ bodyParser: false \}/);
  });

  it("refuses the body that a Next.js pages route parsed", async () => {
    const webhook = nodeWebhook(reports.options);
    const server = listenTo((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
        void webhook(Object.assign(request, { body }), response);
      });
    });
    expect(await sendTo(server)).toEqual(NOT_RAW);
    expect(reports.message).toMatch(/Next\.js/);
  });

  it("takes rawBody where a host kept it", async () => {
    const webhook = nodeWebhook(reports.options);
    const server = listenTo((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on(
        "end",
        () => void webhook(Object.assign(request, { rawBody: Buffer.concat(chunks), body: {} }), response),
      );
    });
    expect(await sendTo(server)).toMatchObject({ status: 200 });
  });

  it("takes the text that patchNode of koa-body keeps on Node's request", async () => {
    const webhook = nodeWebhook(reports.options);
    const server = listenTo((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = { [Symbol.for("unparsedBody")]: Buffer.concat(chunks).toString() };
        void webhook(Object.assign(request, { body }), response);
      });
    });
    expect(await sendTo(server)).toMatchObject({ status: 200 });
  });

  it("does not touch a body getter that throws while the stream is unread", async () => {
    const webhook = nodeWebhook(reports.options);
    const server = listenTo((request, response) => {
      Object.defineProperty(request, "body", {
        get() {
          throw new Error("Invalid JSON");
        },
      });
      void webhook(request, response);
    });
    expect(await sendTo(server)).toMatchObject({ status: 200 });
  });

  it("writes nothing when somebody else has responded", async () => {
    const webhook = nodeWebhook(reports.options);
    const server = listenTo((request, response) => {
      response.writeHead(202).end("mine");
      void webhook(request, response);
    });
    expect(await sendTo(server)).toEqual({ status: 202, body: "mine" });
  });

  it("reports a request that broke off before it was looked at", async () => {
    const receive = nodeWebhook(reports.options);
    const listeners: unknown[] = [];
    const request = {
      method: "POST",
      headers: deliver(SPACED).headers,
      url: "/",
      destroyed: true,
      readableDidRead: false,
      readableEnded: false,
      on: (event: string) => listeners.push(event),
      off: () => undefined,
      resume: () => undefined,
      complete: true,
    };
    const ended: string[] = [];
    const response = {
      statusCode: 0,
      headersSent: false,
      setHeader: () => undefined,
      write: () => undefined,
      end: (body: string) => ended.push(body),
    };
    await receive(request, response);
    expect(ended).toEqual(['{"code":"incomplete-body"}']);
  });
});
