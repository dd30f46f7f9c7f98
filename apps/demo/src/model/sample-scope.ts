/** With this header a sample names itself. Only the server that is for samples reads it. */
export const SAMPLE_HEADER = "x-radar-sample";

/** What the server for samples knows of one before it comes. */
export interface ExpectedSample {
  /** When it is to have come. */
  readonly at: Date;
  /** Its signature was made with this. */
  readonly secret: string;
  /** The time by which its signature is judged. */
  readonly clock: Date;
  /** Cannot be handled until somebody retries it. */
  readonly failsUntilRetried?: boolean | undefined;
}

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
