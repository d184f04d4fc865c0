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
  serverExternalPackages: ["@prisma/client", "@prisma/adapter-pg", "pg", "argon2", "playwright", "nodemailer", "pino", "undici"],
};

export default config;
