import { providerContract } from "@flaghook/testing";
import { expect, test } from "vitest";
import { otherRealm } from "../../../tools/test-support/other-realm.ts";
import { launchdarkly } from "../src/index.ts";
import { vectors } from "./vectors.ts";

providerContract(launchdarkly, { ...vectors, otherRealm }, { test, expect });
