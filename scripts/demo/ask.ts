import { createInterface } from "node:readline";
import type { Approval } from "./api.ts";

/** Exactly what will be done, so that the answer is about that and nothing else. */
export function describeApproval({ summary, tool, effect, why, payload }: Approval): string {
  const head = [`  ${summary || "A step asks for approval"}`, `  ${[tool, effect && `(${effect})`].filter(Boolean).join(" ")}`];
  const reasons = why.map((reason) => `  because ${reason}`);
  return ["", "  ── approval ──", ...head, ...reasons, ...fieldsOf(payload, "    "), ""]
    .filter((line, at) => line.trim() !== "" || at === 0)
    .join("\n");
}

function fieldsOf(value: unknown, indent: string): string[] {
  if (typeof value !== "object" || value === null)
    return String(value ?? "")
      .split("\n")
      .map((line) => `${indent}${line}`);
  return Object.entries(value).flatMap(([name, inner]) => {
    if (inner === null || inner === undefined || inner === "") return [];
    const isSmall = typeof inner !== "object" && !String(inner).includes("\n");
    return isSmall ? [`${indent}${name}: ${inner}`] : [`${indent}${name}:`, ...fieldsOf(inner, `${indent}  `)];
  });
}

export type Answer = "approve" | "reject" | "elsewhere" | "nobody";

/** Asks until the answer is clear. `elsewhere`: somebody decided in the dashboard meanwhile; `nobody`: there is no one to ask. */
export function ask(signal: AbortSignal): Promise<Answer> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise<Answer>((done) => {
    const question = "  Approve? [y]es, [n]o: ";
    const put = () =>
      lines.question(question, (text) => {
        if (/^\s*(y|yes|כן)\s*$/i.test(text)) done("approve");
        else if (/^\s*(n|no|לא)\s*$/i.test(text)) done("reject");
        else put();
      });
    lines.on("close", () => done("nobody"));
    lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
    signal.addEventListener("abort", () => done("elsewhere"), { once: true });
    put();
  }).finally(() => lines.close());
}
