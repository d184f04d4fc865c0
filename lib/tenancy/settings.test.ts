import { expect, test } from "vitest";
import { levels, mostAutonomy, resolve, resolveAll, Settings, settableAt, settingNames } from "./settings.ts";

test("the narrowest level that says something counts, and is named", () => {
  const given = { system: { stepAttempts: 4 }, workspace: { stepAttempts: 5 }, workflow: { stepAttempts: 6 }, step: { stepAttempts: 7 } };
  expect(resolve("stepAttempts", {})).toMatchObject({ value: 3, from: "system" });
  expect(resolve("stepAttempts", { system: given.system })).toMatchObject({ value: 4, from: "system" });
  expect(resolve("stepAttempts", { system: given.system, workspace: given.workspace })).toMatchObject({ value: 5, from: "workspace" });
  expect(resolve("stepAttempts", given)).toMatchObject({ value: 7, from: "step" });
  expect(resolve("stepAttempts", { ...given, execution: { stepAttempts: 8 } })).toEqual({
    name: "stepAttempts",
    value: 8,
    from: "execution",
    chain: levels.map((level, at) => ({ level, value: 4 + at })),
  });
});

test("a level that says nothing is passed over, and one that may not say it is not asked", () => {
  expect(resolve("concurrency", { workspace: { concurrency: 5 }, workflow: {}, step: { concurrency: 1 } })).toMatchObject({
    value: 5,
    from: "workspace",
  });
  expect(resolve("egressOnly", { workflow: { egressOnly: ["a.example"] } })).toMatchObject({ value: [], from: "system" });
  expect(resolve("stepTimeoutMs", {})).toMatchObject({ value: null, from: "system" });
});

test("every setting has a shape and begins at the system", () => {
  expect(Object.keys(Settings.shape).sort()).toEqual([...settingNames].sort());
  for (const name of settingNames) expect(settableAt[name][0]).toBe("system");
  expect(resolveAll({}).map(({ name }) => name)).toEqual(settingNames);
});

test("no level goes beyond the most that is done without asking, and the level that says so is named", () => {
  const most = { workspace: { autonomyMost: "ask_on_risk" } } as const;
  expect(resolve("autonomy", { ...most, workflow: { autonomy: "run" } })).toMatchObject({ value: "ask_on_risk", from: "workspace" });
  expect(resolve("autonomy", { ...most, execution: { autonomy: "run" } })).toMatchObject({ value: "ask_on_risk", from: "workspace" });
  expect(resolve("autonomy", { ...most, workflow: { autonomy: "suggest" } })).toMatchObject({ value: "suggest", from: "workflow" });
  expect(resolve("autonomy", { workflow: { autonomy: "run" } })).toMatchObject({ value: "run", from: "workflow" });
});

test("of the most, the most careful counts: a workspace never lets more than the operator", () => {
  const given = { system: { autonomyMost: "ask_on_risk" }, workspace: { autonomyMost: "run" } } as const;
  expect(mostAutonomy(given)).toEqual({ value: "ask_on_risk", from: "system" });
  expect(resolve("autonomyMost", given)).toMatchObject({ value: "ask_on_risk", from: "system" });
  expect(mostAutonomy({ system: { autonomyMost: "run" }, workspace: { autonomyMost: "suggest" } })).toEqual({
    value: "suggest",
    from: "workspace",
  });
});
