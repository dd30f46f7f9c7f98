import { providerContract } from "@flaghook/testing";
import { expect, test } from "vitest";
import { otherRealm } from "../../../tools/test-support/other-realm.ts";
import { workos } from "../src/index.ts";
import { vectors } from "./vectors.ts";

providerContract(workos, { ...vectors, otherRealm }, { test, expect });
