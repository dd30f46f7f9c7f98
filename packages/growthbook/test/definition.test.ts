import { defineProvider, type Provider, type WebhookEvent } from "@flaghook/core";
import { expect, test } from "vitest";
import { definition, sdkDefinition } from "../src/definition.ts";
import { growthbook, growthbookSdk } from "../src/index.ts";

const facts = ({ id, events, eventName, eventId, storedHeaders, schemes }: Provider): object => ({
  id,
  events,
  eventName,
  eventId,
  storedHeaders,
  headers: schemes.map(({ header }) => header),
});

test("the definitions have no mistake, and are the providers'", () => {
  expect(facts(defineProvider<WebhookEvent>(definition))).toEqual(facts(growthbook));
  expect(facts(defineProvider<WebhookEvent>(sdkDefinition))).toEqual(facts(growthbookSdk));
});
