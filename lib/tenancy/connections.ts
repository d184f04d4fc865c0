import { z } from "zod";

export const ConnectionKind = z.enum(["bearer", "basic", "header"]);
export type ConnectionKind = z.infer<typeof ConnectionKind>;

/** Of one workspace. */
export const mostConnections = 200;

/** What is asked for, by how the far side wants to be shown who calls. Every one of these is sealed and never given out. */
export const secretFields: Record<ConnectionKind, readonly string[]> = {
  bearer: ["token"],
  basic: ["username", "password"],
  header: ["value"],
};

export type Secret = Partial<Record<string, string>>;

/** Where a connection's secret may go and how it is shown there. */
export type ConnectionShape = { kind: ConnectionKind; origin: string; header: string | null };

/** A connection that is opened for one call. */
export type OpenConnection = {
  origin: string;
  headers: Record<string, string>;
  /** Whatever of it may not come back in an answer, an error or a text. */
  hidden: readonly string[];
};

/** `api.example.org` and `https://api.example.org/` are one origin; an address with a path, a query or a user is none. */
export function originFrom(text: string): string | undefined {
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const isBare = url.pathname === "/" && `${url.search}${url.hash}${url.username}${url.password}` === "" && !/[?#]$/.test(text);
  return isBare ? url.origin : undefined;
}

/** Headers that name who calls or frame the request. A connection of the kind `header` may set none of the second sort. */
const framing = new Set([
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "upgrade",
  "te",
  "trailer",
  "expect",
  "content-type",
]);

export const isSecretHeader = (name: string): boolean =>
  /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/.test(name) && !framing.has(name.toLowerCase());

/** What of a secret is missing, does not belong, or could not be sent. */
export function faultsOf(kind: ConnectionKind, secret: Secret): { path: string; because: string }[] {
  const wanted = secretFields[kind];
  const foreign = Object.keys(secret)
    .filter((field) => !wanted.includes(field))
    .map((field) => ({ path: `secret.${field}`, because: `a ${kind} connection has ${wanted.join(" and ")}` }));
  return [...foreign, ...wanted.flatMap((field) => faultOf(kind, field, secret[field]))];
}

function faultOf(kind: ConnectionKind, field: string, value: string | undefined): { path: string; because: string }[] {
  const fault = (because: string) => [{ path: `secret.${field}`, because }];
  if (value === undefined || value === "") return fault("is missing");
  // Shorter than this it could not be told from other text, and so not be kept out of answers.
  if (field !== "username" && value.length < 6) return fault("has to be 6 characters or longer");
  if (kind === "basic") {
    if (/\p{Cc}/u.test(value)) return fault("holds a control character");
    return field === "username" && value.includes(":") ? fault("holds a colon") : [];
  }
  return /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value) ? [] : fault("holds a character that a header can't carry");
}

/** The header that shows who calls. */
export function openedOf({ kind, origin, header }: ConnectionShape, secret: Secret): OpenConnection {
  const of = (field: string) => secret[field] ?? "";
  switch (kind) {
    case "bearer":
      return { origin, headers: { authorization: `Bearer ${of("token")}` }, hidden: [of("token")] };
    case "basic": {
      const pair = base64(`${of("username")}:${of("password")}`);
      return { origin, headers: { authorization: `Basic ${pair}` }, hidden: [of("password"), pair] };
    }
    case "header":
      return { origin, headers: { [(header ?? "x-api-key").toLowerCase()]: of("value") }, hidden: [of("value")] };
  }
}

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** Said when a plan is kept, when it starts and when the call is made. */
export const notForTool = (connection: string, tool: string): string =>
  `the connection ${connection} is not for ${tool ? `the tool ${tool}` : "this"}`;
