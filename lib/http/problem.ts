import type { Refusal, RefusalCode } from "#lib/kernel/outcome.ts";

/** What only HTTP can refuse, beside what the product refuses. */
export type ProblemCode = RefusalCode | "unsupported_media_type" | "internal";
export type HttpRefusal = Omit<Refusal, "code"> & { code: ProblemCode };

/** The one table of refusals and statuses. */
const problems: Record<ProblemCode, { status: number; title: string }> = {
  invalid: { status: 400, title: "The request is not valid" },
  unauthorized: { status: 401, title: "Nobody is signed in" },
  forbidden: { status: 403, title: "Not allowed" },
  not_found: { status: 404, title: "Not found" },
  conflict: { status: 409, title: "Not possible now" },
  changed: { status: 412, title: "It has changed since" },
  too_large: { status: 413, title: "Too large" },
  unsupported_media_type: { status: 415, title: "Not JSON" },
  unprocessable: { status: 422, title: "The request makes no sense" },
  rate_limited: { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Something went wrong on our side" },
  unavailable: { status: 503, title: "Not available now" },
};

/** RFC 9457. */
export function problem(
  { code, because, errors, allowed }: HttpRefusal,
  { requestId, instance }: { requestId: string; instance: string },
): Response {
  const { status, title } = problems[code];
  const body = {
    type: `urn:fermata:problem:${code}`,
    title,
    status,
    detail: because,
    instance,
    code,
    ...(errors && { errors }),
    ...(allowed && { allowed }),
    requestId,
  };
  const headers = new Headers({ "content-type": "application/problem+json" });
  if (status === 401) headers.set("www-authenticate", 'Bearer realm="fermata"');
  if (status === 429 || status === 503) headers.set("retry-after", "1");
  return new Response(JSON.stringify(body), { status, headers });
}

/** A throw is a bug or a broken outside: it is reported elsewhere, and the caller learns the id to ask with. */
export function brokenProblem(about: { requestId: string; instance: string }): Response {
  return problem({ code: "internal", because: `The error is in the log under ${about.requestId}.` }, about);
}
