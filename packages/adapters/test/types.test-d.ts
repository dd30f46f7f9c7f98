import type {
  EventMapped,
  ReceivedDelivery,
  ReceiverInbox,
  ReceiverResponse,
  WebhookOptions,
} from "@flaghook/adapters";
import { createReceiver } from "@flaghook/adapters";
import { webhook as expressWebhook } from "@flaghook/adapters/express";
import { webhook as fastifyWebhook } from "@flaghook/adapters/fastify";
import { webhook as fetchWebhook } from "@flaghook/adapters/fetch";
import { webhook as honoWebhook } from "@flaghook/adapters/hono";
import { webhook as koaWebhook } from "@flaghook/adapters/koa";
import { webhook as lambdaWebhook } from "@flaghook/adapters/lambda";
import { webhook as nodeWebhook } from "@flaghook/adapters/node";
import { createProvider, github, issuesCheck, type GithubEvent, type PushEvent } from "@flaghook/github";
import { goff, type ExportEvent, type GoffEvent, type GoffUnknownEvent } from "@flaghook/goff";
import { hypertune, type NewCommitEvent } from "@flaghook/hypertune";
import { app as azure } from "@azure/functions";
import type { Provider } from "@flaghook/core";
import type { GithubEventMap, IssuesEvent, IssuesLabeledPayload } from "@flaghook/github/types";
import { Router } from "@koa/router";
import type { ALBHandler, APIGatewayProxyHandler, APIGatewayProxyHandlerV2 } from "aws-lambda";
import express from "express";
import express4 from "express4";
import Fastify from "fastify";
import { Hono, type Context } from "hono";
import Koa from "koa";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";

const secret = "secret";

describe("handlers", () => {
  it("narrow the event by the key in on", () => {
    createReceiver({
      provider: goff,
      secret,
      on: {
        export(event) {
          expectTypeOf(event).toEqualTypeOf<ExportEvent>();
          expectTypeOf(event.payload.events).toEqualTypeOf<ExportEvent["payload"]["events"]>();
        },
        async notify(event, delivery) {
          expectTypeOf(event.payload.flags.added).not.toBeAny();
          expectTypeOf(delivery.body).toEqualTypeOf<Uint8Array>();
        },
        unknown(event) {
          expectTypeOf(event).toEqualTypeOf<GoffUnknownEvent>();
          expectTypeOf(event.payload).toBeUnknown();
        },
      },
      onEvent(event) {
        expectTypeOf(event).toEqualTypeOf<GoffEvent>();
        if (event.type === "export") expectTypeOf(event).toEqualTypeOf<ExportEvent>();
      },
    });
  });

  it("narrow to one of many events, and on to one of its actions", () => {
    expressWebhook({
      provider: github,
      secret,
      on: {
        push(event) {
          expectTypeOf(event).toEqualTypeOf<PushEvent>();
          expectTypeOf(event.payload.commits).not.toBeAny();
        },
        issues(event) {
          if (event.payload.action === "labeled") {
            expectTypeOf(event.payload.label).not.toBeAny();
          }
          // @ts-expect-error no action of issues is called this
          void (event.payload.action === "lost");
        },
        unknown(event) {
          expectTypeOf(event.payload).toBeUnknown();
        },
      },
      onEvent: (event) => expectTypeOf(event).toEqualTypeOf<GithubEvent>(),
    });
  });

  it("narrow through every subpath", () => {
    expressWebhook({
      provider: hypertune,
      secret,
      on: { NEW_COMMIT: (event) => expectTypeOf(event).toEqualTypeOf<NewCommitEvent>() },
    });
    fastifyWebhook({
      provider: hypertune,
      secret,
      on: { NEW_COMMIT: (event) => expectTypeOf(event).toEqualTypeOf<NewCommitEvent>() },
    });
    fetchWebhook({
      provider: hypertune,
      secret,
      on: { NEW_COMMIT: (event) => expectTypeOf(event).toEqualTypeOf<NewCommitEvent>() },
    });
    honoWebhook({
      provider: hypertune,
      secret,
      on: { NEW_COMMIT: (event) => expectTypeOf(event).toEqualTypeOf<NewCommitEvent>() },
    });
    koaWebhook({
      provider: hypertune,
      secret,
      on: { NEW_COMMIT: (event) => expectTypeOf(event).toEqualTypeOf<NewCommitEvent>() },
    });
    lambdaWebhook({
      provider: hypertune,
      secret,
      on: { NEW_COMMIT: (event) => expectTypeOf(event).toEqualTypeOf<NewCommitEvent>() },
    });
    nodeWebhook({
      provider: hypertune,
      secret,
      on: { NEW_COMMIT: (event) => expectTypeOf(event).toEqualTypeOf<NewCommitEvent>() },
    });
  });

  it("refuse a type that the provider does not send", () => {
    createReceiver({
      provider: goff,
      secret,
      // @ts-expect-error goff sends no push
      on: { push() {} },
    });
  });

  it("refuse a field that the event does not have", () => {
    createReceiver({
      provider: goff,
      secret,
      on: {
        export(event) {
          // @ts-expect-error flags are in notify
          void event.payload.flags;
        },
      },
    });
  });
});

describe("handlers of an action", () => {
  it("narrow to it", () => {
    expressWebhook({
      provider: github,
      secret,
      on: {
        "issues.labeled"(event) {
          expectTypeOf(event.payload).toEqualTypeOf<IssuesLabeledPayload>();
          expectTypeOf(event.payload.label.name).toExtend<string | null | undefined>();
          expectTypeOf(event).toExtend<IssuesEvent>();
          expectTypeOf(event).toExtend<GithubEvent>();
        },
        push: (event) => expectTypeOf(event).toEqualTypeOf<PushEvent>(),
        unknown: (event) => expectTypeOf(event.payload).toBeUnknown(),
      },
      onEvent: (event) => expectTypeOf(event).toEqualTypeOf<GithubEvent>(),
    });
  });

  it("narrow for a provider of some events, whose own schemas have no actions", () => {
    fetchWebhook({
      provider: createProvider({ events: { issues: issuesCheck, push: z.object({ ref: z.string() }) } }),
      secret,
      on: {
        "issues.labeled"(event) {
          expectTypeOf(event.payload).toEqualTypeOf<IssuesLabeledPayload>();
        },
        issues: (event) => expectTypeOf(event).toEqualTypeOf<IssuesEvent>(),
        push: (event) => expectTypeOf(event.payload).toEqualTypeOf<{ ref: string }>(),
        unknown: (event) => expectTypeOf(event.payload).toBeUnknown(),
      },
    });
    const some = createProvider({ events: { issues: issuesCheck } });
    // @ts-expect-error an action of an event that it was not made for
    fetchWebhook({ provider: some, secret, on: { "pull_request.opened"() {} } });
    // @ts-expect-error an action of no event
    fetchWebhook({ provider: some, secret, on: { "issues.labelled"() {} } });
    // @ts-expect-error an event that it was not made for
    fetchWebhook({ provider: some, secret, on: { push() {} } });
  });

  it("refuse an action and an event that GitHub does not have", () => {
    // @ts-expect-error an action of no event
    expressWebhook({ provider: github, secret, on: { "issues.labelled"() {} } });
    // @ts-expect-error an event that GitHub does not have
    expressWebhook({ provider: github, secret, on: { pusj() {} } });
  });

  it("are in the type that any provider may have", () => {
    expectTypeOf<typeof github>().toExtend<Provider<GithubEvent> & EventMapped<GithubEventMap>>();
  });
});

describe("options", () => {
  it("refuse one that does not exist, or is missing", () => {
    // @ts-expect-error the limit is called maxBodyBytes
    createReceiver({ provider: goff, secret, maxBodySize: 1 });
    // @ts-expect-error there is no secret
    createReceiver({ provider: goff });
    // @ts-expect-error a provider is an object
    createReceiver({ provider: "goff", secret });
  });

  it("take a secret in every form", () => {
    expectTypeOf<string>().toExtend<WebhookOptions<GoffEvent>["secret"]>();
    expectTypeOf<Uint8Array>().toExtend<WebhookOptions<GoffEvent>["secret"]>();
    expectTypeOf<readonly (string | { label: string; secret: string })[]>().toExtend<
      WebhookOptions<GoffEvent>["secret"]
    >();
    expectTypeOf<(delivery: ReceivedDelivery) => Promise<string | null | undefined>>().toExtend<
      WebhookOptions<GoffEvent>["secret"]
    >();
    createReceiver({ provider: goff, secret: () => process.env["GOFF_WEBHOOK_SECRET"] });
    createReceiver({
      provider: goff,
      secret: () => [{ label: "new", secret: process.env["NEW"] }, process.env["OLD"]],
    });
    expectTypeOf<number>().not.toExtend<WebhookOptions<GoffEvent>["secret"]>();
  });

  it("tell respond that a verified delivery is there", () => {
    createReceiver({
      provider: goff,
      secret,
      respond({ isVerified, delivery, event }) {
        expectTypeOf(event).toEqualTypeOf<GoffEvent | undefined>();
        if (isVerified) expectTypeOf(delivery).toEqualTypeOf<ReceivedDelivery>();
        else expectTypeOf(delivery).toEqualTypeOf<ReceivedDelivery | undefined>();
        return isVerified ? { status: 202 } : undefined;
      },
    });
  });

  it("take an inbox that knows more than a receiver asks for", () => {
    interface Inbox {
      accept(
        verified: object,
        delivery: object,
        options?: { scope?: string; tx?: object },
      ): Promise<"accepted">;
    }
    expectTypeOf<Inbox>().toExtend<ReceiverInbox>();
  });
});

describe("createReceiver", () => {
  it("gives a function to a response, and refuses a parsed body", () => {
    const receive = createReceiver({ provider: goff, secret });
    expectTypeOf(receive({ headers: {}, body: "" })).toEqualTypeOf<Promise<ReceiverResponse>>();
    expectTypeOf<IncomingMessage>().toExtend<Parameters<typeof receive>[0]["body"]>();
    expectTypeOf<ReadableStream<Uint8Array>>().toExtend<Parameters<typeof receive>[0]["body"]>();
    // @ts-expect-error a parsed body cannot be verified
    void receive({ headers: {}, body: { events: [] } });
  });
});

describe("what each webhook returns", () => {
  const options = { provider: goff, secret };

  it("is mounted by its framework", () => {
    createServer(nodeWebhook(options));
    expectTypeOf(nodeWebhook(options)).toExtend<RequestListener>();
    express()
      .post("/", expressWebhook(options))
      .all("/:tenant", expressWebhook(options))
      .use(expressWebhook(options));
    express4().post("/", expressWebhook(options)).all("/:tenant", expressWebhook(options));
    const app = Fastify();
    void app.register(fastifyWebhook(options), { prefix: "/" });
    app.post("/", fastifyWebhook(options));
    new Koa().use(koaWebhook(options));
    new Hono().post("/", honoWebhook(options)).all("/:tenant", honoWebhook(options));
    new Hono<{ Bindings: { SECRET: string } }>().post("/", honoWebhook(options));
    expectTypeOf(fetchWebhook(options)).toEqualTypeOf<(request: Request) => Promise<Response>>();
    expectTypeOf(lambdaWebhook(options)).toExtend<APIGatewayProxyHandler>();
    expectTypeOf(lambdaWebhook(options)).toExtend<APIGatewayProxyHandlerV2>();
  });

  it("knows the framework's own request where it is mounted", () => {
    const expressOptions = { provider: goff, secret };
    express().post(
      "/:tenant",
      expressWebhook({
        ...expressOptions,
        secret: ({ request }) => {
          expectTypeOf(request).toEqualTypeOf<express.Request>();
          return request.ip;
        },
        on: { export: (_event, { request }) => expectTypeOf(request).toEqualTypeOf<express.Request>() },
        onEvent: (_event, { request }) => expectTypeOf(request).toEqualTypeOf<express.Request>(),
        onVerified: ({ delivery }) => expectTypeOf(delivery.request).toEqualTypeOf<express.Request>(),
        onError: (_error, { delivery }) =>
          expectTypeOf(delivery?.request).toEqualTypeOf<express.Request | undefined>(),
      }),
    );
    express()
      .use(expressWebhook({ provider: goff, secret: ({ request }) => request.ip }))
      .all("/a", expressWebhook({ provider: goff, secret: ({ request }) => request.hostname }));
    express.Router().put("/a", expressWebhook({ provider: goff, secret: ({ request }) => request.ip }));
    express4().post("/:tenant", expressWebhook({ provider: goff, secret: ({ request }) => request.ip }));
    Fastify().post("/a", fastifyWebhook({ provider: goff, secret: ({ request }) => request.ip }));
    void Fastify().register(fastifyWebhook({ provider: goff, secret: ({ request }) => request.hostname }), {
      prefix: "/a",
    });
    new Hono<{ Bindings: { SECRET: string } }>().post(
      "/a",
      honoWebhook({ provider: goff, secret: ({ request }) => request.env.SECRET }),
    );
    new Koa().use(koaWebhook({ provider: goff, secret: ({ request }) => request.ip }));
    new Router().post(
      "/:tenant",
      koaWebhook({ provider: goff, secret: ({ request }) => request.params.tenant }),
    );
    createServer(nodeWebhook({ provider: goff, secret: ({ request }) => request.socket.remoteAddress }));
    azure.http("hook", {
      methods: ["POST"],
      handler: fetchWebhook({ provider: goff, secret: ({ request }) => request.params["tenant"] }),
    });
    const handler: APIGatewayProxyHandlerV2 = lambdaWebhook({
      provider: goff,
      secret: ({ request }) => request.rawPath,
    });
    void handler;
  });

  it("takes Koa's context from a middleware of yours", () => {
    const receive = koaWebhook(options);
    new Koa().use((context) => receive(context));
    new Router().post("/", (context) => receive(context));
  });

  it("is mounted by Azure Functions and load balancers", () => {
    azure.http("hook", { methods: ["POST"], handler: fetchWebhook(options) });
    expectTypeOf(lambdaWebhook(options)).toExtend<ALBHandler>();
  });

  it("gives the framework's request to functions that ask for its type", () => {
    type HonoEnv = Context<{ Bindings: { SECRET: string } }>;
    const hono = honoWebhook({
      provider: goff,
      secret: (delivery: ReceivedDelivery<HonoEnv>) => delivery.request.env.SECRET,
    });
    new Hono<{ Bindings: { SECRET: string } }>().post("/", hono);
    expressWebhook({ provider: goff, secret: ({ request }) => String(request.params["tenant"]) });
    expressWebhook({
      provider: goff,
      secret: (delivery: ReceivedDelivery<express.Request>) => delivery.request.ip,
    });
    nodeWebhook({
      provider: goff,
      secret: (delivery: ReceivedDelivery<IncomingMessage>) => delivery.request.socket.remoteAddress,
    });
  });
});
