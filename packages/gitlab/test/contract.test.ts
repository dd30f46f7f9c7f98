import { providerContract } from "@flaghook/testing";
import { expect, test } from "vitest";
import { otherRealm } from "../../../tools/test-support/other-realm.ts";
import { gitlab } from "../src/index.ts";
import { vectors } from "./vectors.ts";

providerContract(gitlab, { ...vectors, otherRealm }, { test, expect });
