/** With this header sample data says when it came. Only the server that is for samples reads it. */
export const SAMPLE_TIME_HEADER = "x-radar-sample-time";

const SCOPE = /^sample (\S+)$/;

/** The inbox's scope of a sample delivery: it never meets a real one, and has its time with it. */
export function sampleScope(time: string): string {
  return `sample ${time}`;
}

/** The time of a sample delivery; `undefined` for a real one. */
export function readSampleTime(scope: string): Date | undefined {
  const text = SCOPE.exec(scope)?.[1];
  if (text === undefined) return undefined;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
