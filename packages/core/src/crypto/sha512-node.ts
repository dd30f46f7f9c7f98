import type { Algorithm } from "./backend.ts";

export const sha512: Algorithm = { name: "sha512", byteLength: 64 };
