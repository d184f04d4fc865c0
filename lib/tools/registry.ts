import type { Egress } from "#lib/safety/egress.ts";
import { calendarCreate } from "./calendar-create.ts";
import { calendarSearch } from "./calendar-search.ts";
import { contactsSearch } from "./contacts-search.ts";
import { contextGet, contextSet } from "./context-share.ts";
import { documentsRead } from "./documents-read.ts";
import { documentsSearch } from "./documents-search.ts";
import { flowPass } from "./flow-pass.ts";
import { flowReconcile } from "./flow-reconcile.ts";
import { flowWait } from "./flow-wait.ts";
import { httpRequest, type OpenByName } from "./http-request.ts";
import { type LinkTo, relativeLink } from "./links.ts";
import type { SendMail } from "./mailer.ts";
import { messageSend } from "./message-send.ts";
import { type ExecutionsBetween, reportStatus } from "./report-status.ts";
import { textSummarise } from "./text-summarise.ts";
import { textWrite } from "./text-write.ts";
import { type AnyTool, type ToolRegistry, toolRegistry } from "./tool.ts";

export type ToolDeps = {
  /** The guarded way to the outside: `egressThrough({ allow })`. */
  egress: Egress;
  /** The connections whose secrets a web request may use. */
  openConnection?: OpenByName | undefined;
  /** What `report.status` tells about. */
  executionsBetween: ExecutionsBetween;
  /** `sendBySmtp(SMTP_URL)`; without it messages stay in the workspace's outbox. */
  sendMail?: SendMail | undefined;
  /** The address that messages and invitations come from. */
  mailFrom?: string | undefined;
  linkTo?: LinkTo | undefined;
  /** Tools from elsewhere: MCP servers, the browser. */
  more?: AnyTool[];
};

/** The tools that ship with Fermata. */
export function shippedTools({
  egress,
  openConnection,
  executionsBetween,
  sendMail,
  mailFrom = "no-reply@fermata.invalid",
  linkTo = relativeLink,
  more = [],
}: ToolDeps): ToolRegistry {
  return toolRegistry([
    documentsSearch(linkTo),
    documentsRead(linkTo),
    contactsSearch,
    calendarSearch(linkTo),
    calendarCreate({ linkTo, mailFrom }),
    textSummarise,
    textWrite,
    reportStatus(executionsBetween),
    messageSend({ linkTo, mailFrom, sendMail }),
    httpRequest(egress, openConnection),
    flowWait,
    flowPass,
    flowReconcile,
    contextGet,
    contextSet,
    ...more,
  ]);
}
