/** How the message of every `WebhookError` ends. */
const POINTER = / Run npx flaghook explain, or see \S+$/;

/** A refusal's message without where to look: for those who add to it, or show that themselves. */
export function withoutPointer(message: string): string {
  return message.replace(POINTER, "");
}
