import { randomBytes } from "node:crypto";
import { appPool } from "#lib/db.ts";
import { hashText } from "#lib/kernel/hash.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { sealFor } from "./seal.node.ts";
import { giveBack, take } from "./throttle.postgres.ts";
import { codeLimits } from "./throttle.ts";
import { addressOf, base32, plainRecoveryCode, recoveryBytes, recoveryCodeFrom, secretBytes, stepOf } from "./totp.ts";

const recoveryCodes = 10;
const hashOfCode = (userId: string, code: string) => hashText(`${userId} ${plainRecoveryCode(code)}`);

type Factor = { secret: Uint8Array; isConfirmed: boolean; recoveryCodes: number };

async function factorOf(userId: string): Promise<Factor | undefined> {
  const { rows } = await appPool().query<{ sealed: Buffer; isConfirmed: boolean; recoveryCodes: number }>("select * from factor_of($1)", [
    userId,
  ]);
  const [row] = rows;
  return (
    row && { secret: sealFor("second factor").open(userId, row.sealed), isConfirmed: row.isConfirmed, recoveryCodes: row.recoveryCodes }
  );
}

/** Whether signing in asks for a code, and how many recovery codes are left. */
export async function factorState(userId: string): Promise<{ isOn: boolean; recoveryCodes: number }> {
  const factor = await factorOf(userId);
  return { isOn: factor?.isConfirmed ?? false, recoveryCodes: factor?.recoveryCodes ?? 0 };
}

/** A secret to be taken over into an app; nothing asks for it before a code has shown that it was. */
export async function beginFactor({ id, email }: { id: string; email: string }): Promise<Outcome<{ secret: string; address: string }>> {
  const secret = randomBytes(secretBytes);
  const { rows } = await appPool().query<{ begun: boolean }>("select factor_begin($1, $2) as begun", [
    id,
    sealFor("second factor").seal(id, secret),
  ]);
  if (!rows[0]?.begun) return refuse({ code: "conflict", because: "a second factor is set up already: remove it first" });
  return accept({ secret: base32(secret), address: addressOf(secret, email) });
}

/** The recovery codes are in the answer and nowhere else. */
export async function confirmFactor(userId: string, code: string, now: Date): Promise<Outcome<{ recoveryCodes: string[] }>> {
  const limits = codeLimits(userId);
  if (!(await take(limits))) return refuse({ code: "rate_limited", because: "too many codes; wait five minutes" });
  const factor = await factorOf(userId);
  if (!factor || factor.isConfirmed) return refuse({ code: "conflict", because: "there is no second factor to confirm" });
  const step = stepOf(factor.secret, code, now.getTime());
  if (step === undefined)
    return refuse({ code: "unprocessable", because: "the code is not right", errors: [{ path: "code", because: "is not right" }] });
  const codes = Array.from({ length: recoveryCodes }, () => recoveryCodeFrom(randomBytes(recoveryBytes)));
  const { rows } = await appPool().query<{ confirmed: boolean }>("select factor_confirm($1, $2, $3) as confirmed", [
    userId,
    step,
    codes.map((one) => hashOfCode(userId, one)),
  ]);
  if (!rows[0]?.confirmed) return refuse({ code: "conflict", because: "there is no second factor to confirm" });
  await giveBack(limits);
  return accept({ recoveryCodes: codes });
}

/** A code of the app or a recovery code, each taken once. */
export async function passesFactor(userId: string, code: string, now: Date): Promise<"passed" | "wrong" | "throttled"> {
  const limits = codeLimits(userId);
  if (!(await take(limits))) return "throttled";
  const factor = await factorOf(userId);
  if (!factor?.isConfirmed) return "wrong";
  const step = stepOf(factor.secret, code.replaceAll(" ", ""), now.getTime());
  const { rows } = await appPool().query<{ passed: boolean }>(
    step === undefined ? "select recovery_use($1, $2) as passed" : "select factor_use($1, $2) as passed",
    [userId, step ?? hashOfCode(userId, code)],
  );
  if (!rows[0]?.passed) return "wrong";
  await giveBack(limits);
  return "passed";
}

export async function removeFactor(userId: string): Promise<void> {
  await appPool().query("select factor_remove($1)", [userId]);
}
