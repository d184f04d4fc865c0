import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Env, isDistributed, readEnv } from "./env.ts";

test("everything is optional", () => {
  expect(readEnv({})).toMatchObject({ FERMATA_HOME: ".fermata", FERMATA_POOL_SIZE: 10, FERMATA_EGRESS_ALLOW: [] });
});

test("an empty value is as good as none", () => {
  expect(readEnv({ PORT: "", NEXTAUTH_URL: "", FERMATA_HOME: "" })).toEqual(readEnv({}));
});

test("a fault names its variable and not its value", () => {
  expect(() => readEnv({ PORT: "http", NEXTAUTH_SECRET: "hunter2" })).toThrow(/PORT: .*NEXTAUTH_SECRET: /);
  expect(() => readEnv({ NEXTAUTH_SECRET: "hunter2" })).not.toThrow(/hunter2/);
});

test("any way to an Inngest turns the embedded executor off", () => {
  expect(isDistributed(readEnv({}))).toBe(false);
  expect(isDistributed(readEnv({ INNGEST_DEV: "0" }))).toBe(false);
  expect(isDistributed(readEnv({ INNGEST_DEV: "http://127.0.0.1:8288" }))).toBe(true);
  expect(isDistributed(readEnv({ INNGEST_SIGNING_KEY: "signkey-x" }))).toBe(true);
});

test(".env.example names exactly the variables that are read", () => {
  const example = readFileSync(new URL("../.env.example", import.meta.url), "utf8");
  const named = [...example.matchAll(/^# ?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name).sort();
  expect(named).toEqual(
    Object.keys(Env.shape)
      .filter((name) => name !== "NODE_ENV")
      .sort(),
  );
});
