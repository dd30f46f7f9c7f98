import { sha512 as implementation } from "@noble/hashes/sha2.js";
import type { Algorithm } from "./backend.ts";

export const sha512: Algorithm = { name: "sha512", byteLength: 64, implementation };
