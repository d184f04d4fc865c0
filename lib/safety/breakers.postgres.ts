import { appPool, withWorkspace } from "#lib/db.ts";
import { noteOn } from "#lib/tenancy/audit.postgres.ts";
import { type Breaker, type BreakerPolicy, type Breakers, breakerPolicy } from "./breaker.ts";

/** What is known of a workspace's breakers is asked again after this long: a call of a component that is well costs nothing. */
const freshMs = 1_000;

const columns = `component, state, failures, trips, open_until as "openUntil", last_error as "lastError", last_failure_at as "lastFailureAt", changed_at as "changedAt", changed_by as "changedBy"`;
type Row = Omit<Breaker, "openUntil" | "lastFailureAt" | "changedAt"> & {
  openUntil: Date | null;
  lastFailureAt: Date | null;
  changedAt: Date;
};

const shown = ({ openUntil, lastFailureAt, changedAt, ...row }: Row): Breaker => ({
  ...row,
  openUntil: openUntil?.toISOString() ?? null,
  lastFailureAt: lastFailureAt?.toISOString() ?? null,
  changedAt: changedAt.toISOString(),
});

export function postgresBreakers({ now, policy = breakerPolicy }: { now: () => number; policy?: BreakerPolicy }): Breakers {
  const known = new Map<string, { at: number; troubled: Map<string, Breaker["state"]> }>();

  const list: Breakers["list"] = (scope) =>
    withWorkspace(scope.id, async (client) => {
      const { rows } = await client.query<Row>({
        name: "breakers",
        text: `select ${columns} from breakers where workspace_id = $1 order by (state <> 'closed') desc, changed_at desc limit 500`,
        values: [scope.id],
      });
      return rows.map(shown);
    });

  async function look(scope: { id: string }): Promise<Map<string, Breaker["state"]>> {
    const last = known.get(scope.id);
    if (last && now() - last.at < freshMs) return last.troubled;
    const rows = await list(scope);
    const troubled = new Map(
      rows.filter(({ state, failures }) => state !== "closed" || failures > 0).map(({ component, state }) => [component, state] as const),
    );
    known.set(scope.id, { at: now(), troubled });
    return troubled;
  }
  const forget = (scope: { id: string }) => known.delete(scope.id);

  return {
    list,
    isOpen: (scope, component) => (known.get(scope.id)?.troubled.get(component) ?? "closed") !== "closed",
    async enter(scope, component) {
      const state = (await look(scope)).get(component) ?? "closed";
      if (state === "closed") return { passes: true, probes: false };
      const { rows } = await appPool().query<{ passes: boolean; probes: boolean; wait_seconds: number }>({
        name: "breaker-enter",
        text: "select passes, probes, wait_seconds from breaker_enter($1, $2, $3)",
        values: [scope.id, component, policy.probeSeconds],
      });
      const [row] = rows;
      return !row || row.passes
        ? { passes: true, probes: row?.probes ?? false }
        : { passes: false, waitMs: Math.ceil(row.wait_seconds * 1_000) };
    },
    async leave(scope, component, went) {
      // Only what was unwell can get better.
      if (went.ok && !known.get(scope.id)?.troubled.has(component)) return;
      await appPool().query({
        name: "breaker-leave",
        text: "select breaker_leave($1, $2, $3, $4, $5, $6)",
        values: [scope.id, component, went.ok, went.ok ? null : went.because.slice(0, 500), policy.threshold, policy.openSeconds],
      });
      forget(scope);
    },
    async turn(scope, component, to, by) {
      const row = await withWorkspace(scope.id, async (client) => {
        const { rows } = await client.query<Row>(
          `update breakers set state = $3, failures = 0, trips = 0, open_until = null, probe_until = null, changed_at = clock_timestamp(), changed_by = $4
           where workspace_id = $1 and component = $2 returning ${columns}`,
          [scope.id, component, to, by.name],
        );
        if (rows[0]) await noteOn(client, scope, by, { action: `breaker.${to}`, detail: { component } });
        return rows[0];
      });
      forget(scope);
      return row && shown(row);
    },
  };
}
