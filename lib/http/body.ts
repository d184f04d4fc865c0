import { isRecord } from "#lib/kernel/json.ts";
import { accept } from "#lib/kernel/outcome.ts";
import type { HttpRefusal } from "./problem.ts";

type Read<T> = { ok: true; value: T } | { ok: false; refusal: HttpRefusal };

const invalid = (because: string, path?: string): { ok: false; refusal: HttpRefusal } => ({
  ok: false,
  refusal: { code: "invalid", because, ...(path !== undefined && { errors: [{ path, because }] }) },
});

const maxDepth = 64;

/** The JSON of a request. Reading stops at the cap, whatever the sender said about the length. */
export async function readJson(request: Request, maxBytes: number): Promise<Read<unknown>> {
  const [type = ""] = (request.headers.get("content-type") ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/json")
    return { ok: false, refusal: { code: "unsupported_media_type", because: "the body has to be sent as application/json" } };
  const read = await readBytes(request, maxBytes);
  if (!read.ok) return read;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(read.value));
  } catch (error) {
    return invalid(error instanceof SyntaxError ? `the body is not JSON: ${error.message.slice(0, 200)}` : "the body is not UTF-8");
  }
  return checked(value);
}

async function readBytes(request: Request, maxBytes: number): Promise<Read<Uint8Array>> {
  const tooLarge = { ok: false, refusal: { code: "too_large", because: `the body is larger than ${maxBytes} bytes` } } as const;
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) return tooLarge;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) return tooLarge;
    chunks.push(chunk);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return accept(whole);
}

/** What Postgres cannot store, and what would overflow a stack later, is refused here by its path. */
function checked(root: unknown): Read<unknown> {
  const open: { value: unknown; path: string; depth: number }[] = [{ value: root, path: "", depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path, depth } = next;
    if (depth > maxDepth) return invalid(`nested deeper than ${maxDepth} levels`, path.slice(0, 200));
    if (typeof value === "string" && !isStorable(value)) return invalid("a text holds a null character or half a character", path);
    if (Array.isArray(value)) value.forEach((inner, index) => open.push({ value: inner, path: `${path}[${index}]`, depth: depth + 1 }));
    else if (isRecord(value))
      for (const [key, inner] of Object.entries(value)) {
        if (!isStorable(key)) return invalid("a name holds a null character or half a character", path);
        open.push({ value: inner, path: path === "" ? key : `${path}.${key}`, depth: depth + 1 });
      }
  }
  return accept(root);
}

export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes("\0");
