-- One breaker for each component of a workspace, shared by all workers. A component that never failed has no row.
CREATE TABLE "breakers" (
    "workspace_id" TEXT NOT NULL,
    "component" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'closed',
    "failures" INTEGER NOT NULL DEFAULT 0,
    "trips" INTEGER NOT NULL DEFAULT 0,
    "open_until" TIMESTAMPTZ(3),
    "probe_until" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "last_failure_at" TIMESTAMPTZ(3),
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_by" TEXT,

    CONSTRAINT "breakers_pkey" PRIMARY KEY ("workspace_id","component")
);

alter table public.breakers enable row level security;
alter table public.breakers force row level security;
create policy own_workspace on public.breakers to fermata_app using (workspace_id = (select current_setting('app.workspace_id', true))) with check (workspace_id = (select current_setting('app.workspace_id', true)));
create policy owner_all on public.breakers to current_user using (true) with check (true);
grant select, insert, update, delete on public.breakers to fermata_app;

-- Whether a call may pass. The row's lock makes callers queue, so that one of them is the probe and no more; time is the database's.
-- An open breaker without a time was opened by a person, and a person closes it.
create function breaker_enter(p_workspace text, p_component text, p_probe_seconds float) returns table (passes boolean, probes boolean, wait_seconds float)
language plpgsql as $$
declare v breakers%rowtype; v_now timestamptz;
begin
  perform set_config('app.workspace_id', p_workspace, true);
  select * into v from breakers b where b.workspace_id = p_workspace and b.component = p_component for update;
  v_now := clock_timestamp();
  if not found or v.state = 'closed' then
    return query select true, false, 0::float;
  elsif v.state = 'open' and v.open_until is null then
    return query select false, false, 60::float;
  elsif coalesce(case when v.state = 'open' then v.open_until else v.probe_until end, v_now) > v_now then
    return query select false, false, extract(epoch from case when v.state = 'open' then v.open_until else least(v.probe_until, v_now + interval '2 seconds') end - v_now)::float;
  else
    update breakers b set state = 'half_open', probe_until = v_now + make_interval(secs => p_probe_seconds), changed_at = v_now
      where b.workspace_id = p_workspace and b.component = p_component;
    return query select true, true, 0::float;
  end if;
end $$;

-- How a call went. So many failures within a minute of each other open the breaker; each time that a probe fails it stays open twice as long, ten minutes at the most.
create function breaker_leave(p_workspace text, p_component text, p_ok boolean, p_error text, p_threshold int, p_open_seconds float) returns text
language plpgsql as $$
declare v breakers%rowtype; v_now timestamptz; v_failures int;
begin
  perform set_config('app.workspace_id', p_workspace, true);
  if p_ok then
    update breakers b set state = 'closed', failures = 0, trips = 0, open_until = null, probe_until = null,
        changed_at = case when b.state = 'closed' then b.changed_at else clock_timestamp() end, changed_by = case when b.state = 'closed' then b.changed_by end
      where b.workspace_id = p_workspace and b.component = p_component and b.state <> 'open';
    return 'closed';
  end if;
  insert into breakers as b (workspace_id, component) values (p_workspace, p_component)
    on conflict (workspace_id, component) do update set component = excluded.component
    returning * into v;
  v_now := clock_timestamp();
  v_failures := case when v.last_failure_at > v_now - interval '1 minute' then v.failures + 1 else 1 end;
  if v.state = 'half_open' or (v.state = 'closed' and v_failures >= p_threshold) then
    update breakers b set state = 'open', failures = v_failures, trips = v.trips + 1, probe_until = null, last_error = p_error, last_failure_at = v_now, changed_at = v_now, changed_by = null,
        open_until = v_now + make_interval(secs => least(p_open_seconds * power(2, least(v.trips, 20)), 600))
      where b.workspace_id = p_workspace and b.component = p_component;
    return 'open';
  end if;
  update breakers b set failures = v_failures, last_error = p_error, last_failure_at = v_now where b.workspace_id = p_workspace and b.component = p_component;
  return v.state;
end $$;

-- The reliability page reads what was recovered, by time and across executions; only rows of these types are in the index.
create index execution_events_recovery_idx on execution_events (workspace_id, at)
  where type in ('recovery.chosen', 'recovery.tried', 'step.retrying', 'step.failed', 'effect.unknown', 'approval.requested');

-- A step that waits for its component has a time, and is found like one that waits for its own.
create or replace function stuck_work(p_grace_seconds float, p_limit int) returns table (kind text, workspace_id text, execution_id text, step_id text, wake int, fence int, approval_id text)
language sql security definer set search_path = public as $$
  (select 'lost', s.workspace_id, s.execution_id, s.id, s.wake, s.fence, null from execution_steps s
    where s.status = 'running' and s.lease_until < now() - make_interval(secs => p_grace_seconds)
      -- A step that spread over a list has no worker; it is looked at once its list is done.
      and (s.state->'iterations' is null or (s.state->'iterations'->>'settled')::int >= (s.state->'iterations'->>'total')::int) limit p_limit)
  union all
  (select 'due', s.workspace_id, s.execution_id, s.id, s.wake, s.fence, null from execution_steps s
    where s.status in ('retrying', 'held') and s.due_at < now() - make_interval(secs => p_grace_seconds) and (s.status = 'retrying' or s.hold in ('wait', 'breaker')) limit p_limit)
  union all
  (select 'expired', a.workspace_id, a.execution_id, a.step_id, null, null, a.id from pending_approvals a
    where a.status = 'open' and a.expires_at < now() - make_interval(secs => p_grace_seconds) limit p_limit)
  union all
  (select 'idle', e.workspace_id, e.id, null, null, e.seq, null from executions e
    where e.status in ('queued', 'planning', 'running') and e.updated_at < now() - make_interval(secs => p_grace_seconds * 2)
      and (not exists (select 1 from execution_steps s where s.workspace_id = e.workspace_id and s.execution_id = e.id and s.status in ('running', 'held', 'retrying'))
        or exists (select 1 from execution_steps s where s.workspace_id = e.workspace_id and s.execution_id = e.id and s.status = 'held'
          and (s.hold = 'pause' or (s.hold = 'concurrency' and (e.state->>'running')::int < (e.state->>'concurrency')::int)))
        or exists (select 1 from execution_steps s where s.workspace_id = e.workspace_id and s.execution_id = e.id and s.status = 'pending' and s.waiting_on = 0)
        or exists (select 1 from step_edges g join execution_steps s on s.workspace_id = g.workspace_id and s.execution_id = g.execution_id and s.id = g.from_step
          where g.workspace_id = e.workspace_id and g.execution_id = e.id and not g.settled and s.status in ('completed', 'failed', 'skipped', 'cancelled')))
      and not exists (select 1 from outbox o where o.workspace_id = e.workspace_id and o.data->>'executionId' = e.id and o.due_at <= now()) limit p_limit)
  union all
  (select 'waiting', s.workspace_id, s.execution_id, s.id, s.wake, s.fence, null from execution_steps s join executions e on e.workspace_id = s.workspace_id and e.id = s.execution_id
    where s.status = 'ready' and e.status = 'running' and e.updated_at < now() - make_interval(secs => p_grace_seconds)
      and not exists (select 1 from outbox o where o.workspace_id = s.workspace_id and o.id = s.execution_id || ':' || s.id || ':' || s.wake) limit p_limit);
$$;
