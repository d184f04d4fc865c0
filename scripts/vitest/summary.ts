import { writeSync } from "node:fs";
import type { Reporter, SerializedError, TestModule } from "vitest/node";

/** The run's last line, written as the process ends so that nothing follows it. */
export default class Summary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      if (module.errors().length > 0) count.failed++;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state !== "pending") count[state]++;
      }
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : "";
    process.on("exit", (code) => {
      const failed = code === 0 ? count.failed : Math.max(1, count.failed); // what failed before the first test is in no module
      writeSync(1, `${count.passed} passed, ${failed} failed${skipped}\n`);
    });
  }
}
