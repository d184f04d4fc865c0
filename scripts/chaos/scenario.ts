import type { PlanDraft } from "#lib/planner/plan.ts";

/** What a scenario does to the world: which effects there must be, once each. */
export type Scenario = { confirm: boolean; delayMs?: number };

let meetings = 0;

/** A time of its own for each meeting: working hours would be full after some three hundred. */
function nextStart(): string {
  meetings += 1;
  return new Date(Date.UTC(2031, 0, 1) + meetings * 600_000).toISOString().slice(0, 16);
}

/** Parallel reads, a join, a call outside, a write to our own calendar, a message that a person releases, and a last read. */
export function planOf({ confirm, delayMs = 5 }: Scenario, sink: string, tag: string): PlanDraft {
  return {
    steps: [
      { id: "docs", tool: "documents.search", params: { query: "lease" } },
      { id: "people", tool: "contacts.search", params: { name: "Noa" } },
      { id: "busy", tool: "calendar.search", params: {} },
      {
        id: "join",
        tool: "flow.pass",
        params: { docs: "{{ steps.docs }}", people: "{{ steps.people }}" },
        dependsOn: ["docs", "people", "busy"],
      },
      {
        id: "post",
        tool: "http.request",
        params: {
          url: `${sink}/effects/${tag}?delay=${delayMs}`,
          method: "POST",
          body: { tag },
          ...(confirm && { confirm: { url: `${sink}/effects/{key}` } }),
        },
        dependsOn: ["join"],
      },
      {
        id: "meet",
        tool: "calendar.create",
        params: { title: `Meeting ${tag}`, durationMinutes: 5, start: nextStart() },
        dependsOn: ["join"],
      },
      {
        id: "tell",
        tool: "message.send",
        params: { to: "noa@example.com", subject: tag, body: "The answer was {{ steps.post.status }}." },
        dependsOn: ["post"],
      },
      { id: "last", tool: "documents.search", params: { query: tag }, dependsOn: ["tell", "meet"] },
    ],
  };
}
