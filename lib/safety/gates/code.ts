import { z } from "zod";
import { blocks, type Gate, notApplicable, passes, warns } from "./gate.ts";

const count = z.int().min(0);

/** What a run of code says of itself, under `codeReport` in a result. */
export const CodeReport = z.object({
  tests: z.object({ passed: count, failed: count, coverage: z.number().min(0).max(100).optional() }).optional(),
  lint: z.object({ errors: count, warnings: count.default(0) }).optional(),
  types: z.object({ errors: count }).optional(),
});
export type CodeReport = z.infer<typeof CodeReport>;

const leastCoverage = 80;

const testing: Gate<CodeReport> = {
  name: "testing",
  critical: true,
  ask({ tests }) {
    if (!tests) return notApplicable("The report says nothing of tests.");
    const { passed, failed, coverage } = tests;
    if (failed > 0) return blocks(`${failed} of ${passed + failed} tests fail.`);
    if (passed === 0) return warns("No test ran.", "notice");
    if (coverage !== undefined && coverage < leastCoverage)
      return warns(`${passed} tests pass and cover ${coverage} %; ${leastCoverage} % are wanted.`, "notice");
    return passes(`${passed} tests pass${coverage === undefined ? "" : ` and cover ${coverage} %`}.`);
  },
};

const linting: Gate<CodeReport> = {
  name: "linting",
  critical: false,
  ask({ lint }) {
    if (!lint) return notApplicable("The report says nothing of lint.");
    if (lint.errors > 0) return { outcome: "fail", because: `${lint.errors} faults of lint.`, follows: "notice" };
    return lint.warnings > 0 ? warns(`${lint.warnings} remarks of lint.`, "notice") : passes("No fault of lint.");
  },
};

const typeCheck: Gate<CodeReport> = {
  name: "type-check",
  critical: true,
  ask({ types }) {
    if (!types) return notApplicable("The report says nothing of types.");
    return types.errors > 0 ? blocks(`${types.errors} faults of types.`) : passes("The types hold.");
  },
};

export const codeGates: readonly Gate<CodeReport>[] = [testing, linting, typeCheck];
