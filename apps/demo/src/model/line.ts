/** Kinds of lines. Each has a mark of its own in the timeline and in the strip. */
export const KINDS = ["flag", "config", "code", "deployment", "incident", "evaluation", "other"] as const;

/** One of {@link KINDS}. */
export type Kind = (typeof KINDS)[number];

/** What became of it, for the colour: nothing else in the page has these colours. */
export type Tone = "added" | "removed" | "changed" | "plain";

/** One line of the timeline before it is stored. The three texts make one sentence. */
export interface LineDraft {
  readonly kind: Kind;
  readonly tone: Tone;
  /** The thing itself: the flag, say. Shown in bold. */
  readonly subject: string;
  /** What happened to it, with the space or colon that comes before. */
  readonly words: string;
  /** Where and by whom. Shown quietly. */
  readonly tail: string;
  readonly flag: string | undefined;
  readonly environment: string | undefined;
  readonly project: string | undefined;
  readonly actor: string | undefined;
}

/** One line of the timeline as the API gives it. */
export interface Line {
  /** Rises by one with each line: a stream goes on from it. */
  readonly id: number;
  /** When the delivery arrived, as ISO 8601. */
  readonly at: string;
  readonly provider: string;
  /** The provider's own name of the event. */
  readonly event: string;
  readonly kind: Kind;
  readonly tone: Tone;
  readonly subject: string;
  readonly words: string;
  readonly tail: string;
  readonly flag: string | null;
  readonly environment: string | null;
  readonly project: string | null;
  readonly actor: string | null;
  readonly isSample: boolean;
}

/** The line as one sentence. */
export function sentenceOf({ subject, words, tail }: Pick<Line, "subject" | "words" | "tail">): string {
  return `${subject}${words}${tail}`;
}

/** The parts of a line that the text filter looks through. */
export type Searchable = Pick<Line, "provider" | "event" | "kind" | "subject" | "words" | "tail"> & {
  readonly project?: string | null | undefined;
};

/** Everything that the text filter looks through, in lower case. */
export function searchTextOf(line: Searchable): string {
  return [sentenceOf(line), line.kind, line.provider, line.event, line.project ?? ""].join(" ").toLowerCase();
}
