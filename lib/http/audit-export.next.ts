import type { Json } from "#lib/kernel/json.ts";
import { runtime } from "#lib/runtime.ts";
import type { Access } from "#lib/tenancy/access.ts";
import type { AuditEntry, AuditFilter } from "#lib/tenancy/audit.postgres.ts";
import type { Reply } from "./answer.ts";
import { csvHead, csvLine } from "./csv.ts";

const columns = [
  "seq",
  "at",
  "actorKind",
  "actorId",
  "actorName",
  "action",
  "target",
  "because",
  "address",
  "agent",
  "requestId",
  "detail",
  "hash",
] as const;

/** That somebody took the audit away is told in it first. */
export async function exportAudit(
  { workspace, actor }: Access,
  { format, ...filter }: AuditFilter & { format: "jsonl" | "csv" },
): Promise<Reply> {
  const { auditLog } = runtime().people;
  await auditLog.note(workspace, actor, { action: "audit.exported", detail: JSON.parse(JSON.stringify({ format, ...filter })) as Json });
  const lineOf = (entry: AuditEntry) => (format === "csv" ? csvLine(columns.map((name) => entry[name])) : `${JSON.stringify(entry)}\n`);
  const pages = auditLog.exportAudit(workspace, filter);
  const encoder = new TextEncoder();
  let begun = format !== "csv";
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value = [] } = await pages.next();
        const text = `${begun ? "" : csvHead(columns)}${value.map(lineOf).join("")}`;
        begun = true;
        if (text !== "") controller.enqueue(encoder.encode(text));
        if (done) controller.close();
      },
      async cancel() {
        await pages.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
  const type = format === "csv" ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson";
  return {
    status: 200,
    stream,
    headers: { "content-type": type, "content-disposition": `attachment; filename="audit-${workspace.id}.${format}"` },
  };
}
