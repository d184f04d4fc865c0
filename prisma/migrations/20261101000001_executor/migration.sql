-- The journal of the embedded executor. Nothing here knows a workspace: memos hold ids and small results, and
-- the role that reads this schema has no grant on any workspace table.
create schema executor;

-- Durable time. Leases run on the real clock, everything a function can wait for on this one, so that a test may
-- move it a year ahead without killing the worker that the test runs in.
create table executor.clock (
  one boolean primary key default true check (one),
  shift interval not null
);

create function executor.now() returns timestamptz language sql stable as $$
  select clock_timestamp() + coalesce((select shift from executor.clock), interval '0')
$$;

create table executor.event (
  id text primary key,
  -- The sender's own id. A second event with it starts nothing for as long as the row is kept.
  key text unique,
  name text not null,
  body text not null,
  routed boolean not null default false,
  created_at timestamptz not null default executor.now()
);
create index event_unrouted on executor.event (id) where not routed;
create index event_created on executor.event using brin (created_at);

create table executor.run (
  id text primary key,
  fn text not null,
  -- The trigger as the function sees it, copied: events are forgotten by age, runs are not.
  event text not null,
  batch text,
  status text not null default 'running',
  output text,
  parent text,
  parent_hash text,
  slots text[],
  limits int[],
  start_ms double precision,
  finish_ms double precision,
  -- What an event that may cancel the run must bear, where one equality says it all.
  cancel_key text,
  -- The event that started it, and the name under which only one such run may be open.
  cause text,
  single text,
  created_at timestamptz not null default executor.now(),
  ended_at timestamptz
);
create index run_open on executor.run (fn, cancel_key) where ended_at is null;
create index run_ended on executor.run (ended_at) where ended_at is not null;
create index run_cause on executor.run (cause) where cause is not null;
create index run_single on executor.run (single) where single is not null and ended_at is null;

-- Text and not jsonb: key order is the writer's, and a NUL escape is legal JSON. `seq` is the completion order.
create table executor.memo (
  run text not null,
  hash text not null,
  seq bigint generated always as identity,
  body text not null,
  primary key (run, hash)
);

-- Everything that will make a run move: its next request (hash 'step'), a planned step, a timer, a wait.
-- A wait is an item that is due at its timeout and that an event may finish sooner.
create table executor.item (
  run text not null,
  hash text not null,
  kind text not null,
  at timestamptz not null,
  attempt int not null default 0,
  owner bigint,
  -- Drawn from one sequence at each claim, so that a number is never valid twice, whatever became of the row.
  fence bigint not null default 0,
  first boolean not null default false,
  again boolean not null default false,
  race boolean not null default false,
  grp bigint,
  slots text[],
  limits int[],
  topic text,
  condition text,
  key text,
  since timestamptz not null default executor.now(),
  timer boolean not null generated always as (kind in ('sleep', 'event', 'signal', 'invoke', 'gather')) stored,
  primary key (run, hash)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
-- What waits is in exactly one of three: a claim looks neither over timers nor over those without a free slot.
create index item_ready on executor.item (at) where owner is null and not timer and slots is null;
create index item_limited on executor.item (at) where owner is null and not timer and slots is not null;
create index item_timer on executor.item (at) where owner is null and timer;
create index item_held on executor.item (owner) where owner is not null;
create index item_topic on executor.item (topic, key) where topic is not null;
create sequence executor.fence;

-- How many members of a parallel group are still open. The last one to finish asks for the discovery.
create table executor.fan (
  run text not null,
  grp bigint not null,
  open int not null,
  primary key (run, grp)
);

-- What flow control has let through under a name: `used` of a window that ends at `at`, or, for a throttle, the time
-- from which on the next start is not early.
create table executor.gate (
  name text primary key,
  at timestamptz not null,
  used int not null default 0
);
create index gate_at on executor.gate (at);

-- The events of batches that are not full yet. The item of kind 'gather' holds the run that they will start.
create table executor.gathered (
  name text not null,
  n bigint generated always as identity,
  event text not null,
  primary key (name, n)
);

create table executor.worker (
  id bigint primary key,
  lease_until timestamptz not null
);
create sequence executor.worker_id;

create type executor.start as (
  id text, fn text, event text, batch text, at timestamptz,
  slots text[], limits int[], parent text, parent_hash text,
  start_ms double precision, finish_ms double precision, cancel_key text,
  cause text, single text,
  -- What stands between the event and the run, and the time that a throttle gives it.
  flow json, throttled_at timestamptz
);

create function executor.flow_of(start json) returns json language sql immutable as $$
  select case when json_typeof(start->'flow') = 'object' then start->'flow' end
$$;

create function executor.at_ms(ms double precision) returns timestamptz language sql immutable as $$
  select to_timestamp(ms / 1000)
$$;

create function executor.open_runs(p executor.start[]) returns void language plpgsql as $$
declare t timestamptz := executor.now();
begin
  insert into executor.run (id, fn, event, batch, parent, parent_hash, slots, limits, start_ms, finish_ms, cancel_key, cause, single, created_at)
    select id, fn, event, batch, parent, parent_hash, slots, limits, start_ms, finish_ms, cancel_key, cause, single, t from unnest(p);
  insert into executor.item (run, hash, kind, at, first, slots, limits, since)
    select id, 'step', 'discover', coalesce(throttled_at, at, t), true, slots, limits, t from unnest(p);
  if exists (select from unnest(p) where start_ms is not null) then
    insert into executor.item (run, hash, kind, at, since)
      select id, '~start', 'deadline', greatest(at, t) + start_ms * interval '1 ms', t from unnest(p) where start_ms is not null;
  end if;
end $$;

-- Starts under the same name wait for each other here, in one order, so that what one of them found stays true.
create function executor.lock_gates(p text[]) returns void language plpgsql as $$
begin
  perform pg_advisory_xact_lock(7306, h) from (select distinct hashtext(n) as h from unnest(p) n order by 1) x;
end $$;

-- Whether one more fits into the window, which begins with the first that did.
create function executor.fits(p_name text, p_limit int, p_period double precision, t timestamptz) returns boolean language plpgsql as $$
declare n int;
begin
  insert into executor.gate as g (name, at, used) values (p_name, t + p_period * interval '1 ms', 1)
    on conflict (name) do update set
      at = case when g.at <= t then excluded.at else g.at end,
      used = case when g.at <= t then 1 else least(g.used, 1000000000) + 1 end
    returning used into n;
  return n <= p_limit;
end $$;

-- The time at which one more may start: `p_every` apart, but for `p_burst` at once.
create function executor.next_start(p_name text, p_every interval, p_burst int, t timestamptz) returns timestamptz language plpgsql as $$
declare free timestamptz;
begin
  insert into executor.gate as g (name, at) values (p_name, t + p_every)
    on conflict (name) do update set at = greatest(g.at, t) + p_every
    returning at into free;
  return greatest(t, free - p_burst * p_every);
end $$;

-- A run whose key is taken does not start, or ends the one that has it.
create function executor.take_single(s executor.start) returns boolean language plpgsql as $$
declare
  cancelled constant text := '{"name":"Error","message":"function cancelled"}';
  ends json;
begin
  select json_agg(json_build_object('run', r.id, 'status', 'cancelled', 'output', cancelled, 'reply', '{"error":' || cancelled || '}',
      'events', json_build_array(json_build_object('id', s.id, 'name', 'inngest/function.cancelled', 'body',
        '{"name":"inngest/function.cancelled","id":' || to_json(s.id)::text || ',"data":{"function_id":' || to_json(r.fn)::text
        || ',"run_id":' || to_json(r.id)::text || ',"error":' || cancelled || ',"result":null,"event":' || r.event
        || ',"events":' || coalesce(r.batch, '[' || r.event || ']') || ',"_inngest":{"status":"cancelled"}},"ts":'
        || floor(extract(epoch from executor.now()) * 1000)::text || ',"user":{}}'))))
    from executor.run r where r.single = s.single and r.ended_at is null into ends;
  if ends is null then return true; end if;
  if s.flow->'singleton'->>'mode' = 'cancel' then
    perform executor.end_runs(ends);
    return true;
  end if;
  if s.parent is not null then
    perform executor.finish_steps(array[s.parent], array[s.parent_hash], array[0::bigint],
      array['{"error":{"name":"Error","message":"a run of this singleton is open: the invoked function was skipped"}}']);
  end if;
  return false;
end $$;

-- One start on its way through the flow control of its function.
create function executor.admit(s executor.start, t timestamptz) returns void language plpgsql as $$
declare f json := s.flow;
begin
  if f->'once' is not null and not executor.fits(f->'once'->>'name', 1, (f->'once'->>'periodMs')::float8, t) then return; end if;
  if f->'gather' is not null then
    perform executor.gather(s, t);
    return;
  end if;
  if f->'rate' is not null
    and not executor.fits(f->'rate'->>'name', (f->'rate'->>'limit')::int, (f->'rate'->>'periodMs')::float8, t) then return; end if;
  if f->'singleton' is not null then
    s.single := f->'singleton'->>'name';
    if not executor.take_single(s) then return; end if;
  end if;
  if f->'throttle' is not null then
    s.throttled_at := executor.next_start(f->'throttle'->>'name', (f->'throttle'->>'everyMs')::float8 * interval '1 ms',
      (f->'throttle'->>'burst')::int, greatest(s.at, t));
    -- One that need not wait keeps its place in the queue.
    if s.throttled_at <= greatest(s.at, t) then s.throttled_at := null; end if;
  end if;
  perform executor.open_runs(array[s]);
end $$;

-- Debounce keeps the last start and puts it off; a batch keeps the first and collects events until it is full.
create function executor.gather(s executor.start, t timestamptz) returns void language plpgsql as $$
declare
  g json := s.flow->'gather';
  gate text := g->>'name';
  size int := (g->>'size')::int;
  wait interval := (g->>'waitMs')::float8 * interval '1 ms';
  most interval := (g->>'mostMs')::float8 * interval '1 ms';
begin
  -- What is due belongs to those who came in time, though nobody has looked yet.
  perform executor.start_gathered(i.run) from executor.item i where i.run = gate and i.hash = '~gather' and i.at <= t;
  insert into executor.item as i (run, hash, kind, at, condition, since)
    values (gate, '~gather', 'gather', least(t + wait, t + most), to_json(s)::text, t)
    on conflict (run, hash) do update set
      at = case when size is null then least(t + wait, i.since + most) else i.at end,
      condition = case when size is null then excluded.condition else i.condition end;
  if size is not null then
    insert into executor.gathered (name, event) values (gate, s.event);
    if (select count(*) from executor.gathered x where x.name = gate) >= size then perform executor.start_gathered(gate); end if;
  end if;
end $$;

create function executor.start_gathered(p_name text) returns void language plpgsql as $$
declare
  held text;
  s executor.start;
begin
  delete from executor.item where run = p_name and hash = '~gather' returning condition into held;
  if held is null then return; end if;
  s := json_populate_record(null::executor.start, held::json);
  with gone as (delete from executor.gathered where name = p_name returning n, event)
  select coalesce('[' || string_agg(event, ',' order by n) || ']', s.batch) from gone into s.batch;
  s.at := null;
  s.flow := json_build_object('names', s.flow->'names', 'rate', s.flow->'rate', 'singleton', s.flow->'singleton', 'throttle', s.flow->'throttle');
  s.flow := json_strip_nulls(s.flow);
  perform executor.start_runs(array[s]);
end $$;

create function executor.start_runs(p executor.start[]) returns void language plpgsql as $$
declare
  t timestamptz;
  s executor.start;
  plain executor.start[] := '{}';
begin
  if not exists (select from unnest(p) where flow is not null) then
    perform executor.open_runs(p);
    return;
  end if;
  perform executor.lock_gates(array(select n from unnest(p) u, json_array_elements_text(u.flow->'names') n where u.flow is not null));
  t := executor.now();
  foreach s in array p loop
    if s.flow is null then plain := plain || s; else perform executor.admit(s, t); end if;
  end loop;
  if cardinality(plain) > 0 then perform executor.open_runs(plain); end if;
end $$;

-- Stores the results that a request in flight reports. Returns the places of those whose dispatch still holds its
-- item; the share lock orders this against a worker that takes the item over.
create function executor.checkpoint(p_run text[], p_hash text[], p_fence bigint[], p_step text[], p_body text[])
  returns setof int language plpgsql as $$
begin
  -- Alone, as the steps of a quiet machine come, it need not pay for the joins that many are worth.
  if cardinality(p_run) = 1 then
    perform from executor.item where run = p_run[1] and hash = p_hash[1] and fence = p_fence[1] for share;
    if not found then return; end if;
    insert into executor.memo (run, hash, body) values (p_run[1], p_step[1], p_body[1]) on conflict do nothing;
    return next 1;
    return;
  end if;
  return query
  with input as materialized (
    select * from unnest(p_run, p_hash, p_fence, p_step, p_body) with ordinality as t(run, hash, fence, step, body, n)
  ), held as materialized (
    select i.run, i.hash from executor.item i
    where (i.run, i.hash, i.fence) in (select run, hash, fence from input)
    order by i.run, i.hash for share
  ), kept as (
    insert into executor.memo (run, hash, body)
    select run, step, body from input join held using (run, hash) order by n
    on conflict do nothing
  )
  select n::int from input join held using (run, hash);
end $$;

-- A planned step ended, a timer fired, an event came: remembers the result and, if nobody of the group is left
-- open, asks for the run's next request. Fence 0 is an item that no worker holds. First result wins.
-- The run's row is locked by a statement of its own: the next one must see what its holder committed.
create function executor.finish_steps(p_run text[], p_hash text[], p_fence bigint[], p_body text[])
  returns setof int language plpgsql as $$
begin
  perform from executor.run where id = any (p_run) order by id for no key update;
  return query
  with input as materialized (
    select * from unnest(p_run, p_hash, p_fence, p_body) with ordinality as t(run, hash, fence, body, n)
  ), gone as (
    delete from executor.item i using input
    where i.run = input.run and i.hash = input.hash and i.fence = input.fence
    returning i.run, i.hash, i.grp, i.race, input.body, input.n
  ), kept as (
    insert into executor.memo (run, hash, body) select run, hash, body from gone order by n
    on conflict do nothing
  ), counted as (
    update executor.fan f set open = f.open - g.members
    from (select run, grp, count(*)::int as members from gone where grp is not null group by run, grp) g
    where f.run = g.run and f.grp = g.grp
    returning f.run, f.grp, f.open
  ), moved as (
    select distinct g.run from gone g left join counted c on c.run = g.run and c.grp = g.grp
    where g.grp is null or g.race or c.open = 0
  ), asked as (
    insert into executor.item (run, hash, kind, at, slots, limits)
    select r.id, 'step', 'discover', executor.now(), r.slots, r.limits from moved join executor.run r on r.id = moved.run
    -- One that is not under way will see it all the same.
    on conflict (run, hash) do update set again = item.again or item.owner is not null
  )
  select n::int from gone;
end $$;

-- What a run's request reported: results to remember, operations to arm, children to start. An operation that is
-- armed or remembered already is not armed twice. Several new ones form a group, named after the dispatch.
create function executor.plan_ops(p json) returns setof text language plpgsql as $$
declare
  t timestamptz := executor.now();
  live text[];
  children executor.start[];
begin
  perform from executor.run where id in (select e->>'run' from json_array_elements(p) e) order by id for no key update;
  -- From here on `p` is only what dispatches report that still hold their item.
  select json_agg(e), array_agg(e->>'run') from json_array_elements(p) e
    where exists (select from executor.item i where i.run = e->>'run' and i.hash = 'step' and i.fence = (e->>'fence')::bigint)
    into p, live;
  if live is null then return; end if;
  insert into executor.memo (run, hash, body)
    select e->>'run', m->>'hash', m->>'body'
    from json_array_elements(p) with ordinality as x(e, i), json_array_elements(e->'memos') with ordinality as y(m, j)
    order by i, j
    on conflict do nothing;
  update executor.item w set topic = null
    from json_array_elements(p) e, json_array_elements(e->'ops') o
    where w.kind = 'signal' and w.topic = o->>'topic' and o->>'kind' = 'signal' and o->>'conflict' = 'replace' and w.run <> e->>'run';
  insert into executor.memo (run, hash, body)
    select e->>'run', o->>'hash', '{"error":{"name":"Error","message":"another run already waits for this signal"}}'
    from json_array_elements(p) e, json_array_elements(e->'ops') o
    where o->>'kind' = 'signal' and exists (
      select from executor.item w where w.kind = 'signal' and w.topic = o->>'topic' and w.run <> e->>'run')
    on conflict do nothing;
  with ops as materialized (
    select e->>'run' as run, (e->>'fence')::bigint as fence, o.*
    from json_array_elements(p) e, json_to_recordset(e->'ops') as o(
      hash text, kind text, delay double precision, until double precision, race boolean,
      topic text, condition text, key text, child json)
  ), fresh as materialized (
    select *, count(*) over (partition by run) as members from ops
    where not exists (select from executor.memo m where m.run = ops.run and m.hash = ops.hash)
      and not exists (select from executor.item i where i.run = ops.run and i.hash = ops.hash)
  ), armed as (
    insert into executor.item (run, hash, kind, at, race, grp, slots, limits, topic, condition, key, since)
    select f.run, f.hash, f.kind,
      case when f.until is not null then executor.at_ms(f.until) else t + coalesce(f.delay, 0) * interval '1 ms' end,
      coalesce(f.race, false), case when f.members > 1 then f.fence end,
      case when f.kind in ('step', 'fetch') then r.slots end, case when f.kind in ('step', 'fetch') then r.limits end,
      f.topic, f.condition, f.key, t
    from fresh f join executor.run r on r.id = f.run
  ), grouped as (
    insert into executor.fan (run, grp, open) select run, fence, members from fresh where members > 1
    group by run, fence, members
  )
  select array_agg(row(
      f.child->>'id', f.child->>'fn', f.child->>'event', null, t,
      (select array_agg(s) from json_array_elements_text((f.child->>'slots')::json) s),
      (select array_agg(s::int) from json_array_elements_text((f.child->>'limits')::json) s),
      f.run, f.hash, (f.child->>'start_ms')::float8, (f.child->>'finish_ms')::float8, f.child->>'cancelKey',
      null, null, executor.flow_of(f.child), null)::executor.start)
    from fresh f where f.child is not null into children;
  if children is not null then perform executor.start_runs(children); end if;
  -- The request itself is over, unless something happened meanwhile or it brought nothing that is still open.
  with over as (
    select i.run, i.again or not exists (
      select from json_array_elements(p) e cross join json_array_elements(e->'ops') o
      join executor.item w on w.run = e->>'run' and w.hash = o->>'hash' where e->>'run' = i.run) as again
    from executor.item i where i.run = any (live) and i.hash = 'step'
  ), kept as (
    update executor.item i set owner = null, at = executor.now(), attempt = 0, again = false from over
    where i.run = over.run and i.hash = 'step' and over.again
  )
  delete from executor.item i using over where i.run = over.run and i.hash = 'step' and not over.again;
  return query select unnest(live);
end $$;

create function executor.retry_items(p_run text[], p_hash text[], p_fence bigint[], p_delay double precision[], p_attempt int[])
  returns setof int language plpgsql as $$
begin
  return query
  update executor.item i
  set owner = null, attempt = t.attempt, at = executor.now() + t.delay * interval '1 ms'
  from unnest(p_run, p_hash, p_fence, p_delay, p_attempt) with ordinality as t(run, hash, fence, delay, attempt, n)
  where i.run = t.run and i.hash = t.hash and i.fence = t.fence
  returning t.n::int;
end $$;

-- The end of runs, whatever it is. Without a fence it is a cancel from outside, which needs no item in hand.
create function executor.end_runs(p json) returns setof text language plpgsql as $$
declare
  ids text[] := array(select e->>'run' from json_array_elements(p) e);
  live text[];
begin
  perform from executor.run where id = any (
    ids || array(select parent from executor.run where id = any (ids) and parent is not null)
  ) order by id for no key update;
  select json_agg(e) from json_array_elements(p) e
    where e->>'fence' is null or exists (
      select from executor.item i where i.run = e->>'run' and i.hash = e->>'hash' and i.fence = (e->>'fence')::bigint)
    into p;
  with ended as (
    update executor.run r set status = a.status, output = a.output, ended_at = executor.now()
    from json_to_recordset(p) as a(run text, status text, output text)
    where r.id = a.run and r.ended_at is null
    returning r.id
  )
  select array_agg(id) from ended into live;
  if live is null then return; end if;
  delete from executor.item where run = any (live);
  delete from executor.fan where run = any (live);
  insert into executor.event (id, name, body)
    select v.id, v.name, v.body
    from json_array_elements(p) e, json_to_recordset(e->'events') as v(id text, name text, body text)
    where e->>'run' = any (live)
    on conflict do nothing;
  perform executor.finish_steps(array_agg(r.parent), array_agg(r.parent_hash), array_agg(0::bigint), array_agg(e->>'reply'))
    from json_array_elements(p) e join executor.run r on r.id = e->>'run'
    where r.id = any (live) and r.parent is not null
    having count(*) > 0;
  return query select unnest(live);
end $$;

-- Turns events into what they cause. Who flips `routed` causes it; a second worker that had the same idea does nothing.
create function executor.route(p_events text[], p_starts json, p_resumes json, p_cancels json)
  returns setof text language plpgsql as $$
declare won text[];
begin
  with turned as (
    update executor.event set routed = true where id = any (p_events) and not routed returning id
  )
  select array_agg(id) from turned into won;
  if won is null then return; end if;
  perform from executor.run where id in (
    select x->>'run' from json_array_elements(p_resumes) x where x->>'cause' = any (won)
    union select x->>'run' from json_array_elements(p_cancels) x where x->>'cause' = any (won)
  ) order by id for no key update;
  perform executor.start_runs(array_agg(row(
      s.id, s.fn, e.body, s.batch,
      greatest(executor.now(), executor.at_ms(s.ts)) - coalesce(s.priority, 0) * interval '1 s',
      s.slots, s.limits, null, null, s.start_ms, s.finish_ms, s."cancelKey", s.cause, null,
      case when json_typeof(s.flow) = 'object' then s.flow end, null)::executor.start order by s.ordinality))
    -- In the order of the events: a debounce keeps the last, a batch the first.
    from rows from (json_to_recordset(p_starts) as (
      cause text, id text, fn text, batch text, ts double precision, priority double precision,
      slots text[], limits int[], start_ms double precision, finish_ms double precision, "cancelKey" text, flow json)) with ordinality as s
    join executor.event e on e.id = s.cause
    where s.cause = any (won) having count(*) > 0;
  perform executor.finish_steps(array_agg(x->>'run'), array_agg(x->>'hash'), array_agg(0::bigint), array_agg(e.body))
    from json_array_elements(p_resumes) x join executor.event e on e.id = x->>'cause'
    join executor.item i on i.run = x->>'run' and i.hash = x->>'hash'
    -- An event that was sent before the wait was armed is not what the run waits for.
    where x->>'cause' = any (won) and i.since <= e.created_at having count(*) > 0;
  perform executor.end_runs(json_agg(x)) from json_array_elements(p_cancels) x
    where x->>'cause' = any (won) having count(*) > 0;
  return query select unnest(won);
end $$;

create function executor.fire_timers(t timestamptz) returns void language plpgsql as $$
declare names text[];
begin
  select array_agg(n) from (
    select condition::json as start from executor.item i
    where i.owner is null and i.timer and i.kind = 'gather' and i.at <= t order by i.at limit 200
  ) due, json_array_elements_text(start->'flow'->'names') n into names;
  if names is not null then
    perform executor.lock_gates(names);
    perform executor.start_gathered(i.run) from (
      select run from executor.item i where i.owner is null and i.timer and i.kind = 'gather' and i.at <= t and i.run = any (names)
    ) i;
  end if;
  perform executor.finish_steps(array_agg(d.run), array_agg(d.hash), array_agg(0::bigint), array_agg(
      case d.kind when 'invoke' then '{"error":{"name":"InngestInvokeTimeoutError","message":"Timed out waiting for invoked function to complete"}}' else 'null' end))
    from (
      select i.run, i.hash, i.kind from executor.item i join executor.run r on r.id = i.run
      where i.owner is null and i.timer and i.at <= t
      order by i.at limit 500 for no key update of r skip locked
    ) d having count(*) > 0;
end $$;

-- Items that need a concurrency slot, in their order, as far as their slots go. One claim at a time: two workers
-- that each see the last free slot must not both take it.
create function executor.pick_limited(t timestamptz, p_limit int) returns table (run text, hash text, first boolean)
  language plpgsql as $$
#variable_conflict use_column
declare
  pick record;
  taken text[] := '{}';
begin
  perform pg_advisory_xact_lock(7305, 1);
  for pick in
    select i.run, i.hash, i.first, i.slots, i.limits from executor.item i
    where i.owner is null and not i.timer and i.slots is not null and i.at <= t order by i.at limit 2000 for update skip locked
  loop
    exit when p_limit <= 0;
    continue when exists (
      select from unnest(pick.slots, pick.limits) as s(slot, most)
      where (select count(*) from executor.item h where h.owner is not null and s.slot = any (h.slots))
        + (select count(*) from unnest(taken) as k where k = s.slot) >= s.most);
    taken := taken || pick.slots;
    p_limit := p_limit - 1;
    return query select pick.run, pick.hash, pick.first;
  end loop;
end $$;

-- Fires the timers that are due and takes up to `p_limit` requests. The last row, without a run, tells the time
-- and when to look again.
create function executor.claim(p_owner bigint, p_limit int)
  returns table (run text, hash text, kind text, fence bigint, attempt int, at_ms double precision, first boolean,
    alone boolean, fn text, event text, batch text, request text, start_ms double precision, finish_ms double precision,
    now_ms double precision, next_ms double precision)
  language plpgsql as $$
#variable_conflict use_column
declare
  t timestamptz := executor.now();
  due record;
  runs text[];
  hashes text[];
  firsts boolean[];
begin
  if exists (select from executor.item i where i.owner is null and i.timer and i.at <= t) then
    perform executor.fire_timers(t);
    t := executor.now();
  end if;
  select array_agg(d.run), array_agg(d.hash), array_agg(d.first) from (
    select i.run, i.hash, i.first from executor.item i
    where i.owner is null and not i.timer and i.slots is null and i.at <= t
    order by i.at limit p_limit for update skip locked
  ) d into runs, hashes, firsts;
  if coalesce(cardinality(runs), 0) < p_limit
    and exists (select from executor.item i where i.owner is null and not i.timer and i.slots is not null and i.at <= t) then
    select runs || array_agg(d.run), hashes || array_agg(d.hash), firsts || array_agg(d.first)
      from executor.pick_limited(t, p_limit - coalesce(cardinality(runs), 0)) d into runs, hashes, firsts;
  end if;
  if runs is not null then
    return query
    with mine as (
      update executor.item i set owner = p_owner, fence = nextval('executor.fence'), first = false, again = false
      from unnest(runs, hashes, firsts) as d(run, hash, first) where i.run = d.run and i.hash = d.hash
      returning i.run, i.hash, i.kind, i.fence, i.attempt, i.at, d.first, i.grp, i.condition
    )
    select m.run, m.hash, m.kind, m.fence, m.attempt, extract(epoch from m.at)::float8 * 1000, m.first,
      m.grp is null and (m.first or not exists (
        select from executor.item o where o.run = m.run and o.hash <> m.hash and o.kind <> 'deadline')),
      r.fn, r.event, r.batch, case when m.kind = 'fetch' then m.condition end, r.start_ms, r.finish_ms, null::float8, null::float8
    from mine m left join executor.run r on r.id = m.run;
  end if;
  return query select null::text, null::text, null::text, null::bigint, null::int, null::float8, null::boolean, null::boolean,
    null::text, null::text, null::text, null::text, null::float8, null::float8,
    extract(epoch from t)::float8 * 1000, extract(epoch from least(
      (select min(i.at) from executor.item i where i.owner is null and not i.timer and i.slots is null and i.at > t),
      (select min(i.at) from executor.item i where i.owner is null and not i.timer and i.slots is not null and i.at > t),
      (select min(i.at) from executor.item i where i.owner is null and i.timer and i.at > t)) - t)::float8 * 1000;
end $$;

-- One fire of a schedule: whoever holds its item starts the run and sets the next time.
create function executor.tick(p_run text, p_hash text, p_fence bigint, p_next double precision, p_start json)
  returns boolean language plpgsql as $$
begin
  if p_next is null then
    delete from executor.item where run = p_run and hash = p_hash and fence = p_fence;
  else
    update executor.item set at = executor.at_ms(p_next), owner = null where run = p_run and hash = p_hash and fence = p_fence;
  end if;
  if not found then return false; end if;
  if p_start is not null then
    perform executor.start_runs(array[row(
      p_start->>'id', p_start->>'fn', p_start->>'event', null,
      executor.now() + (p_start->>'delay')::float8 * interval '1 ms',
      (select array_agg(s) from json_array_elements_text((p_start->>'slots')::json) s),
      (select array_agg(s::int) from json_array_elements_text((p_start->>'limits')::json) s),
      null, null, (p_start->>'start_ms')::float8, (p_start->>'finish_ms')::float8, p_start->>'cancelKey',
      null, null, executor.flow_of(p_start), null)::executor.start]);
  end if;
  return true;
end $$;

-- A worker shows that it lives, and frees what the dead held. Dead is who let the lease lapse (frozen, cut off)
-- or whose session no longer holds its advisory lock (killed: Postgres frees it within milliseconds).
create function executor.beat(p_worker bigint, p_lease double precision) returns int language plpgsql as $$
declare freed int;
begin
  insert into executor.worker (id, lease_until) values (p_worker, clock_timestamp() + p_lease * interval '1 ms')
    on conflict (id) do update set lease_until = excluded.lease_until;
  delete from executor.worker w where w.id <> p_worker
    and (w.lease_until < clock_timestamp() or pg_try_advisory_xact_lock(7304, w.id::int));
  with orphans as (
    select i.run, i.hash from executor.item i
    where i.owner is not null and not exists (select from executor.worker w where w.id = i.owner)
    for update skip locked
  )
  update executor.item i set owner = null, fence = nextval('executor.fence'), at = least(i.at, executor.now())
    from orphans o where i.run = o.run and i.hash = o.hash;
  get diagnostics freed = row_count;
  return freed;
end $$;

grant usage on schema executor to fermata_executor;
grant select, insert, update, delete on all tables in schema executor to fermata_executor;
grant usage on all sequences in schema executor to fermata_executor;
