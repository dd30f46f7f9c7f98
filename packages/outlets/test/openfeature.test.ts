import {
  OpenFeature,
  OpenFeatureEventEmitter,
  ProviderEvents,
  type EventDetails,
  type Provider,
} from "@openfeature/server-sdk";
import { afterEach, describe, expect, it } from "vitest";
import { toConfigurationChanged } from "../src/openfeature.ts";
import { changeWith, FULL } from "./change.ts";

const flag = (key: string): ReturnType<typeof changeWith> => changeWith({ subject: { key } });

describe("toConfigurationChanged", () => {
  it("names each flag once, in the order of the changes", () => {
    expect(toConfigurationChanged([flag("b"), flag("a"), flag("b")])).toEqual({ flagsChanged: ["b", "a"] });
  });

  it.each([
    {
      what: "a new datafile",
      change: changeWith({ resource: "config", grain: "environment", subject: undefined }),
    },
    { what: "a segment", change: changeWith({ resource: "segment", subject: { key: "beta-users" } }) },
    { what: "a flag without a key", change: changeWith({ subject: { id: "17", name: "Checkout" } }) },
    { what: "a flag with an empty key", change: changeWith({ subject: { key: "" } }) },
  ])("names no flag when one change is of $what, which may touch any", ({ change }) => {
    expect(toConfigurationChanged([flag("a"), change])).toEqual({});
  });

  it("says nothing when nothing changed", () => {
    expect(toConfigurationChanged([])).toBeUndefined();
    expect(toConfigurationChanged([changeWith({ action: "approval" })])).toBeUndefined();
  });

  it("leaves approvals out", () => {
    expect(
      toConfigurationChanged([changeWith({ action: "approval", subject: { key: "x" } }), flag("a")]),
    ).toEqual({
      flagsChanged: ["a"],
    });
  });
});

function unused(): never {
  throw new Error("nothing is evaluated here");
}

describe("a provider of OpenFeature's own SDK", () => {
  afterEach(() => OpenFeature.close());

  it("tells its clients which flags have changed", async () => {
    const events = new OpenFeatureEventEmitter();
    const provider: Provider = {
      metadata: { name: "outlets" },
      runsOn: "server",
      events,
      resolveBooleanEvaluation: unused,
      resolveNumberEvaluation: unused,
      resolveObjectEvaluation: unused,
      resolveStringEvaluation: unused,
    };
    await OpenFeature.setProviderAndWait("outlets", provider);
    const told = new Promise<EventDetails | undefined>((resolve) => {
      OpenFeature.getClient("outlets").addHandler(ProviderEvents.ConfigurationChanged, resolve);
    });
    events.emit(ProviderEvents.ConfigurationChanged, toConfigurationChanged([FULL]));
    expect(await told).toMatchObject({ providerName: "outlets", flagsChanged: ["checkout-v2"] });
  });
});
