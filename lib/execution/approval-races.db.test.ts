import { afterAll, beforeAll, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import { approvalWorld, fillWorkspace, letter, member, type Name, names } from "./approval.fixture.ts";
import { controlExecution } from "./control-execution.ts";
import type { Sent } from "./dispatch.ts";
import { reconcile } from "./reconcile.postgres.ts";
import type { SeamName } from "./seam.ts";
import { settleApproval, tendApproval } from "./settle-approval.ts";
import { scope } from "./world.fixture.ts";

beforeAll(fillWorkspace);
afterAll(closePools);

const rounds = 50;

/** Two worlds have two stores: two processes on one database. */
const worlds = [approvalWorld(), approvalWorld()] as const;
const at = (turn: number) => worlds[turn % 2] ?? worlds[0];
const sent = (id: string) => worlds.flatMap((world) => world.sent(id));
const settleAll = () => Promise.all(worlds.map((world) => world.settle()));

function shuffled<One>(list: One[], round: number): One[] {
  return list
    .map((one, place) => [one, (place * 7 + round * 5) % list.length] as const)
    .sort((a, b) => a[1] - b[1])
    .map(([one]) => one);
}

async function asked(text: string): Promise<{ id: string; approvalId: string; payloadHash: string }> {
  const id = await worlds[0].begin(letter(text));
  const { id: approvalId, payloadHash } = await worlds[0].approvalOf(id);
  return { id, approvalId, payloadHash };
}

const decide = (turn: number, name: Name, approvalId: string, payloadHash: string, decision: "approve" | "reject" = "approve") =>
  settleApproval(at(turn), { workspace: scope, actor: member(name), id: approvalId, command: { decision, payloadHash } });

test(`${rounds} rounds of two approvers who click twice, one who rejects, the clock and a cancel: one of them wins`, async () => {
  const wins: Record<string, number> = {};
  for (let round = 0; round < rounds; round++) {
    await at(0).govern({ selfApproval: "always", rules: [{ name: "quick", expiresAfterMinutes: 5 }] });
    worlds.map((world) => world.setAhead(0));
    const { id, approvalId, payloadHash } = await asked(`round ${round}`);
    if (round % 5 === 4) worlds.map((world) => world.setAhead(6 * 60_000));
    const clicks = [
      () => decide(0, "noa", approvalId, payloadHash),
      () => decide(1, "noa", approvalId, payloadHash),
      () => decide(0, "omer", approvalId, payloadHash),
      () => decide(1, "omer", approvalId, payloadHash),
      () => decide(round, "rina", approvalId, payloadHash, "reject"),
    ];
    const others = [
      async () => {
        // A decision reads more before it writes: without a few reads of its own the cancel would come first in every round.
        for (let reads = 0; reads < round % 8; reads++) await worlds[0].log(id);
        return controlExecution(at(round), { workspace: scope, actor: member("dana"), id, action: "cancel" as const });
      },
      () => tendApproval(at(round + 1), { scope, executionId: id, approvalId }),
    ];
    const answers: unknown[] = [];
    const ran = [...clicks.map((click) => async () => void answers.push(await click())), ...others];
    await Promise.all(shuffled<() => Promise<unknown>>(ran, round).map((act) => act()));
    await settleAll();
    const { head, approvals } = await worlds[0].state(id);
    const { status } = approvals[approvalId] ?? { status: "none" };
    const won = (answers as { ok: boolean; value?: { status: string } }[]).filter(({ ok }) => ok).map(({ value }) => value?.status);
    expect(won.length, `round ${round}: ${won}`).toBeLessThanOrEqual(1);
    expect(["approved", "rejected", "expired", "void"]).toContain(status);
    expect(won).toEqual(status === "approved" || status === "rejected" ? [status] : []);
    const closings = (await worlds[0].log(id)).filter(({ type }) => type === "approval.decided" || type === "approval.expired");
    expect(closings.length).toBe(status === "void" ? 0 : 1);
    expect(sent(id).length).toBeLessThanOrEqual(status === "approved" ? 1 : 0);
    expect(["completed", "failed", "cancelled"]).toContain(head.status);
    if (head.status === "completed") expect(sent(id).length).toBe(1);
    wins[status] = (wins[status] ?? 0) + 1;
  }
  // The rounds are no rounds when the same one always wins.
  expect(Object.keys(wins).length, JSON.stringify(wins)).toBeGreaterThan(1);
});

test(`${rounds} rounds of a quorum of three, where four people click twice at once: three are counted and the call is made once`, async () => {
  worlds.map((world) => world.setAhead(0));
  await at(0).govern({ selfApproval: "always", rules: [{ name: "three", quorum: 3 }] });
  for (let round = 0; round < rounds; round++) {
    const { id, approvalId, payloadHash } = await asked(`quorum ${round}`);
    const clicks = names.flatMap((name, place) => [0, 1].map((turn) => () => decide(turn + place, name, approvalId, payloadHash)));
    const answers = await Promise.all(shuffled(clicks, round).map((click) => click()));
    await settleAll();
    const log = await worlds[0].log(id);
    const voters = log.flatMap((event) => (event.type === "approval.voted" ? [event.person] : []));
    expect(voters.length).toBe(3);
    expect(new Set(voters).size).toBe(3);
    expect(log.filter(({ type }) => type === "approval.decided").length).toBe(1);
    expect(answers.filter((answer) => answer.ok && answer.value.status === "approved").length).toBe(1);
    expect(sent(id)).toEqual([`quorum ${round}`]);
  }
});

test.each(["append.before", "append.after"] satisfies SeamName[])(
  "a process that dies at %s, between the click and the release: the click made again is the same one, and the call is made once",
  async (moment) => {
    let dies = false;
    const dying = approvalWorld({
      seam: (name) => {
        if (dies && name === moment) throw new Error("killed");
      },
    });
    await dying.govern({ selfApproval: "always" });
    for (let round = 0; round < 20; round++) {
      const id = await dying.begin(letter(`kill ${round}`));
      const { id: approvalId, payloadHash } = await dying.approvalOf(id);
      const click = () =>
        settleApproval(dying, {
          workspace: scope,
          actor: member("noa"),
          id: approvalId,
          command: { decision: "approve", payloadHash },
          idempotency: { key: `${moment} ${round}`, fingerprint: "the same" },
        });
      dies = true;
      await expect(click()).rejects.toThrow("killed");
      dies = false;
      expect(dying.sent(id)).toEqual([]);
      expect(await click()).toEqual({ ok: true, value: { approvalId, status: "approved" } });
      // What the process would have told is lost with it.
      dying.mail.splice(0);
      await dying.sqlFor(scope).query("delete from outbox");
      const send = async (nudges: Sent[]) =>
        void dying.mail.push(...nudges.map(({ id, name, data: { workspaceId, ...data } }) => ({ workspaceId, nudge: { id, name, data } })));
      await reconcile({ ...dying, dispatch: () => ({ send }) }, { grace: 0 });
      await dying.settle();
      expect(dying.sent(id)).toEqual([`kill ${round}`]);
      expect((await dying.state(id)).head.status).toBe("completed");
    }
  },
);
