import { providerContract } from "@flaghook/testing";
import { expect, test } from "vitest";
import { otherRealm } from "../../../tools/test-support/other-realm.ts";
import { hypertune } from "../src/index.ts";
import { vectors } from "./vectors.ts";

providerContract(hypertune, { ...vectors, otherRealm }, { test, expect });
