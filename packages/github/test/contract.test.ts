import { providerContract } from "@flaghook/testing";
import { expect, test } from "vitest";
import { github } from "../src/index.ts";
import { vectors } from "./vectors.ts";

providerContract(github, vectors, { test, expect });
