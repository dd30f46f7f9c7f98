import { reentrySuite } from "../support/reentry-suite.ts";

reentrySuite("node:crypto");
