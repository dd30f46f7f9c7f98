/**
 * With this header a sample names itself: to the server that is for samples, or to the real one by
 * a name that nobody can guess.
 */
export const SAMPLE_HEADER = "x-radar-sample";

/** What a server knows of a sample before it comes. */
export interface ExpectedSample {
  /** When it is to have come. */
  readonly at: Date;
  /** Its signature was made with this. Default: the secret that is configured. */
  readonly secret?: string;
  /** The time by which its signature is judged. Default: now. */
  readonly clock?: Date;
  /** Cannot be handled until somebody retries it. */
  readonly failsUntilRetried?: boolean | undefined;
  /** Hears what became of it. */
  readonly report?: (result: SampleResult) => void;
}

/** What became of a sample: it verified, it was refused, or it verified and is no event. */
export type SampleResult =
  | { readonly is: "verified"; readonly dedupeKey: string }
  | { readonly is: "refused"; readonly refusal: number | undefined }
  | { readonly is: "kept" };

const SCOPE = /^sample (\S+)( fails)?$/;

/** What a sample delivery says about itself. */
export interface SampleScope {
  readonly time: Date;
  readonly fails: boolean;
}

/** The inbox's scope of a sample delivery: it never meets a real one, and has its time with it. */
export function sampleScope(time: Date, fails = false): string {
  return `sample ${time.toISOString()}${fails ? " fails" : ""}`;
}

/** What the scope of a delivery says; `undefined` for a real one. */
export function readSampleScope(scope: string): SampleScope | undefined {
  const [, text, fails] = SCOPE.exec(scope) ?? [];
  if (text === undefined) return undefined;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : { time, fails: fails !== undefined };
}
