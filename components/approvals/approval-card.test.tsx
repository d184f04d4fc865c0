import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ApprovalCard } from "./approval-card.tsx";
import type { InboxApproval } from "./inbox-approval.ts";

const approval = {
  id: "apr_1",
  kind: "step" as const,
  summary: "Send “Hello” to Yoav",
  why: ["It leaves this workspace"],
  payloadHash: "h1",
  expiresAt: "2026-01-16T09:00:00.000Z",
  effect: "send",
  step: "tell",
  executionId: "exe_1",
};

const listed = (you: InboxApproval["you"]): InboxApproval => ({
  ...approval,
  status: "open",
  payload: { to: "yoav@example.test" },
  requestedAt: "2026-01-15T09:00:00.000Z",
  you,
  seats: [],
  seatsInAll: 0,
  place: { step: 2, of: 3 },
  cost: { micros: 20_000, tokens: 50, limitMicros: 1_000_000 },
  executionTitle: "Write to Yoav",
  requestedBy: { id: "usr_1", name: "Dana" },
  url: "/demo/executions/exe_1",
});

const page = (mayDecide: boolean, shown: InboxApproval | undefined): string =>
  renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <ApprovalCard
        workspaceId="demo"
        approval={approval}
        payload={{ to: "yoav@example.test" }}
        shown={shown}
        mayDecide={mayDecide}
        mayWrite={false}
        onDecided={() => {}}
      />
    </QueryClientProvider>,
  );

test("nothing is offered before it is known that this person may decide", () => {
  expect(page(true, undefined)).not.toContain("<button");
  expect(page(true, listed({ may: true, because: null }))).toContain("Approve");
});

test("who may not decide reads why, at once where their role says so", () => {
  const refused = page(true, listed({ may: false, because: "you asked for it yourself" }));
  expect(refused).not.toContain("<button");
  expect(refused).toContain("You asked for it yourself.");
  expect(page(false, undefined)).toContain("Your role cannot decide this.");
});

test("it says which step of the plan it is, and what was spent of what may be", () => {
  const words = page(true, listed({ may: true, because: null }));
  expect(words).toContain("Step 2 of 3.");
  expect(words).toContain("Spent so far: $0.02 of $1.00.");
});
