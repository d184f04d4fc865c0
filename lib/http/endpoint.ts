import { z } from "zod";
import type { Idempotency } from "#lib/execution/store.ts";
import type { FieldError, Outcome } from "#lib/kernel/outcome.ts";
import { zodErrors } from "#lib/planner/validate-plan.ts";
import type { Spent } from "#lib/safety/rate-limiter.ts";
import type { Access } from "#lib/tenancy/access.ts";
import { addressOf, type Origin, originOf } from "#lib/tenancy/origin.ts";
import { type Permission, permits, roleName } from "#lib/tenancy/permissions.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { Reply } from "./answer.ts";
import { readJson } from "./body.ts";
import { fingerprintOf, isIdempotencyKey } from "./idempotency.ts";
import { limitHeaders, tightest } from "./limits.ts";
import { isForeign } from "./origin.ts";
import { brokenProblem, type HttpRefusal, problem } from "./problem.ts";
import { expectedRevision } from "./revision.ts";

/** What the wrapper needs of the outside. */
export type EndpointDeps = {
  /** Who asks: from the key or the cookie, and never from a body. A refusal says why nobody is let in. */
  authenticate(request: Request): Promise<Outcome<Access>>;
  /** Takes one request from every limit that the caller is under. */
  spend(access: Access): Promise<Spent[]>;
  /** Counts a request of nobody known. */
  stranger(address: string): { closedForSeconds: number };
  /** Does the work of a request so that what it tells the audit says from where it came. */
  within<T>(origin: Origin, work: () => Promise<T>): Promise<T>;
  newRequestId(): string;
  /** A throw becomes one line in the log, under the id that the caller is told. */
  report(error: unknown, about: { requestId: string; method: string; path: string }): void;
};

export type Schemas<P, Q, B> = { params?: z.ZodType<P>; query?: z.ZodType<Q>; body?: z.ZodType<B>; maxBytes?: number };

export type Call<P, Q, B> = {
  /** What every command begins with: whose data it is, who asks, and how the caller names this request. */
  caller: { workspace: Workspace; actor: Actor; idempotency?: Idempotency };
  access: Access;
  params: P;
  query: Q;
  body: B;
  requestId: string;
  request: Request;
  /** The revision that an edit was made upon, from `If-Match`. */
  expected: number | undefined;
  /** For what outlives the check at the door: asks again, with the memberships and keys of that moment. */
  isStillAllowed(): Promise<boolean>;
};

export type Operation<P, Q, B> = Schemas<P, Q, B> & { allow: Permission; handle(call: Call<P, Q, B>): Promise<Outcome<Reply>> };
export type OpenOperation<B> = {
  body?: z.ZodType<B>;
  handle(call: { requestId: string; request: Request; body: B; origin: Origin }): Promise<Outcome<Reply>>;
};

/** As Next calls it; `params` is whatever the folder's name says. */
export type Route = (request: Request, context?: { params: Promise<unknown> }) => Promise<Response>;

const megabyte = 1_048_576;
const noQuery = z.strictObject({}).transform(() => undefined);

/**
 * The one way into the product: envelope → who → whence → may → shape → act → answer. Whoever is not let in learns nothing
 * about the shape of a body or the existence of an id, and nothing of the body is read.
 */
export function endpointWith(deps: EndpointDeps) {
  return function endpoint<P = undefined, Q = undefined, B = undefined>(operation: Operation<P, Q, B>): Route {
    return wrap(deps, async (request, requestId, context, headers) => {
      const { method } = request;
      const path = new URL(request.url).pathname;
      const key = request.headers.get("idempotency-key");
      if (key !== null && !isIdempotencyKey(key)) return refused("invalid", "Idempotency-Key has to be 1 to 255 visible ASCII characters");
      const expected = expectedRevision(request.headers);
      if (!expected.ok) return expected;
      const who = await deps.authenticate(request);
      if (!who.ok) {
        return knock(deps, request, headers) ?? who;
      }
      const access = who.value;
      if (access.by === "cookie" && method !== "GET" && method !== "HEAD" && isForeign(request.headers, request.url))
        return refused("forbidden", "the request comes from another site");
      if (!permits(access, operation.allow))
        return refused("forbidden", `${operation.allow} is not among the rights of the role ${roleName(access.role)}`);
      const spent = await deps.spend(access);
      for (const [name, value] of Object.entries(limitHeaders(spent))) headers.set(name, value);
      const limit = tightest(spent);
      if (limit && !limit.allowed)
        return refused(
          "rate_limited",
          `${limit.policy.quota} requests in ${limit.policy.windowSeconds} s are allowed to a ${limit.policy.name}; ask again in ${limit.retryAfterSeconds} s`,
        );

      const params = check<P>(operation.params, await context?.params, "the address");
      if (!params.ok) return refused("not_found", "there is nothing at this address");
      const search = readQuery(request.url);
      if (!search.ok) return search;
      const query = check<Q>(operation.query ?? (noQuery as z.ZodType<unknown> as z.ZodType<Q>), search.value, "the query");
      if (!query.ok) return query;
      const json = operation.body ? await readJson(request, operation.maxBytes ?? megabyte) : ({ ok: true, value: undefined } as const);
      if (!json.ok) return json;
      const body = check<B>(operation.body, json.value, "the body");
      if (!body.ok) return body;

      return deps.within(originOf(request.headers, requestId), () =>
        operation.handle({
          caller: {
            workspace: access.workspace,
            actor: access.actor,
            ...(key !== null && { idempotency: { key, fingerprint: fingerprintOf(method, path, json.value ?? null) } }),
          },
          access,
          params: params.value,
          query: query.value,
          body: body.value,
          requestId,
          request,
          expected: expected.value,
          isStillAllowed: async () => {
            const now = await deps.authenticate(request);
            return now.ok && now.value.workspace.id === access.workspace.id && permits(now.value, operation.allow);
          },
        }),
      );
    });
  };
}

/** Counts a request of nobody known by its address; a refusal when there were too many. */
function knock({ stranger }: Pick<EndpointDeps, "stranger">, request: Request, headers: Headers): Refused | undefined {
  const { closedForSeconds } = stranger(addressOf(request.headers));
  if (closedForSeconds === 0) return undefined;
  headers.set("retry-after", String(closedForSeconds));
  return refused("rate_limited", `too many requests without a valid key or session; ask again in ${closedForSeconds} s`);
}

/** For what anybody may ask: whether it lives; and, with a body, what a link that somebody holds opens. */
export function openEndpointWith(deps: Pick<EndpointDeps, "newRequestId" | "report" | "stranger" | "within">) {
  return <B = undefined>({ body: schema, handle }: OpenOperation<B>): Route =>
    wrap(deps, async (request, requestId, _context, headers) => {
      const origin = originOf(request.headers, requestId);
      const go = (body: B) => deps.within(origin, () => handle({ request, requestId, origin, body }));
      if (!schema) return go(undefined as B);
      const closed = knock(deps, request, headers);
      if (closed) return closed;
      if (isForeign(request.headers, request.url)) return refused("forbidden", "the request comes from another site");
      const json = await readJson(request, 65_536);
      if (!json.ok) return json;
      const body = check<B>(schema, json.value, "the body");
      return body.ok ? go(body.value) : body;
    });
}

type Act = (
  request: Request,
  requestId: string,
  context: { params: Promise<unknown> } | undefined,
  /** What the answer carries whatever it says. */
  headers: Headers,
) => Promise<Outcome<Reply> | { ok: false; refusal: HttpRefusal }>;

function wrap({ newRequestId, report }: Pick<EndpointDeps, "newRequestId" | "report">, act: Act): Route {
  return async (request, context) => {
    const requestId = idOf(request) ?? newRequestId();
    const instance = new URL(request.url).pathname;
    const headers = new Headers();
    const response = await act(request, requestId, context, headers).then(
      (outcome) => (outcome.ok ? send(outcome.value, request.method) : problem(outcome.refusal, { requestId, instance })),
      (error: unknown) => {
        report(error, { requestId, method: request.method, path: instance });
        return brokenProblem({ requestId, instance });
      },
    );
    for (const [name, value] of headers) response.headers.set(name, value);
    response.headers.set("x-request-id", requestId);
    if (!response.headers.has("cache-control")) response.headers.set("cache-control", "private, no-store");
    return response;
  };
}

/** A caller may bring its own id, so that both logs can be read side by side. */
function idOf(request: Request): string | undefined {
  const given = request.headers.get("x-request-id");
  return given !== null && /^[A-Za-z0-9._-]{1,100}$/.test(given) ? given : undefined;
}

function send({ status, body, headers, stream }: Reply, method: string): Response {
  if (method === "HEAD")
    void stream?.cancel(); // nobody would read it
  else if (stream) return new Response(stream, { status, headers: headers ?? {} });
  if (body === undefined) return new Response(null, { status, headers: headers ?? {} });
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  // Without its length the server would compress the shortest answer too.
  const length = String(bytes.byteLength);
  return new Response(bytes, { status, headers: { "content-type": "application/json", "content-length": length, ...headers } });
}

type Refused = { ok: false; refusal: HttpRefusal };
const refused = (code: HttpRefusal["code"], because: string, errors?: FieldError[]): Refused => ({
  ok: false,
  refusal: { code, because, ...(errors && { errors }) },
});

type Checked<T> = { ok: true; value: T } | { ok: false; refusal: HttpRefusal };

function check<T>(schema: z.ZodType<T> | undefined, value: unknown, place: string): Checked<T> {
  if (!schema) return { ok: true, value: undefined as T };
  const read = schema.safeParse(value);
  if (read.success) return { ok: true, value: read.data };
  const errors = zodErrors(read.error, "").slice(0, 50);
  const [first] = errors;
  return refused("invalid", `${place} is not valid: ${first?.path ? `${first.path}: ` : ""}${first?.because ?? ""}`, errors);
}

/** Whose data it is was settled at the door; the other is a mark that Next adds to an address of its own. */
const notOurs = new Set(["workspace", "_rsc"]);

function readQuery(url: string): Checked<Record<string, string>> {
  const values = new Map<string, string>();
  for (const [name, value] of new URL(url).searchParams) {
    if (notOurs.has(name)) continue;
    if (values.has(name)) return refused("invalid", `${name} is given twice`, [{ path: name, because: "given twice" }]);
    if (!value.isWellFormed() || value.includes("\0"))
      return refused("invalid", `${name} holds a null character`, [{ path: name, because: "holds a null character" }]);
    values.set(name, value);
  }
  return { ok: true, value: Object.fromEntries(values) };
}
