const off = {
  variations: { disabled: false, enabled: true },
  defaultRule: { variation: "disabled" },
};

const SAMPLES: Readonly<Record<string, unknown>> = {
  export: {
    meta: { hostname: "relay-1" },
    events: [
      {
        kind: "feature",
        contextKind: "user",
        userKey: "user-42",
        creationDate: 1795932000,
        key: "new-checkout",
        variation: "enabled",
        value: true,
        default: false,
        version: "",
        source: "SERVER",
      },
    ],
  },
  notify: {
    meta: { hostname: "relay-1" },
    flags: {
      deleted: {},
      added: {},
      updated: {
        "new-checkout": { old_value: off, new_value: { ...off, defaultRule: { variation: "enabled" } } },
      },
    },
  },
};

/** A batch of evaluations, or a flag that was turned on. */
export function goffSample(name: string): unknown {
  return Object.hasOwn(SAMPLES, name) ? SAMPLES[name] : undefined;
}
