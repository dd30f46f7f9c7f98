import { createHmac } from "node:crypto";
import { defineProvider, type Provider } from "@flaghook/core";
import { github } from "@flaghook/github";
import { goff } from "@flaghook/goff";
import { hypertune } from "@flaghook/hypertune";
import { optimizely } from "@flaghook/optimizely";
import * as fc from "fast-check";
import * as z from "zod/mini";
import { SHAPES, type Shape } from "../generators/shapes.ts";
import type { Findings, Fuzzer, Settings } from "../harness/fuzzer.ts";
import { lowest, timesAsLong } from "../harness/stopwatch.ts";
import { assertDocumented, observe } from "../invariants/invariants.ts";

const secret = "a secret that nobody says aloud";

const order = z.looseObject({ type: z.literal("order"), items: z.array(z.looseObject({ sku: z.string() })) });

const PROVIDERS: Readonly<Record<Shape["provider"], Provider>> = {
  github: github,
  goff: goff,
  hypertune: hypertune,
  optimizely: optimizely,
  zod: defineProvider({
    id: "zod",
    scheme: { header: "x-signature", algorithm: "sha256", encoding: "hex" },
    eventName: { field: "type" },
    events: { order },
  }) as Provider,
};

/**
 * Verification may take so many times as long as hashing the same bytes and reading them by what
 * the platform has. Measured against those, what JSON.parse makes of a shape, and the machine, do
 * not count.
 */
const FACTOR = 5;

/**
 * At four times the size that factor may be so many times as high. It is 1 for what is linear, and
 * 4 for what is quadratic.
 */
const GROWTH = 2.5;

/** So many times the size is verified once, for what breaks rather than takes long. */
const HUGE = 16;

/**
 * Time against size: four times as many bytes take about four times as long, whatever they are and
 * become.
 */
export const sizes: Fuzzer = {
  name: "sizes",
  claim: `bodies of every shape: verified or refused in linear time, at most ${FACTOR} times that of a hash and a parser`,
  cases: 2 * SHAPES.length,
  async run({ seed, cases, path }: Settings): Promise<Findings> {
    // Every shape in turn, at sizes that the seed chooses: all of them are looked at, whatever the first ones show.
    const sizesOf = fc.sample(fc.integer({ min: 16_000, max: 48_000 }), { seed, numRuns: cases });
    const faults = new Set<string>();
    for (const [index, bytes] of sizesOf.entries()) {
      if (path !== undefined && Number(path) !== index) continue;
      const shape = SHAPES[index % SHAPES.length]!;
      const fault = faultOf(shape, bytes);
      if (fault !== undefined)
        faults.add(
          `${fault}\n  case ${shape.provider}, ${shape.name}, ${bytes} bytes and 4 times that\n  seen again with --seed ${seed} --path ${index}`,
        );
    }
    return { cases, faults: [...faults] };
  },
};

function faultOf(shape: Shape, bytes: number): string | undefined {
  const provider = PROVIDERS[shape.provider];
  const small = prepare(provider, shape.make(bytes));
  const large = prepare(provider, shape.make(4 * bytes));
  try {
    assertDocumented(observe(prepare(provider, shape.make(HUGE * bytes)).verify), { mayMisuse: false });
  } catch (error) {
    return (error as Error).message;
  }
  const growth = lowest(() => factorOf(large) / Math.max(factorOf(small), 1), GROWTH);
  if (growth > GROWTH) return `four times the size takes ${(4 * growth).toFixed(1)} times as long`;
  if (shape.provider === "zod") return undefined; // its own time is not ours
  const factor = lowest(() => factorOf(large), FACTOR);
  return factor > FACTOR ? `takes ${factor.toFixed(1)} times as long as a hash and a parser` : undefined;
}

function factorOf({ verify, bare }: Prepared): number {
  return timesAsLong(() => void observe(verify), bare);
}

/** A signed delivery: what verifies it, and the least that anybody would have to do. */
interface Prepared {
  readonly verify: () => ReturnType<Provider["verify"]>;
  readonly bare: () => void;
}

function prepare(provider: Provider, text: string): Prepared {
  const body = Buffer.from(text);
  const headers = provider.sign(body, { secret, name: "ping", id: "an-id" });
  return {
    verify: () => provider.verify({ headers, body }, { secret }),
    bare: () => {
      createHmac("sha256", secret).update(body).digest();
      read(body.toString());
    },
  };
}

/** What the platform has for reading such a body. */
function read(text: string): void {
  if (text.startsWith("payload=")) new URLSearchParams(text).get("payload");
  else JSON.parse(text);
}
