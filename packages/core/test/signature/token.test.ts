import { tokenSuite } from "../support/token-suite.ts";

tokenSuite("node:crypto");
