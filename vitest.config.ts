import { defineConfig } from "vitest/config";

const notOurs = ["**/node_modules/**", "**/.next/**", "**/.fermata/**", "**/.cache/**", "e2e/**"];

export default defineConfig({
  test: {
    reporters: ["default", "./scripts/vitest/summary.ts"],
    // A test that leaves something open fails by its own assertion, and never by hanging the run.
    teardownTimeout: 5_000,
    // What is waited for is an event; how long it may take on a busy machine is no assertion.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["**/*.test.{ts,tsx}"], exclude: [...notOurs, "**/*.db.test.ts"], testTimeout: 20_000 },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude: notOurs,
          pool: "forks",
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          globalSetup: ["scripts/vitest/cluster.ts"],
          setupFiles: ["scripts/vitest/database.ts"],
        },
      },
    ],
  },
});
