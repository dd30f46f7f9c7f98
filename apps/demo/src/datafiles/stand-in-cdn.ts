import type { FetchDatafile } from "@flaghook/optimizely";

/**
 * Stands in for Optimizely's CDN where the deliveries are samples: serves a made-up datafile of a
 * revision, without a network.
 */
export function standInCdn(revision: number): FetchDatafile {
  return () =>
    Promise.resolve(
      new Response(JSON.stringify(datafileAt(revision)), { headers: { "content-type": "application/json" } }),
    );
}

/** In the sample hour 12 lets beta users in, and 13 has no old search any more. */
function datafileAt(revision: number): object {
  const flags = [
    { key: "search-ranking", share: revision < 12 ? 0 : 30 },
    ...(revision < 13 ? [{ key: "old-search", share: 100 }] : []),
  ];
  return {
    version: "4",
    revision: String(revision),
    projectId: "20410805626",
    accountId: "12001",
    sdkKey: "SampleSampleSample",
    environmentKey: "production",
    anonymizeIP: true,
    botFiltering: false,
    attributes: [],
    audiences: [],
    typedAudiences: [],
    events: [],
    groups: [],
    variables: [],
    experiments: [],
    integrations: [],
    featureFlags: flags.map(({ key }) => ({
      id: `flag-${key}`,
      key,
      rolloutId: `rollout-${key}`,
      experimentIds: [],
      variables: [],
    })),
    rollouts: flags.map(({ key, share }) => ({ id: `rollout-${key}`, experiments: [ruleOf(key, share)] })),
  };
}

/** Everybody is in it; the flag is on for a share of them. */
function ruleOf(key: string, share: number): object {
  const on = `on-${key}`;
  const off = `off-${key}`;
  return {
    id: `rule-${key}`,
    key: `rule-${key}`,
    layerId: `rollout-${key}`,
    status: "Running",
    audienceIds: [],
    forcedVariations: {},
    variations: [
      { id: on, key: "on", featureEnabled: true, variables: [] },
      { id: off, key: "off", featureEnabled: false, variables: [] },
    ],
    trafficAllocation: [
      { entityId: on, endOfRange: share * 100 },
      { entityId: off, endOfRange: 10_000 },
    ],
  };
}
