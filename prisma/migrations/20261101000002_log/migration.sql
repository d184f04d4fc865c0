-- Row-level security, forced for everybody but the owner's migrations: no setting, no row.
-- `users` has no workspace: people are reached through the members of the workspace that asks, or by `sign_in_of`.
do $$
declare t text;
begin
  for t in
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and c.relname not in ('_prisma_migrations')
  loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    if t = 'users' then
      execute 'create policy users_of_workspace on public.users for select to fermata_app using (exists (select 1 from public.members m where m.user_id = users.id and m.workspace_id = (select current_setting(''app.workspace_id'', true))))';
    elsif t = 'workspaces' then
      execute 'create policy own_workspace on public.workspaces to fermata_app using (id = (select current_setting(''app.workspace_id'', true))) with check (id = (select current_setting(''app.workspace_id'', true)))';
    else
      execute format('create policy own_workspace on public.%I to fermata_app using (workspace_id = (select current_setting(''app.workspace_id'', true))) with check (workspace_id = (select current_setting(''app.workspace_id'', true)))', t);
    end if;
    -- The owner writes seeds and sign-ins; forced security would lock it out otherwise.
    execute format('create policy owner_all on public.%I to current_user using (true) with check (true)', t);
    if t = 'execution_events' or t = 'audit_entries' then
      execute format('grant select, insert on public.%I to fermata_app', t);
    elsif t = 'users' then
      execute 'grant select (id, email, name, created_at) on public.users to fermata_app';
    else
      execute format('grant select, insert, update, delete on public.%I to fermata_app', t);
    end if;
  end loop;
end $$;
grant usage on schema public to fermata_app;
revoke create on schema public from public;

-- What one decision reads, in one round trip: the head, the steps concerned, their dependents, and which causes are already in the log.
-- A row is looked up by its whole key behind an `offset 0`: left to itself, a plan made while the tables were small reads a whole execution for each step.
-- Plans are made once: for a list of two ids Postgres would plan again at each call, which took longer than the reading.
create function read_slice(p_workspace text, p_execution text, p_need json) returns json
language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  v_head json;
  v_chunk int := (p_need->>'chunk')::int;
  v_steps text[] := array(select json_array_elements_text(p_need->'steps'));
  v_from text[] := array(select json_array_elements_text(p_need->'edgesFrom'));
  v_movable boolean := (p_need->>'movable')::boolean;
  v_waits boolean := v_movable or (p_need->>'waiters')::boolean;
  v_open boolean := (p_need->>'open')::boolean;
  v_run text := p_need->>'run';
  v_replayed json := '[]';
  v_edges json := '[]';
  v_roots text[] := '{}';
  v_waiters text[] := '{}';
  v_rows json;
  v_approvals json := '[]';
  v_effects json := '[]';
  v_claims json := '[]';
begin
  perform set_config('app.workspace_id', p_workspace, true);
  if (p_need->>'lock')::boolean then
    select e.state into v_head from executions e where e.workspace_id = p_workspace and e.id = p_execution for update;
  else
    select e.state into v_head from executions e where e.workspace_id = p_workspace and e.id = p_execution;
  end if;
  if v_head is null then
    return null;
  end if;
  -- Whatever settles now may be the end: then every open step is closed with it. A command names the step that it settles.
  v_open := v_open or (json_typeof(v_head->'halting') = 'object' and (v_head->>'running')::int <= cardinality(v_steps));

  if json_array_length(p_need->'causes') > 0 then
    select coalesce(json_agg(x.id), '[]') into v_replayed
      from json_array_elements_text(p_need->'causes') as c(id) cross join lateral (
        select e.id from execution_events e where e.workspace_id = p_workspace and e.execution_id = p_execution and e.id = c.id offset 0) x;
  end if;
  if v_waits or (v_head->>'slotWaiters')::int > 0 then
    -- Those that a resume lets go come first: any number may wait for a slot before them. A settlement frees one slot.
    select coalesce(array_agg(x.id), '{}') into v_waiters from (
      (select s.id from execution_steps s where s.workspace_id = p_workspace and s.execution_id = p_execution and s.status = 'held' and s.hold = 'pause' and v_waits
        order by s.position, s.id limit v_chunk)
      union all
      (select s.id from execution_steps s where s.workspace_id = p_workspace and s.execution_id = p_execution and s.status = 'held' and s.hold = 'concurrency'
        order by s.position, s.id limit case when v_waits then v_chunk else cardinality(v_steps) + 1 end)
      limit v_chunk) x;
  end if;
  if v_movable then
    select coalesce(json_agg(json_build_object('from', x.from_step, 'to', x.to_step)), '[]'), coalesce(array_agg(x.to_step), '{}') || coalesce(array_agg(x.from_step), '{}') || v_steps
      into v_edges, v_steps
      from (select e.from_step, e.to_step from step_edges e cross join lateral (
              select s.status from execution_steps s where s.workspace_id = p_workspace and s.execution_id = p_execution and s.id = e.from_step offset 0) s
            where e.workspace_id = p_workspace and e.execution_id = p_execution and not e.settled and s.status in ('completed', 'failed', 'skipped', 'cancelled')
            order by e.from_step, e.to_step limit v_chunk) x;
    select coalesce(array_agg(x.id), '{}') into v_roots from (
      select s.id from execution_steps s where s.workspace_id = p_workspace and s.execution_id = p_execution and s.status = 'pending' and s.waiting_on = 0
      order by s.position, s.id limit v_chunk) x;
  elsif cardinality(v_from) > 0 then
    select coalesce(json_agg(json_build_object('from', x.from_step, 'to', x.to_step)), '[]'), coalesce(array_agg(x.to_step), '{}') || v_steps
      into v_edges, v_steps
      from (select e.from_step, e.to_step from unnest(v_from) as f(id) cross join lateral (
              select e.from_step, e.to_step from step_edges e
              where e.workspace_id = p_workspace and e.execution_id = p_execution and e.from_step = f.id and not e.settled order by e.to_step limit v_chunk) e
            order by e.from_step, e.to_step limit v_chunk) x;
  end if;
  v_steps := v_steps || v_roots || v_waiters;
  select coalesce(json_agg(x.state), '[]') into v_effects from (select distinct u.id from unnest(v_steps) as u(id)) w cross join lateral (
    select f.state from effects f where f.workspace_id = p_workspace and f.execution_id = p_execution and f.step_id = w.id offset 0) x;
  if v_open then
    v_steps := v_steps || array(select s.id from execution_steps s where s.workspace_id = p_workspace and s.execution_id = p_execution and s.status in ('ready', 'held', 'running', 'retrying'));
  end if;

  with wanted as materialized (
    select s.* from (select distinct u.id from unnest(v_steps) as u(id)) w cross join lateral (
      select * from execution_steps s where s.workspace_id = p_workspace and s.execution_id = p_execution and s.id = w.id offset 0) s)
  select coalesce(json_agg(json_build_object('id', r.id, 'spec', r.spec, 'position', r.position, 'batch', r.batch, 'parent', r.parent_id,
        'waitingOn', r.waiting_on, 'missing', r.missing, 'status', r.status, 'state', r.state, 'leaseLost', coalesce(r.lease_until < now(), false))), '[]')
    into v_rows
    from (
      select * from wanted
      union all
      select p.* from (select distinct w.parent_id as id from wanted w where w.parent_id is not null and w.parent_id <> all (v_steps)) u cross join lateral (
        select * from execution_steps s where s.workspace_id = p_workspace and s.execution_id = p_execution and s.id = u.id offset 0) p) r;
  if v_open or json_array_length(p_need->'approvals') > 0 then
    select coalesce(json_agg(a.state), '[]') into v_approvals from pending_approvals a
      where a.workspace_id = p_workspace and a.execution_id = p_execution
        and (a.id in (select json_array_elements_text(p_need->'approvals')) or (v_open and a.status = 'open'));
  end if;
  if v_run is not null then
    select coalesce(json_agg(json_build_object('stepId', c.id, 'wake', c.wake)), '[]') into v_claims from execution_steps c
      where c.workspace_id = p_workspace and c.execution_id = p_execution and c.claim_run = v_run and c.status = 'running';
  end if;

  return json_build_object('head', v_head, 'replayed', v_replayed, 'rows', v_rows, 'approvals', v_approvals, 'effects', v_effects, 'claims', v_claims,
    'edges', v_edges, 'roots', to_json(v_roots), 'waiters', to_json(v_waiters),
    'more', json_array_length(v_edges) >= v_chunk or cardinality(v_roots) >= v_chunk or cardinality(v_waiters) >= v_chunk);
end $$;

-- The only writer of the log and of what is derived from it. Locks and checks the head, then touches the rows that it was given and no others.
-- Several executions' appends share a statement, and so a commit: a call of theirs is a row of `unnest`, in the order of the executions' ids, so that two processes never lock each other out.
-- Answers {"ok":true} | {"conflict":true} | {"stored":{…}} (an idempotency key that was already answered).
create function append(p_workspace text, p_execution text, p_expected int, p json) returns json
language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  v_stored json;
  v record;
  v_step record;
  v_edge record;
begin
  perform set_config('app.workspace_id', p_workspace, true);
  -- Taken apart once: each look into a text of JSON reads all of it.
  select * into v from json_to_record(p) as r(key json, head json, events json, payloads json, "newSteps" json, "newEdges" json, steps json, "settledEdges" json,
    "closePending" boolean, approvals json, effects json, context json, messages json, outbox json);
  if v.key is not null then
    insert into idempotency_keys (workspace_id, key, fingerprint, status, answer)
      values (p_workspace, v.key->>'key', v.key->>'fingerprint', (v.key->>'status')::int, v.key->'answer')
      on conflict do nothing;
    if not found then
      select json_build_object('stored', json_build_object('fingerprint', k.fingerprint, 'status', k.status, 'answer', k.answer)) into v_stored
        from idempotency_keys k where k.workspace_id = p_workspace and k.key = v.key->>'key';
      return v_stored;
    end if;
  end if;

  if p_expected = 0 then
    insert into executions (workspace_id, id, seq, status, title, trigger, requested_by, workflow_id, waiting_on, state, created_at, updated_at, ended_at)
      select p_workspace, p_execution, h.seq, h.status, h.title, h.trigger, h."requestedBy", h."workflowId", h."waitingOn", h.state, h."createdAt", h."updatedAt", h."endedAt"
      from json_to_record(v.head) as h(seq int, status text, title text, trigger text, "requestedBy" text, "workflowId" text, "waitingOn" text, state json, "createdAt" timestamptz, "updatedAt" timestamptz, "endedAt" timestamptz)
      on conflict do nothing;
  else
    update executions e set seq = h.seq, status = h.status, title = h.title, waiting_on = h."waitingOn", state = h.state, updated_at = h."updatedAt", ended_at = h."endedAt"
      from json_to_record(v.head) as h(seq int, status text, title text, "waitingOn" text, state json, "updatedAt" timestamptz, "endedAt" timestamptz)
      where e.workspace_id = p_workspace and e.id = p_execution and e.seq = p_expected;
  end if;
  if not found then
    -- Nothing may stay of a conflicting append, the key included: the caller decides again.
    if v.key is not null then
      delete from idempotency_keys k where k.workspace_id = p_workspace and k.key = v.key->>'key';
    end if;
    return '{"conflict":true}';
  end if;

  insert into execution_events (workspace_id, execution_id, seq, id, at, type, event)
    select p_workspace, p_execution, (e->>'seq')::int, e->>'id', (e->>'at')::timestamptz, e->>'type', e from json_array_elements(v.events) e;

  if v.payloads is not null then
    insert into payloads (workspace_id, id, execution_id, bytes, sealed)
      select p_workspace, x.id, p_execution, x.bytes, decode(x.sealed, 'base64') from json_to_recordset(v.payloads) as x(id text, bytes int, sealed text)
      on conflict do nothing;
  end if;
  if v."newSteps" is not null then
    insert into execution_steps (workspace_id, execution_id, id, position, batch, parent_id, status, state, spec, waiting_on)
      select p_workspace, p_execution, x.id, x.position, x.batch, x.parent, 'pending', x.state, x.spec, x."waitingOn"
      from json_to_recordset(v."newSteps") as x(id text, position int, batch int, parent text, state json, spec json, "waitingOn" int)
      on conflict do nothing;
  end if;
  if v."newEdges" is not null then
    insert into step_edges (workspace_id, execution_id, from_step, to_step)
      select p_workspace, p_execution, x."from", x."to" from json_to_recordset(v."newEdges") as x("from" text, "to" text)
      on conflict do nothing;
  end if;
  if v.steps is not null then
    -- One by one, each by its key: joined with what may be any number of them, all steps of the execution would be read.
    for v_step in select * from json_to_recordset(v.steps) as y(id text, status text, state json, "waitingOn" int, missing boolean, hold text, "dueAt" timestamptz, run text, fence int, wake int, claimed boolean, "leaseSeconds" float)
    loop
      update execution_steps s set status = v_step.status, state = v_step.state, waiting_on = v_step."waitingOn", missing = v_step.missing, hold = v_step.hold, due_at = v_step."dueAt",
          claim_run = v_step.run, fence = v_step.fence, wake = v_step.wake,
          lease_until = case when v_step.claimed then now() + make_interval(secs => v_step."leaseSeconds") when v_step.status = 'running' then s.lease_until end
        where s.workspace_id = p_workspace and s.execution_id = p_execution and s.id = v_step.id;
    end loop;
  end if;
  if v."settledEdges" is not null then
    for v_edge in select * from json_to_recordset(v."settledEdges") as y("from" text, "to" text)
    loop
      update step_edges e set settled = true
        where e.workspace_id = p_workspace and e.execution_id = p_execution and e.from_step = v_edge."from" and e.to_step = v_edge."to";
    end loop;
  end if;
  if v."closePending" then
    update execution_steps s set status = 'cancelled' where s.workspace_id = p_workspace and s.execution_id = p_execution and s.status = 'pending';
  end if;
  if v.approvals is not null then
    insert into pending_approvals (workspace_id, id, execution_id, step_id, status, state, expires_at, created_at)
      select p_workspace, x.id, p_execution, x.step, x.status, x.state, x."expiresAt", x."requestedAt"
      from json_to_recordset(v.approvals) as x(id text, step text, status text, state json, "expiresAt" timestamptz, "requestedAt" timestamptz)
      on conflict (workspace_id, id) do update set status = excluded.status, state = excluded.state;
  end if;
  if v.effects is not null then
    insert into effects (workspace_id, id, execution_id, step_id, status, state, created_at, updated_at)
      select p_workspace, x.id, p_execution, x.step, x.status, x.state, x."intendedAt", x."updatedAt"
      from json_to_recordset(v.effects) as x(id text, step text, status text, state json, "intendedAt" timestamptz, "updatedAt" timestamptz)
      on conflict (workspace_id, id) do update set status = excluded.status, state = excluded.state, updated_at = excluded.updated_at;
  end if;
  if v.context is not null then
    insert into shared_context (workspace_id, execution_id, key, version, value, writer, at)
      select p_workspace, p_execution, x.key, x.version, x.value, x.writer, x.at
      from json_to_recordset(v.context) as x(key text, version int, value json, writer text, at timestamptz)
      on conflict (workspace_id, execution_id, key) do update set version = excluded.version, value = excluded.value, writer = excluded.writer, at = excluded.at;
  end if;
  if v.messages is not null then
    insert into agent_messages (workspace_id, execution_id, id, sender, recipient, text, at)
      select p_workspace, p_execution, x.id, x."from", x."to", x.text, x.at from json_to_recordset(v.messages) as x(id text, "from" text, "to" text, text text, at timestamptz)
      on conflict do nothing;
  end if;
  if v.outbox is not null then
    insert into outbox (workspace_id, id, name, data, due_at)
      select p_workspace, x.id, x.name, x.data, coalesce(x."dueAt", now()) from json_to_recordset(v.outbox) as x(id text, name text, data json, "dueAt" timestamptz)
      on conflict do nothing;
  end if;
  return '{"ok":true}';
end $$;

-- Lengthens a claim, or says that it is lost.
create function renew_lease(p_workspace text, p_execution text, p_step text, p_fence int, p_seconds float) returns json
language plpgsql as $$
declare v_status text; v_halting boolean;
begin
  perform set_config('app.workspace_id', p_workspace, true);
  update execution_steps s set lease_until = now() + make_interval(secs => p_seconds)
    where s.workspace_id = p_workspace and s.execution_id = p_execution and s.id = p_step and s.fence = p_fence and s.status = 'running';
  if not found then
    return '{"lost":true}';
  end if;
  select e.status, json_typeof(e.state->'halting') = 'object' into v_status, v_halting from executions e where e.workspace_id = p_workspace and e.id = p_execution;
  return json_build_object('lost', false, 'halting', v_halting);
end $$;

-- Which of these executions stop: the workers that run their steps abort them.
create function halted_among(p_ids text[]) returns table (id text)
language sql security definer set search_path = public as $$
  select e.id from executions e where e.id = any(p_ids) and (json_typeof(e.state->'halting') = 'object' or e.status in ('failed', 'cancelled'));
$$;

-- Reads that set their own workspace, so that each is one round trip.
create function outputs_of(p_workspace text, p_execution text, p_steps text[]) returns table (step text, sealed bytea)
language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
begin
  perform set_config('app.workspace_id', p_workspace, true);
  return query select s.id, p.sealed from unnest(p_steps) as w(id)
    cross join lateral (select t.id, t.state->'output'->>'id' as output from execution_steps t
      where t.workspace_id = p_workspace and t.execution_id = p_execution and t.id = w.id and t.status = 'completed' offset 0) s
    cross join lateral (select y.sealed from payloads y where y.workspace_id = p_workspace and y.execution_id = p_execution and y.id = s.output offset 0) p;
end $$;
create function payloads_of(p_workspace text, p_execution text, p_ids text[]) returns table (id text, sealed bytea)
language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
begin
  perform set_config('app.workspace_id', p_workspace, true);
  return query select p.id, p.sealed from unnest(p_ids) as w(id)
    cross join lateral (select y.id, y.sealed from payloads y where y.workspace_id = p_workspace and y.execution_id = p_execution and y.id = w.id offset 0) p;
end $$;
create function events_after(p_workspace text, p_execution text, p_seq int, p_limit int) returns table (seq int, event json)
language plpgsql as $$
begin
  perform set_config('app.workspace_id', p_workspace, true);
  return query select e.seq, e.event from execution_events e
    where e.workspace_id = p_workspace and e.execution_id = p_execution and e.seq > p_seq order by e.seq limit p_limit;
end $$;

-- ── what must look across workspaces: ids only ──────────────────────────────────────────────────────────────────────────
create function outbox_due(p_limit int) returns table (workspace_id text, id text, name text, data json, due_at timestamptz)
language sql security definer set search_path = public as $$
  select o.workspace_id, o.id, o.name, o.data, o.due_at from outbox o where o.due_at <= now() order by o.due_at limit p_limit;
$$;
create function outbox_next() returns timestamptz
language sql security definer set search_path = public as $$ select min(o.due_at) from outbox o; $$;
create function outbox_sent(p_workspaces text[], p_ids text[]) returns void
language sql security definer set search_path = public as $$
  delete from outbox o using unnest(p_workspaces, p_ids) as x(workspace_id, id) where o.workspace_id = x.workspace_id and o.id = x.id;
$$;
-- Steps whose worker is gone, retries and waits that are overdue, approvals past their time, and executions that nothing moves.
create function stuck_work(p_grace_seconds float, p_limit int) returns table (kind text, workspace_id text, execution_id text, step_id text, wake int, fence int, approval_id text)
language sql security definer set search_path = public as $$
  (select 'lost', s.workspace_id, s.execution_id, s.id, s.wake, s.fence, null from execution_steps s
    where s.status = 'running' and s.lease_until < now() - make_interval(secs => p_grace_seconds)
      -- A step that spread over a list has no worker; it is looked at once its list is done.
      and (s.state->'iterations' is null or (s.state->'iterations'->>'settled')::int >= (s.state->'iterations'->>'total')::int) limit p_limit)
  union all
  (select 'due', s.workspace_id, s.execution_id, s.id, s.wake, s.fence, null from execution_steps s
    where s.status in ('retrying', 'held') and s.due_at < now() - make_interval(secs => p_grace_seconds) and (s.status = 'retrying' or s.hold = 'wait') limit p_limit)
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
create function sign_in_of(p_email text) returns json
language sql security definer set search_path = public as $$
  select json_build_object('id', u.id, 'name', u.name, 'email', u.email, 'passwordHash', u.password_hash, 'members',
    (select coalesce(json_agg(json_build_object('workspaceId', m.workspace_id, 'workspaceName', w.name, 'role', m.role) order by m.created_at, m.workspace_id), '[]')
       from members m join workspaces w on w.id = m.workspace_id where m.user_id = u.id))
  from users u where u.email = lower(p_email);
$$;
create function memberships_of(p_user text) returns json
language sql security definer set search_path = public as $$
  select coalesce(json_agg(json_build_object('workspaceId', m.workspace_id, 'workspaceName', w.name, 'role', m.role) order by m.created_at, m.workspace_id), '[]')
  from members m join workspaces w on w.id = m.workspace_id where m.user_id = p_user;
$$;
create function api_key_of(p_hash text) returns json
language sql security definer set search_path = public as $$
  select json_build_object('workspaceId', k.workspace_id, 'id', k.id, 'name', k.name, 'role', k.role, 'scopes', k.scopes, 'expiresAt', k.expires_at, 'revokedAt', k.revoked_at)
  from api_keys k where k.hash = p_hash;
$$;
create function api_key_used(p_workspace text, p_id text) returns void
language sql security definer set search_path = public as $$
  update api_keys k set last_used_at = now() where k.workspace_id = p_workspace and k.id = p_id and (k.last_used_at is null or k.last_used_at < now() - interval '1 minute');
$$;
create function workspace_exists(p_workspace text) returns boolean
language sql security definer set search_path = public as $$ select exists (select 1 from workspaces w where w.id = p_workspace); $$;

do $$
declare f text;
begin
  for f in select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles r on r.oid = p.proowner
    where n.nspname = 'public' and r.rolname = current_user
  loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to fermata_app', f);
  end loop;
end $$;

create index step_edges_open on step_edges (workspace_id, execution_id, from_step, to_step) where not settled;
-- The key is the only index of steps that covers them all, so that a step is never looked for along its whole execution; these hold what can move.
create index execution_steps_open on execution_steps (workspace_id, execution_id, status, hold, position, id) where status in ('ready', 'held', 'running', 'retrying');
create index execution_steps_roots on execution_steps (workspace_id, execution_id, position, id) where status = 'pending' and waiting_on = 0;
create index execution_steps_lease on execution_steps (lease_until) where status = 'running';
create index execution_steps_due on execution_steps (due_at) where status in ('retrying', 'held');
create index pending_approvals_open on pending_approvals (expires_at) where status = 'open';
alter table execution_events add constraint execution_events_workspace_id_execution_id_fkey foreign key (workspace_id, execution_id) references executions (workspace_id, id) on delete cascade on update cascade;
alter table execution_steps add constraint execution_steps_workspace_id_execution_id_fkey foreign key (workspace_id, execution_id) references executions (workspace_id, id) on delete cascade on update cascade;
alter table members add constraint members_workspace_id_fkey foreign key (workspace_id) references workspaces (id) on delete cascade on update cascade;
alter table members add constraint members_user_id_fkey foreign key (user_id) references users (id) on delete cascade on update cascade;
alter table executions set (fillfactor = 80);
alter table execution_steps set (fillfactor = 80);
