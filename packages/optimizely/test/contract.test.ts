import { providerContract } from "@flaghook/testing";
import { expect, test } from "vitest";
import { otherRealm } from "../../../tools/test-support/other-realm.ts";
import { optimizely } from "../src/index.ts";
import { vectors } from "./vectors.ts";

providerContract(optimizely, { ...vectors, otherRealm }, { test, expect });
