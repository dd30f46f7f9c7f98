import { providerContract } from "@flaghook/testing";
import { expect, test } from "vitest";
import { hypertune } from "../src/index.ts";
import { vectors } from "./vectors.ts";

providerContract(hypertune, vectors, { test, expect });
