-- What a workspace allows itself: money and tokens, each for a scope and a period. Ref '*' stands for each workflow, each person.
CREATE TABLE "budgets" (
    "workspace_id" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "limit_micros" BIGINT,
    "limit_tokens" BIGINT,
    "changed_by" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "budgets_pkey" PRIMARY KEY ("workspace_id","scope","ref","period")
);

-- What was used and what is set aside, counted for every scope and period whether or not anything limits it: a new limit holds from its first moment.
CREATE TABLE "spend" (
    "workspace_id" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "starts" DATE NOT NULL,
    "micros" BIGINT NOT NULL DEFAULT 0,
    "tokens" BIGINT NOT NULL DEFAULT 0,
    "held_micros" BIGINT NOT NULL DEFAULT 0,
    "held_tokens" BIGINT NOT NULL DEFAULT 0,
    "calls" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "spend_pkey" PRIMARY KEY ("workspace_id","scope","ref","period","starts")
);

-- One row for each call of a model: what was set aside for it before it was made, and what it used.
CREATE TABLE "model_calls" (
    "workspace_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "execution_id" TEXT,
    "step_id" TEXT,
    "workflow_id" TEXT,
    "user_id" TEXT,
    "model" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "held_micros" BIGINT NOT NULL,
    "held_tokens" BIGINT NOT NULL,
    "micros" BIGINT NOT NULL DEFAULT 0,
    "tokens" BIGINT NOT NULL DEFAULT 0,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_calls_pkey" PRIMARY KEY ("workspace_id","id")
);
-- Those whose caller is gone are found by their time.
CREATE INDEX "model_calls_open_idx" ON "model_calls"("expires_at") where status = 'reserved';

alter table public.budgets enable row level security;
alter table public.budgets force row level security;
create policy own_workspace on public.budgets to fermata_app using (workspace_id = (select current_setting('app.workspace_id', true))) with check (workspace_id = (select current_setting('app.workspace_id', true)));
create policy owner_all on public.budgets to current_user using (true) with check (true);
grant select, insert, update, delete on public.budgets to fermata_app;
alter table public.spend enable row level security;
alter table public.spend force row level security;
create policy own_workspace on public.spend to fermata_app using (workspace_id = (select current_setting('app.workspace_id', true))) with check (workspace_id = (select current_setting('app.workspace_id', true)));
create policy owner_all on public.spend to current_user using (true) with check (true);
grant select, insert, update on public.spend to fermata_app;
alter table public.model_calls enable row level security;
alter table public.model_calls force row level security;
create policy own_workspace on public.model_calls to fermata_app using (workspace_id = (select current_setting('app.workspace_id', true))) with check (workspace_id = (select current_setting('app.workspace_id', true)));
create policy owner_all on public.model_calls to current_user using (true) with check (true);
grant select, insert, update on public.model_calls to fermata_app;

-- The counters that one call moves. Days and months are those of UTC.
create function spend_rows(p_execution text, p_workflow text, p_user text, p_model text, p_at timestamptz) returns table (scope text, ref text, period text, starts date)
language sql immutable as $$
  select v.scope, v.ref, v.period, case v.period when 'day' then (p_at at time zone 'UTC')::date when 'month' then date_trunc('month', p_at at time zone 'UTC')::date else date '2000-01-01' end
  from (values ('workspace', '', 'day'), ('workspace', '', 'month'), ('workflow', p_workflow, 'day'), ('workflow', p_workflow, 'month'),
    ('user', p_user, 'day'), ('user', p_user, 'month'), ('execution', p_execution, 'total'), ('model', p_model, 'day')) as v (scope, ref, period)
  where v.ref is not null
$$;

-- Every limit that a call is under, with what is used of it. The row for one workflow or person stands before the one for each.
-- An execution's own is in its head.
create function spend_limits(p_workspace text, p_execution text, p_workflow text, p_user text, p_at timestamptz)
returns table (scope text, ref text, period text, starts date, limit_micros bigint, limit_tokens bigint, micros bigint, tokens bigint, held_micros bigint, held_tokens bigint)
language sql stable as $$
  select r.scope, r.ref, r.period, r.starts, l.limit_micros, l.limit_tokens,
    coalesce(s.micros, 0), coalesce(s.tokens, 0), coalesce(s.held_micros, 0), coalesce(s.held_tokens, 0)
  from spend_rows(p_execution, p_workflow, p_user, null, p_at) r
  cross join lateral (
    (select b.limit_micros, b.limit_tokens from budgets b
      where b.workspace_id = p_workspace and b.scope = r.scope and b.period = r.period and b.ref in (r.ref, '*') order by (b.ref = '*') limit 1)
    union all
    select (e.state->'budget'->>'limitMicros')::bigint, (e.state->'budget'->>'limitTokens')::bigint from executions e
      where r.scope = 'execution' and e.workspace_id = p_workspace and e.id = p_execution and e.state->'budget' is not null
  ) l
  left join spend s on s.workspace_id = p_workspace and s.scope = r.scope and s.ref = r.ref and s.period = r.period and s.starts = r.starts
$$;

-- How much of the tightest of these is used, in percent; nothing where there is none.
create function spend_percent(p_limit_micros bigint, p_limit_tokens bigint, p_micros bigint, p_tokens bigint) returns float
language sql immutable as $$
  select greatest(case when p_limit_micros is not null then case when p_limit_micros > 0 then p_micros * 100.0 / p_limit_micros when p_micros > 0 then 100 else 0 end end,
    case when p_limit_tokens is not null then case when p_limit_tokens > 0 then p_tokens * 100.0 / p_limit_tokens else 100 end end)::float
$$;

-- Sets aside what a call may cost at the most, or says which limit it does not fit under. Callers queue at the counters' rows, always in the same order,
-- so that no two of them are let in by what is left for one. The same id again is answered as the first time.
create function spend_reserve(p_workspace text, p_id text, p_execution text, p_step text, p_user text, p_model text, p_micros bigint, p_tokens bigint, p_seconds float)
returns table (granted boolean, scope text, ref text, period text, limit_micros bigint, limit_tokens bigint, micros bigint, tokens bigint, resets timestamptz)
language plpgsql as $$
#variable_conflict use_column
declare v_at timestamptz := clock_timestamp(); v_workflow text; v_user text := p_user; v record;
begin
  perform set_config('app.workspace_id', p_workspace, true);
  if exists (select 1 from model_calls c where c.workspace_id = p_workspace and c.id = p_id) then
    return query select true, null::text, null::text, null::text, null::bigint, null::bigint, null::bigint, null::bigint, null::timestamptz;
    return;
  end if;
  select e.state->>'workflowId', coalesce(p_user, e.state->'by'->>'id') into v_workflow, v_user from executions e where e.workspace_id = p_workspace and e.id = p_execution;
  v_user := coalesce(v_user, p_user);
  insert into spend (workspace_id, scope, ref, period, starts)
    select p_workspace, r.scope, r.ref, r.period, r.starts from spend_rows(p_execution, v_workflow, v_user, p_model, v_at) r order by r.scope, r.ref, r.period
    on conflict do nothing;
  perform 1 from spend s join spend_rows(p_execution, v_workflow, v_user, p_model, v_at) r on s.workspace_id = p_workspace and s.scope = r.scope and s.ref = r.ref and s.period = r.period and s.starts = r.starts
    order by s.scope, s.ref, s.period for update of s;
  select l.* into v from spend_limits(p_workspace, p_execution, v_workflow, v_user, v_at) l
    where l.micros + l.held_micros + p_micros > l.limit_micros or l.tokens + l.held_tokens + p_tokens > l.limit_tokens
    -- What lasts longest is said: waiting for the day helps nobody whose month is over.
    order by array_position(array['total', 'month', 'day'], l.period) limit 1;
  if found then
    return query select false, v.scope, v.ref, v.period, v.limit_micros, v.limit_tokens, v.micros + v.held_micros, v.tokens + v.held_tokens,
      case v.period when 'day' then (v.starts + 1)::timestamp at time zone 'UTC' when 'month' then (v.starts + interval '1 month')::timestamp at time zone 'UTC' end;
    return;
  end if;
  update spend s set held_micros = s.held_micros + p_micros, held_tokens = s.held_tokens + p_tokens, calls = s.calls + 1
    from spend_rows(p_execution, v_workflow, v_user, p_model, v_at) r
    where s.workspace_id = p_workspace and s.scope = r.scope and s.ref = r.ref and s.period = r.period and s.starts = r.starts;
  insert into model_calls (workspace_id, id, at, execution_id, step_id, workflow_id, user_id, model, status, held_micros, held_tokens, expires_at)
    values (p_workspace, p_id, v_at, p_execution, p_step, v_workflow, v_user, p_model, 'reserved', p_micros, p_tokens, v_at + make_interval(secs => p_seconds));
  return query select true, null::text, null::text, null::text, null::bigint, null::bigint, null::bigint, null::bigint, null::timestamptz;
end $$;

-- Ends a call: what was set aside is given back, what was used is counted, once. One that was presumed lost and comes back is put right.
-- Says how much of the tightest limit was used before and is used after it.
create function spend_settle(p_workspace text, p_id text, p_micros bigint, p_tokens bigint, p_status text) returns table (settled boolean, percent_before float, percent float)
language plpgsql as $$
#variable_conflict use_column
declare v model_calls%rowtype; v_held int; v_before float; v_after float;
begin
  perform set_config('app.workspace_id', p_workspace, true);
  select * into v from model_calls c where c.workspace_id = p_workspace and c.id = p_id for update;
  if not found or v.status not in ('reserved', 'presumed') or (v.status = 'presumed' and p_status = 'presumed') then
    return query select false, null::float, null::float;
    return;
  end if;
  v_held := case when v.status = 'reserved' then 1 else 0 end;
  perform 1 from spend s join spend_rows(v.execution_id, v.workflow_id, v.user_id, v.model, v.at) r on s.workspace_id = p_workspace and s.scope = r.scope and s.ref = r.ref and s.period = r.period and s.starts = r.starts
    order by s.scope, s.ref, s.period for update of s;
  select max(spend_percent(l.limit_micros, l.limit_tokens, l.micros, l.tokens)) into v_before from spend_limits(p_workspace, v.execution_id, v.workflow_id, v.user_id, v.at) l;
  update spend s set held_micros = s.held_micros - v.held_micros * v_held, held_tokens = s.held_tokens - v.held_tokens * v_held,
      micros = s.micros + p_micros - v.micros, tokens = s.tokens + p_tokens - v.tokens
    from spend_rows(v.execution_id, v.workflow_id, v.user_id, v.model, v.at) r
    where s.workspace_id = p_workspace and s.scope = r.scope and s.ref = r.ref and s.period = r.period and s.starts = r.starts;
  update model_calls c set status = p_status, micros = p_micros, tokens = p_tokens where c.workspace_id = p_workspace and c.id = p_id;
  select max(spend_percent(l.limit_micros, l.limit_tokens, l.micros, l.tokens)) into v_after from spend_limits(p_workspace, v.execution_id, v.workflow_id, v.user_id, v.at) l;
  return query select true, v_before, v_after;
end $$;

-- How much of the tightest limit is used or set aside now, for whoever is about to ask a model.
create function spend_used(p_workspace text, p_execution text, p_user text) returns float
language plpgsql as $$
declare v_percent float; v_workflow text; v_user text;
begin
  perform set_config('app.workspace_id', p_workspace, true);
  select e.state->>'workflowId', e.state->'by'->>'id' into v_workflow, v_user from executions e where e.workspace_id = p_workspace and e.id = p_execution;
  select max(spend_percent(l.limit_micros, l.limit_tokens, l.micros + l.held_micros, l.tokens + l.held_tokens)) into v_percent
    from spend_limits(p_workspace, p_execution, v_workflow, coalesce(p_user, v_user), clock_timestamp()) l;
  return v_percent;
end $$;

-- Calls whose caller is gone, across workspaces.
create function spend_lost(p_limit int) returns table (workspace_id text, id text, execution_id text, step_id text, held_micros bigint, held_tokens bigint)
language sql security definer set search_path = public as $$
  select c.workspace_id, c.id, c.execution_id, c.step_id, c.held_micros, c.held_tokens from model_calls c
  where c.status = 'reserved' and c.expires_at < now() order by c.expires_at limit p_limit
$$;

-- A step that waits for a budget, a lock or its rate has a time too, and is found by it.
create or replace function stuck_work(p_grace_seconds float, p_limit int) returns table (kind text, workspace_id text, execution_id text, step_id text, wake int, fence int, approval_id text)
language sql security definer set search_path = public as $$
  (select 'lost', s.workspace_id, s.execution_id, s.id, s.wake, s.fence, null from execution_steps s
    where s.status = 'running' and s.lease_until < now() - make_interval(secs => p_grace_seconds)
      -- A step that spread over a list has no worker; it is looked at once its list is done.
      and (s.state->'iterations' is null or (s.state->'iterations'->>'settled')::int >= (s.state->'iterations'->>'total')::int) limit p_limit)
  union all
  (select 'due', s.workspace_id, s.execution_id, s.id, s.wake, s.fence, null from execution_steps s
    where s.status in ('retrying', 'held') and s.due_at < now() - make_interval(secs => p_grace_seconds) and (s.status = 'retrying' or s.hold in ('wait', 'breaker', 'budget', 'lock', 'rate')) limit p_limit)
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

-- A raised cap lets its steps go; they are found by this.
create index execution_steps_budget_idx on execution_steps (workspace_id, execution_id) where status = 'held' and hold = 'budget';

do $$
begin
  revoke all on function spend_lost(int) from public;
  grant execute on function spend_lost(int) to fermata_app;
end $$;
