/** What a list of executions is narrowed to. It stands in the address, word for word as the interface takes it. */
export const filterNames = ["view", "status", "trigger", "workflow", "text"] as const;
export type FilterName = (typeof filterNames)[number];
export type Filters = Partial<Record<FilterName, string>>;

export const statuses = ["queued", "planning", "awaiting_approval", "running", "paused", "completed", "failed", "cancelled"] as const;
export const triggers = ["web", "api", "schedule", "webhook", "event", "manual"] as const;
const viewNames = ["open", "waiting"] as const;

export type View = { title: string; filters: Filters };

export const shippedViews: readonly View[] = [
  { title: "All", filters: {} },
  { title: "Under way", filters: { view: "open" } },
  { title: "Held by people", filters: { view: "waiting" } },
  { title: "Completed", filters: { status: "completed" } },
  { title: "Failed", filters: { status: "failed" } },
];

const known: Record<FilterName, (value: string) => boolean> = {
  view: (value) => (viewNames as readonly string[]).includes(value),
  status: (value) => (statuses as readonly string[]).includes(value),
  trigger: (value) => value.length <= 100,
  workflow: (value) => /^[A-Za-z0-9_-]{1,100}$/.test(value),
  text: (value) => value.length <= 200,
};

/** What an address says, without what it cannot mean. */
export function readFilters(asked: Record<string, string | string[] | undefined>): Filters {
  const filters: Filters = {};
  for (const name of filterNames) {
    const value = asked[name];
    if (typeof value === "string" && value.trim() !== "" && known[name](value.trim())) filters[name] = value.trim();
  }
  return filters;
}

/** The same filters always make the same address. */
export function writeFilters(filters: Filters, cursor?: string): string {
  const query = new URLSearchParams();
  for (const name of filterNames) if (filters[name]) query.set(name, filters[name]);
  if (cursor) query.set("cursor", cursor);
  return query.toString();
}

export const isSameView = (a: Filters, b: Filters): boolean => writeFilters(a) === writeFilters(b);
