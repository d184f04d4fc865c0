import { defineConfig } from "@playwright/test";
import { chromiumPath } from "./scripts/browser.ts";

const executablePath = chromiumPath();

/** `npm run e2e` brings up an instance of its own and says here where it serves. */
export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results",
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: process.env.NEXTAUTH_URL ?? "http://127.0.0.1:3000",
    screenshot: "only-on-failure",
    // Recording each action costs a fifth of the time; `--trace on` records one that is looked into.
    trace: "off",
    launchOptions: { args: ["--disable-dev-shm-usage"], ...(executablePath && { executablePath }) },
  },
});
