/**
 * Bodies of one shape and any size. Each must take time in proportion to its size, whatever becomes
 * of it.
 */
export interface Shape {
  readonly provider: "github" | "goff" | "hypertune" | "optimizely" | "zod";
  readonly name: string;
  /** A body of about this many bytes. */
  readonly make: (bytes: number) => string;
}

const repeated = (unit: string, bytes: number): string =>
  unit.repeat(Math.max(1, Math.floor(bytes / unit.length)));

const list = (unit: string, bytes: number): string => `[${repeated(`${unit},`, bytes)}${unit}]`;

const nested = (open: string, close: string, bytes: number): string => {
  const levels = Math.floor(bytes / (open.length + close.length));
  return open.repeat(levels) + close.repeat(levels);
};

const keys = (value: string, bytes: number): string =>
  `{${Array.from({ length: Math.ceil(bytes / 16) }, (_, index) => `"key${index}":${value}`).join(",")}}`;

/** Values of every shape, for a place in a payload. */
const VALUES: Readonly<Record<string, (bytes: number) => string>> = {
  "a long text": (bytes) => `"${"x".repeat(bytes)}"`,
  "a long text of escapes": (bytes) => `"${repeated("\\u00e9", bytes)}"`,
  "a list of numbers": (bytes) => list("1", bytes),
  "a list of lists": (bytes) => list("[1,2]", bytes),
  "a list of empty objects": (bytes) => list("{}", bytes),
  "a list of nothing": (bytes) => list("null", bytes),
  "lists within lists": (bytes) => nested("[", "]", bytes),
  "objects within objects": (bytes) => `${'{"a":'.repeat(bytes / 6)}1${"}".repeat(bytes / 6)}`,
  "many keys": (bytes) => keys("1", bytes),
  "one key again and again": (bytes) => `{${repeated('"a":1,', bytes)}"a":1}`,
};

const FEATURE =
  '{"kind":"feature","contextKind":"user","userKey":"u","creationDate":1,"key":"k","variation":"v","value":VALUE,"default":false,"version":"","source":"SERVER"}';

const FORMS: Readonly<Record<string, (bytes: number) => string>> = {
  ampersands: (bytes) => "&".repeat(bytes),
  "fields without a value": (bytes) => repeated("&a", bytes),
  "short fields": (bytes) => repeated("&a=b", bytes),
  "one long name": (bytes) => `&${"a".repeat(bytes)}`,
  "one long value": (bytes) => `&a=${"b".repeat(bytes)}`,
  "equals signs": (bytes) => `&${"=".repeat(bytes)}`,
  escapes: (bytes) => `&${repeated("%41", bytes)}`,
  "plus signs": (bytes) => `&${"+".repeat(bytes)}`,
  "broken escapes at the end": (bytes) => `&${"a".repeat(bytes)}%`,
  "other payloads": (bytes) => repeated("&payloads=1", bytes),
};

/** Every shape of every provider. */
export const SHAPES: readonly Shape[] = [
  ...Object.entries(FORMS).map(([name, make]): Shape => ({
    provider: "github",
    name: `a form with ${name}`,
    make: (bytes) => `payload=%7B%22zen%22%3A%22a%22%2C%22hook_id%22%3A1%7D${make(bytes)}`,
  })),
  {
    provider: "github",
    name: "a form with a long payload",
    make: (bytes) => `payload=%7B%22zen%22%3A%22${repeated("%41+", bytes)}%22%2C%22hook_id%22%3A1%7D`,
  },
  ...Object.entries(VALUES).flatMap(([name, make]): readonly Shape[] => [
    {
      provider: "github",
      name: `${name} in a field`,
      make: (bytes) => `{"zen":"a","hook_id":1,"extra":${make(bytes)}}`,
    },
    { provider: "github", name: `${name} for the payload`, make },
    {
      provider: "github",
      name: `${name} for the hook`,
      make: (bytes) => `{"zen":"a","hook_id":1,"hook":${make(bytes)}}`,
    },
    {
      provider: "goff",
      name: `${name} for a value`,
      make: (bytes) => batch(FEATURE.replace("VALUE", () => make(bytes))),
    },
    {
      provider: "goff",
      name: `${name} for the events`,
      make: (bytes) => `{"meta":{},"events":${make(bytes)}}`,
    },
    {
      provider: "goff",
      name: `${name} for the meta`,
      make: (bytes) => `{"meta":${make(bytes)},"events":[]}`,
    },
    {
      provider: "goff",
      name: `${name} for the deleted flags`,
      make: (bytes) => `{"meta":{},"flags":{"deleted":${make(bytes)}}}`,
    },
    {
      provider: "hypertune",
      name: `${name} for the project`,
      make: (bytes) => `{"type":"NEW_COMMIT","id":"1","project":${make(bytes)}}`,
    },
    {
      provider: "optimizely",
      name: `${name} for the data`,
      make: (bytes) =>
        `{"project_id":1,"timestamp":1,"event":"project.datafile_updated","data":${make(bytes)}}`,
    },
    {
      provider: "zod",
      name: `${name} for the items`,
      make: (bytes) => `{"type":"order","items":${make(bytes)}}`,
    },
  ]),
  {
    provider: "goff",
    name: "events with short lists",
    make: (bytes) =>
      `{"meta":{},"events":${list(FEATURE.replace("VALUE", "[1,2,3,4,5,6,7,8,9,10]"), bytes)}}`,
  },
  {
    provider: "goff",
    name: "events with lists of a hundred numbers",
    make: (bytes) =>
      `{"meta":{},"events":${list(
        FEATURE.replace("VALUE", () => list("1", 200)),
        bytes,
      )}}`,
  },
  {
    provider: "zod",
    name: "faulty items",
    make: (bytes) => `{"type":"order","items":${list('{"sku":1}', bytes)}}`,
  },
  {
    provider: "zod",
    name: "good items",
    make: (bytes) => `{"type":"order","items":${list('{"sku":"a"}', bytes)}}`,
  },
];

function batch(event: string): string {
  return `{"meta":{},"events":[${event}]}`;
}
