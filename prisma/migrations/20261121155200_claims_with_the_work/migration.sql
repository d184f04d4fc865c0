-- What a write makes due is handed out in the same round trip and the same commit, and an event is stored together with what it causes.

create type executor.claimed as (
  run text, hash text, kind text, fence bigint, attempt int, at_ms double precision, first boolean,
  alone boolean, fn text, event text, batch text, request text, start_ms double precision, finish_ms double precision,
  now_ms double precision, next_ms double precision);

-- Gives items, whose rows the caller has locked, to a worker.
create function executor.hold_items(p_owner bigint, p_runs text[], p_hashes text[], p_firsts boolean[])
  returns setof executor.claimed language sql as $$
  with mine as (
    update executor.item i set owner = p_owner, fence = nextval('executor.fence'), first = false, again = false
    from unnest(p_runs, p_hashes, p_firsts) as d(run, hash, first) where i.run = d.run and i.hash = d.hash
    returning i.run, i.hash, i.kind, i.fence, i.attempt, i.at, d.first, i.grp, i.condition
  )
  select m.run, m.hash, m.kind, m.fence, m.attempt, extract(epoch from m.at)::float8 * 1000, m.first,
    m.grp is null and (m.first or not exists (
      select from executor.item o where o.run = m.run and o.hash <> m.hash and o.kind <> 'deadline')),
    r.fn, r.event, r.batch, case when m.kind = 'fetch' then m.condition end, r.start_ms, r.finish_ms, null::float8, null::float8
  from mine m left join executor.run r on r.id = m.run
$$;

-- The last row of a claim: the time, and in how many milliseconds to look again.
create function executor.claim_end(t timestamptz, p_next timestamptz) returns executor.claimed language sql immutable as $$
  select row(null, null, null, null, null, null, null, null, null, null, null, null, null, null,
    extract(epoch from t)::float8 * 1000, extract(epoch from p_next - t)::float8 * 1000)::executor.claimed
$$;

drop function executor.claim(bigint, int);

-- Fires the timers that are due and takes up to `p_limit` requests. The last row, without a run, tells the time
-- and when to look again.
create function executor.claim(p_owner bigint, p_limit int) returns setof executor.claimed language plpgsql as $$
declare
  t timestamptz := executor.now();
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
  if runs is not null then return query select * from executor.hold_items(p_owner, runs, hashes, firsts); end if;
  return next executor.claim_end(t, least(
    (select min(i.at) from executor.item i where i.owner is null and not i.timer and i.slots is null and i.at > t),
    (select min(i.at) from executor.item i where i.owner is null and not i.timer and i.slots is not null and i.at > t),
    (select min(i.at) from executor.item i where i.owner is null and i.timer and i.at > t)));
end $$;

-- A claim that follows a write in the write's transaction. It waits for nobody, since the write holds the rows of its runs: what needs
-- a slot, and timers, whose firing waits for other runs, are left to a claim of their own. If such are due, the next look is now.
create function executor.claim_ready(p_owner bigint, p_limit int) returns setof executor.claimed language plpgsql as $$
declare
  t timestamptz := executor.now();
  runs text[];
  hashes text[];
  firsts boolean[];
begin
  select array_agg(d.run), array_agg(d.hash), array_agg(d.first) from (
    select i.run, i.hash, i.first from executor.item i
    where i.owner is null and not i.timer and i.slots is null and i.at <= t
    order by i.at limit p_limit for update skip locked
  ) d into runs, hashes, firsts;
  if runs is not null then return query select * from executor.hold_items(p_owner, runs, hashes, firsts); end if;
  return next executor.claim_end(t, least(
    (select min(i.at) from executor.item i where i.owner is null and not i.timer and i.slots is null and i.at > t),
    (select min(i.at) from executor.item i where i.owner is null and not i.timer and i.slots is not null),
    (select min(i.at) from executor.item i where i.owner is null and i.timer)));
end $$;

-- What events cause that are this transaction's to route.
create function executor.cause(won text[], p_starts json, p_resumes json, p_cancels json) returns void language plpgsql as $$
begin
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
end $$;

-- Turns stored events into what they cause. Who flips `routed` causes it; a second worker that had the same idea does nothing.
create or replace function executor.route(p_events text[], p_starts json, p_resumes json, p_cancels json)
  returns setof text language plpgsql as $$
declare won text[];
begin
  with turned as (
    update executor.event set routed = true where id = any (p_events) and not routed returning id
  )
  select array_agg(id) from turned into won;
  if won is null then return; end if;
  perform executor.cause(won, p_starts, p_resumes, p_cancels);
  return query select unnest(won);
end $$;

-- Stores events and does what they cause, at once. An id or a sender's key that is known already causes nothing: who stored it routes it.
create function executor.take_events(p_ids text[], p_keys text[], p_names text[], p_bodies text[],
  p_starts json, p_resumes json, p_cancels json) returns setof text language plpgsql as $$
declare won text[];
begin
  with stored as (
    insert into executor.event (id, key, name, body, routed)
    select id, key, name, body, true from unnest(p_ids, p_keys, p_names, p_bodies) as t(id, key, name, body)
    on conflict do nothing returning id
  )
  select array_agg(id) from stored into won;
  if won is null then return; end if;
  perform executor.cause(won, p_starts, p_resumes, p_cancels);
  return query select unnest(won);
end $$;
