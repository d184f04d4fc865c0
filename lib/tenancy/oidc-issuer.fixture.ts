import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Claims = Record<string, unknown>;
type Asked = { nonce: string; challenge: string; redirect: string; claims: Claims };

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const foreign = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** How a token goes wrong. */
export type Fault = "none" | "signature" | "unsigned" | "nonce" | "audience" | "issuer" | "expired" | "missing";

/**
 * An issuer of OpenID Connect on a real socket: discovery, keys, a door that lets in whoever it is told, and a token for a code that is
 * taken once, by its client, with the verifier of its challenge.
 */
export async function oidcIssuer() {
  const client = { id: "fermata-test", secret: "a secret of the client" };
  const codes = new Map<string, Asked>();
  let claims: Claims = {};
  let fault: Fault = "none";
  let origin = "";
  const seen: { path: string; refused?: string }[] = [];

  function authorize(query: URLSearchParams, response: ServerResponse): void {
    const code = randomBytes(16).toString("hex");
    const redirect = query.get("redirect_uri") ?? "";
    const isWhole =
      query.get("code_challenge_method") === "S256" && query.get("response_type") === "code" && query.get("client_id") === client.id;
    if (!isWhole) return void response.writeHead(400).end("not a request of ours");
    codes.set(code, { nonce: query.get("nonce") ?? "", challenge: query.get("code_challenge") ?? "", redirect, claims });
    const back = new URL(redirect);
    back.searchParams.set("code", code);
    back.searchParams.set("state", query.get("state") ?? "");
    response.writeHead(302, { location: back.href }).end();
  }

  function tokenFor(asked: Asked): string {
    const now = Math.floor(Date.now() / 1_000);
    const body = {
      iss: fault === "issuer" ? "https://evil.example" : origin,
      aud: fault === "audience" ? "another client" : client.id,
      iat: now,
      exp: fault === "expired" ? now - 3_600 : now + 300,
      nonce: fault === "nonce" ? "another" : asked.nonce,
      ...asked.claims,
    };
    if (fault === "unsigned") return `${part({ alg: "none" })}.${part(body)}.`;
    const signed = `${part({ alg: "RS256", kid: "k1", typ: "JWT" })}.${part(body)}`;
    return `${signed}.${createSign("RSA-SHA256")
      .update(signed)
      .sign(fault === "signature" ? foreign : privateKey, "base64url")}`;
  }

  function token(form: URLSearchParams, authorization: string, response: ServerResponse): void {
    const asked = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const basic = `Basic ${Buffer.from(`${encodeURIComponent(client.id)}:${encodeURIComponent(client.secret).replaceAll("%20", "+")}`).toString("base64")}`;
    const refused =
      (!asked && "the code is not known") ||
      (challenge !== asked?.challenge && "the verifier is not that of the challenge") ||
      (form.get("redirect_uri") !== asked?.redirect && "another redirect address") ||
      (authorization !== basic && "not our client");
    seen.push({ path: "/token", ...(refused && { refused }) });
    response.writeHead(refused ? 400 : 200, { "content-type": "application/json" });
    if (refused || !asked) return void response.end(JSON.stringify({ error: "invalid_grant" }));
    const idToken = fault === "missing" ? {} : { id_token: tokenFor(asked) };
    response.end(JSON.stringify({ access_token: "a", token_type: "Bearer", expires_in: 300, ...idToken }));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "", origin);
    let body = "";
    for await (const piece of request) body += piece;
    const json = (value: unknown) => void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
    if (pathname === "/.well-known/openid-configuration")
      return json({
        issuer: origin,
        authorization_endpoint: `${origin}/authorize`,
        token_endpoint: `${origin}/token`,
        jwks_uri: `${origin}/jwks`,
        response_types_supported: ["code"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
        code_challenge_methods_supported: ["S256"],
      });
    if (pathname === "/jwks") return json({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k1", use: "sig", alg: "RS256" }] });
    if (pathname === "/authorize") return authorize(searchParams, response);
    if (pathname === "/token") return token(new URLSearchParams(body), request.headers.authorization ?? "", response);
    response.writeHead(404).end();
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    client,
    seen,
    /** Who stands at its door from now on, and what goes wrong with their token. */
    lets(next: Claims, wrong: Fault = "none") {
      claims = next;
      fault = wrong;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
