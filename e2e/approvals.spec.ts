import { expect, type Page } from "@playwright/test";
import type { Role } from "#lib/tenancy/permissions.ts";
import { demoAddress, signInAs } from "./sign-in.ts";
import { test, type Visitor } from "./visitors.ts";

async function personAt(visitor: Visitor, role: Role): Promise<Page> {
  const page = await visitor();
  await signInAs(page, role);
  return page;
}

const inDemo = { "x-fermata-workspace": "demo" };
const row = (page: Page, subject: string) => page.getByRole("button", { expanded: false, name: new RegExp(subject) });
const card = (page: Page, subject: string) => page.getByRole("region", { name: new RegExp(`^Approve\\?.*${subject}`) });

const heldTool = "contacts.search";

async function held(page: Page, subject: string): Promise<string> {
  // A tool that no other journey holds, so that the rule made here reaches none of them.
  const steps = [{ id: "find", tool: heldTool, approval: "required", params: { name: subject } }];
  const answer = await page.request.post("/api/orchestrate", { data: { plan: { steps } }, headers: inDemo });
  const { id } = (await answer.json()) as { id: string };
  const open = async () => ((await (await page.request.get(`/api/approvals?execution=${id}`)).json()) as { data: unknown[] }).data.length;
  await expect.poll(open).toBe(1);
  return id;
}

test("a group and a rule are made, two of it have to agree, a question is answered, and the rule goes again", async ({ visitor }) => {
  const subject = `Quorum ${Date.now()}`;
  const groupName = `Partners ${Date.now()}`;
  const ruleName = `Letters ${Date.now()}`;
  const [owner, approver, operator] = await Promise.all([
    personAt(visitor, "owner"),
    personAt(visitor, "approver"),
    personAt(visitor, "operator"),
  ]);

  await owner.goto(`${demoAddress}/settings/approvals`);
  await owner.getByRole("button", { name: "Make a group" }).click();
  const dialog = owner.getByRole("dialog");
  await dialog.getByLabel("Name").fill(groupName);
  for (const box of await dialog.getByRole("checkbox").all()) await box.check();
  await dialog.getByRole("button", { name: "Save the group" }).click();
  await expect(owner.getByRole("button", { name: `Change ${groupName}` })).toBeVisible();

  await owner.getByRole("button", { name: "Add a rule" }).click();
  await dialog.getByLabel("Name").fill(ruleName);
  await dialog.getByLabel("Tools").fill(heldTool);
  await dialog.getByLabel("Decided by").selectOption({ label: groupName });
  await dialog.getByLabel("How many have to agree").fill("2");
  await dialog.getByRole("button", { name: "Save the rule" }).click();
  await expect(owner.getByRole("listitem").filter({ hasText: ruleName })).toContainText("2 have to agree");

  // A change of the policy holds in every process within two seconds.
  await expect
    .poll(
      async () => {
        const id = await held(operator, subject);
        const answer = await owner.request.get(`/api/approvals?execution=${id}`, { headers: inDemo });
        const { data } = (await answer.json()) as { data: { terms: { quorum: number } }[] };
        const quorum = data[0]?.terms.quorum;
        if (quorum !== 2) await operator.request.post(`/api/orchestrate/${id}/cancel`, { headers: inDemo });
        return quorum;
      },
      { timeout: 15_000 },
    )
    .toBe(2);

  await owner.goto(`${demoAddress}/approvals`);
  await row(owner, subject).click();
  await expect(card(owner, subject)).toContainText("0 of 2 agreed");
  await card(owner, subject).getByLabel("Note").fill("Which Yoav?");
  await owner.getByRole("button", { name: "Ask" }).click();
  await expect(card(owner, subject)).toContainText("The question is with the one who asked");
  await operator.goto(`${demoAddress}/approvals?view=mine`);
  await row(operator, subject).click();
  await expect(card(operator, subject)).toContainText("Which Yoav?");
  await operator.getByLabel("Answer").fill("Yoav of the board.");
  await operator.getByRole("button", { name: "Send", exact: true }).click();
  await expect(card(owner, subject)).toContainText("Yoav of the board.");
  await card(owner, subject).getByRole("button", { name: "Approve" }).click();
  await expect(row(owner, subject)).toHaveCount(0);

  await approver.goto(`${demoAddress}/approvals`);
  await row(approver, subject).click();
  await expect(card(approver, subject)).toContainText("1 of 2 agreed");
  await card(approver, subject).getByRole("button", { name: "Approve" }).click();
  await expect(row(approver, subject)).toHaveCount(0);

  await owner.goto(`${demoAddress}/settings/approvals`);
  await owner.getByRole("button", { name: `Remove ${ruleName}` }).click();
  await expect(owner.getByRole("button", { name: `Remove ${ruleName}` })).toHaveCount(0);
  await owner.getByRole("button", { name: `Remove ${groupName}` }).click();
  await owner.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(owner.getByRole("button", { name: `Change ${groupName}` })).toHaveCount(0);
});

test.afterEach(async ({ visitor }) => {
  const owner = await personAt(visitor, "owner");
  const kept = await owner.request.get("/api/approvals/policy", { headers: inDemo });
  const { policy } = (await kept.json()) as { policy: { rules: { tools?: string[] }[] } };
  const rules = policy.rules.filter(({ tools }) => !tools?.includes(heldTool));
  if (rules.length < policy.rules.length) await owner.request.put("/api/approvals/policy", { headers: inDemo, data: { ...policy, rules } });
});

test("a link that is over says so, and offers nothing to press", async ({ page }) => {
  await page.goto(`/decide#${"0".repeat(40)}`);
  await expect(page.getByText("This link is over, or never was one")).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve" })).toHaveCount(0);
});
