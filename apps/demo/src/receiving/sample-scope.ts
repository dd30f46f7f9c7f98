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
}

const SCOPE = /^sample (\S+)$/;

/** The inbox's scope of a sample delivery: it never meets a real one, and has its time with it. */
export function sampleScope(time: Date): string {
  return `sample ${time.toISOString()}`;
}

/** The time of a sample delivery; `undefined` for a real one. */
export function readSampleTime(scope: string): Date | undefined {
  const text = SCOPE.exec(scope)?.[1];
  if (text === undefined) return undefined;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
