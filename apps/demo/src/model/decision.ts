/** The person whose decisions are compared. */
export const PERSON = "user-1";

/** People who are asked for, to see how many a flag is on for. */
export const PEOPLE = 100;

/** What Optimizely's SDK decides on a flag. */
export interface Decision {
  /** For {@link PERSON}. */
  readonly enabled: boolean;
  readonly variation: string | null;
  /** How many of {@link PEOPLE} it is on for. */
  readonly people: number;
}
