import { ed25519Suite } from "./support/ed25519-suite.ts";

ed25519Suite("node:crypto");
