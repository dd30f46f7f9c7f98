import { pushSchema } from "@flaghook/github/schemas";

export const ref = (value: unknown): string => pushSchema.parse(value).ref;
