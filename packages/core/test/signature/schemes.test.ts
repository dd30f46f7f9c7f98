import { schemeSuite } from "../support/scheme-suite.ts";

schemeSuite("node:crypto");
