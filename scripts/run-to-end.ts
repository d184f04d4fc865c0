import { spawn } from "node:child_process";
import { join } from "node:path";
import { childEnv } from "#lib/env.ts";

const root = join(import.meta.dirname, "..");

/** Runs a script on this Node and gives what it wrote on stdout; what it wrote on stderr is the error. */
export function runToEnd(what: string, args: string[], env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<string> {
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"], ...(signal && { signal }) });
  const out = collect(child.stdout);
  const err = collect(child.stderr);
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (code) => {
      if (code === 0) done(out());
      else failed(new Error(`${what}: ${err().trim() || `exit code ${code}`}`));
    });
  });
}

export type Captured = { code: number; said: string; ms: number };

/** Runs a program to its end and keeps all that it said, passing it on as it comes when asked. */
export function spawnCaptured(
  file: string,
  args: string[],
  set: Record<string, string> = {},
  passOn?: (data: Buffer) => void,
): Promise<Captured> {
  const began = Date.now();
  const child = spawn(file, args, { cwd: root, env: childEnv(set), stdio: ["ignore", "pipe", "pipe"] });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => {
      said.push(data);
      passOn?.(data);
    });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const kill = () => child.kill("SIGTERM");
  for (const signal of signals) process.once(signal, kill);
  return new Promise((done) => {
    const end = (code: number) => {
      for (const signal of signals) process.removeListener(signal, kill);
      done({ code, said: Buffer.concat(said).toString(), ms: Date.now() - began });
    };
    child.on("error", (error) => {
      said.push(Buffer.from(error.message));
      end(127);
    });
    child.on("close", (code) => end(code ?? 1));
  });
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const parts: Buffer[] = [];
  stream.on("data", (data: Buffer) => parts.push(data));
  return () => Buffer.concat(parts).toString();
}
