import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = import.meta.dirname;

// Next writes the paths of its build into the tsconfig that it is given; this one may be scribbled on.
const scratch = join(root, ".cache", "tsconfig.next.json");
if (!existsSync(scratch)) {
  mkdirSync(join(root, ".cache"), { recursive: true });
  writeFileSync(scratch, `${JSON.stringify({ extends: "../tsconfig.json" }, null, 2)}\n`);
}

/** @type {import("next").NextConfig} */
const config = {
  // Each build has a folder of its own (scripts/build.ts), so that a new one never pulls the files from under a running server.
  distDir: process.env.FERMATA_BUILD ?? ".next",
  poweredByHeader: false,
  turbopack: { root },
  typescript: { ignoreBuildErrors: true, tsconfigPath: ".cache/tsconfig.next.json" }, // `npm run check` has checked the types
  // Bundled, each would be parsed, joined and mapped again for every route.
  serverExternalPackages: [
    "@ai-sdk/anthropic",
    "@ai-sdk/google",
    "@ai-sdk/openai",
    "@prisma/client",
    "@prisma/adapter-pg",
    "ai",
    "ai-sdk-ollama",
    "argon2",
    "chrono-node",
    "gpt-tokenizer",
    "ical-generator",
    "nodemailer",
    "pg",
    "pino",
    "playwright",
    "undici",
  ],
  // Each build starts from nothing in a folder of its own, and is served from this tree: nothing asks for a cache or for a list of files.
  outputFileTracingExcludes: { "*": ["**/*"] },
  experimental: { turbopackFileSystemCacheForBuild: false },
};

export default config;
