import type { Flow } from "./flow.ts";

/** What the executor remembers, and the only way by which it does. Every write that a worker makes for a request
 *  carries the fence of its dispatch, and answers false when that dispatch no longer holds its item. Writes that may make something
 *  due hand it out on the way: what they claimed goes to whoever lends the journal room. */
export type Journal = {
  insertEvents(events: StoredEvent[]): Promise<void>;
  unroutedEvents(limit: number): Promise<StoredEvent[]>;
  /** Without keys everybody is listed, with them those whom an event with one of these keys may be for. */
  listeners(names: string[], cancellable: string[], keys: string[] | null): Promise<Listeners>;
  /** Does what the events cause, once, whoever else has the same idea. */
  routeEvents(effects: Effects): Promise<void>;
  /** Stores events and does what they cause, at once. */
  takeEvents(events: StoredEvent[], effects: Effects): Promise<void>;

  claim(limit: number): Promise<Claim>;
  memos(run: string): Promise<Memo[]>;
  checkpoint(hold: Hold, memos: Memo[]): Promise<boolean>;
  finishStep(hold: Hold, body: string): Promise<boolean>;
  planOps(hold: Hold, plan: Plan): Promise<boolean>;
  retry(hold: Hold, again: { delay: number; attempt: number }): Promise<boolean>;
  endRun(end: RunEnd): Promise<boolean>;
  openRun(run: string): Promise<OpenRun | undefined>;
  armDeadlines(dispatch: Dispatch): Promise<void>;
  sendSignal(signal: string, body: string): Promise<string | undefined>;

  armCron(entry: { id: string; at: number }[]): Promise<void>;
  tick(hold: Hold, next: { at: number | undefined; start: (Start & { event: string; delay: number }) | undefined }): Promise<boolean>;

  /** Renews the lease, frees what dead workers held, and tells what lies about and by which fences this worker is in the books. */
  beat(): Promise<{ unrouted: boolean; due: boolean; owned: string[] }>;
  /** Gives back items that this worker was given and never heard of. */
  giveBack(fences: string[]): Promise<void>;
  /** Gives back what this worker holds, and forgets the worker. */
  leave(): Promise<void>;
  prune(keepMs: number, limit: number): Promise<number>;
};

/** `body` is the event's JSON as functions see it, `id` ours, `key` the sender's. */
export type StoredEvent = { id: string; key?: string | undefined; name: string; body: string };

export type Memo = { hash: string; body: string };

/** An item in hand: whoever claims it later gets another fence. */
export type Hold = { run: string; hash: string; fence: string };

export type Dispatch = Hold & {
  kind: "discover" | "step" | "deadline" | "cron" | "fetch";
  attempt: number;
  atMs: number;
  /** The run's very first request: nothing can be remembered yet. */
  first: boolean;
  /** Nothing else of the run is open, so the SDK may run steps at once. */
  alone: boolean;
  fn: string;
  event: string;
  batch: string | null;
  /** What a gateway step asks of the outside. */
  request: string | null;
  startMs: number | null;
  finishMs: number | null;
};

export type Claim = { dispatches: Dispatch[]; nowMs: number; nextMs: number | undefined };

export type Start = {
  id: string;
  fn: string;
  slots: string[] | null;
  limits: number[] | null;
  startMs: number | null;
  finishMs: number | null;
  cancelKey: string | null;
  flow: Flow | null;
};

export type PlannedOp = {
  hash: string;
  kind: "step" | "sleep" | "event" | "signal" | "invoke" | "fetch";
  delay?: number;
  until?: number;
  race?: boolean;
  topic?: string;
  condition?: string | undefined;
  key?: string | null;
  conflict?: string | undefined;
  child?: Start & { event: string };
};

export type Plan = { memos: Memo[]; ops: PlannedOp[] };

export type RunEnd = {
  run: string;
  hold?: Hold;
  status: "completed" | "failed" | "cancelled";
  output: string;
  events: StoredEvent[];
};

export type Wait = { run: string; hash: string; name: string; condition: string | null; event: string };
export type OpenRun = { run: string; fn: string; event: string; batch: string | null; created: number };
export type Listeners = { waits: Wait[]; open: OpenRun[] };

export type Effects = {
  events: string[];
  starts: (Start & { cause: string; ts: number | null; priority: number })[];
  resumes: { cause: string; run: string; hash: string }[];
  cancels: (RunEnd & { cause: string })[];
};
