import { expect, type Page } from "@playwright/test";
import { demoAddress, signIn, signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

const settings = `${demoAddress}/settings`;
const password = "waltz of the seven seas";

/** Somebody new in the demo, with the role of that id. */
async function join(page: Page, visitor: () => Promise<Page>, role: string): Promise<{ guest: Page; name: string }> {
  const name = `Ravit ${Date.now()}`;
  const email = `${name.replace(" ", "-").toLowerCase()}@example.test`;
  const sent = await page.request.post("/api/invitations", { data: { email, role }, headers: { "x-fermata-workspace": "demo" } });
  const { url } = (await sent.json()) as { url: string };
  const guest = await visitor();
  await guest.goto(url);
  await guest.getByLabel("Your name").fill(name);
  await guest.getByLabel("Password").fill(password);
  await guest.getByRole("button", { name: "Join" }).click();
  await guest.waitForURL(/\/demo$/);
  return { guest, name };
}

test("a role is made on the page, given, narrowed while somebody has it, and deleted when nobody does", async ({ page, visitor }) => {
  await signInAs(page, "owner");
  await page.goto(`${settings}/roles`);
  const name = `Steward ${Date.now()}`;
  await page.getByRole("button", { name: "Make a role" }).click();
  const dialog = page.getByRole("dialog", { name: "Make a role" });
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("textbox", { name: "What it is for" }).fill("Reads, and keeps the members");
  for (const words of ["execution:read", "workspace:read", "member:read"]) await dialog.getByRole("checkbox", { name: words }).check();
  await dialog.getByRole("button", { name: "Make the role" }).click();
  await expect(page.getByRole("columnheader", { name })).toBeVisible();
  const line = page.getByRole("listitem").filter({ hasText: name });
  await expect(line).toContainText("Nobody has it");

  const { custom } = (await (await page.request.get("/api/roles?workspace=demo")).json()) as { custom: { id: string; name: string }[] };
  const id = custom.find((role) => role.name === name)?.id ?? "";
  const { guest, name: member } = await join(page, visitor, id);
  await guest.goto(`${settings}/members`);
  await expect(guest.getByRole("heading", { name: "Members" })).toBeVisible();
  await expect(guest.getByRole("button", { name: "Invite" })).toHaveCount(0);
  await expect(guest.getByRole("link", { name: "Audit" })).toHaveCount(0);
  expect((await guest.request.post("/api/orchestrate", { data: { request: "Say hello" } })).status()).toBe(403);

  await page.reload();
  await expect(line).toContainText("Held by 1 member");
  await page.getByRole("button", { name: `Remove ${name}` }).click();
  const removing = page.getByRole("alertdialog", { name: `Remove ${name}?` });
  await removing.getByRole("button", { name: "Remove" }).click();
  await expect(removing.getByRole("alert")).toContainText("in use");
  await removing.getByRole("button", { name: "Leave it" }).click();

  await page.getByRole("button", { name: `Change ${name}` }).click();
  const changing = page.getByRole("dialog", { name: `Change ${name}` });
  await changing.getByRole("checkbox", { name: "member:read" }).uncheck();
  await changing.getByRole("button", { name: "Save" }).click();
  await expect(changing).toBeHidden();
  expect((await guest.request.get("/api/members?workspace=demo")).status()).toBe(403);

  await page.goto(`${settings}/members`);
  const choice = page.getByRole("combobox", { name: `Role of ${member}` });
  await expect(choice).toHaveValue(id);
  await choice.selectOption("viewer");
  await page.getByRole("alertdialog").getByRole("button", { name: "Make viewer" }).click();
  await expect(choice).toHaveValue("viewer");
  await page.goto(`${settings}/roles`);
  await page.getByRole("button", { name: `Remove ${name}` }).click();
  await removing.getByRole("button", { name: "Remove" }).click();
  await expect(line).toHaveCount(0);
});

test("a workflow is put into a group on its page, and is started by whoever has the group's permission alone", async ({
  page,
  visitor,
}) => {
  await signInAs(page, "owner");
  const headers = { "x-fermata-workspace": "demo" };
  const group = `leads-${Date.now()}`;
  const kept = await page.request.post("/api/workflows", {
    data: { name: `Hunt ${group}`, plan: { steps: [{ id: "a", tool: "flow.pass" }] } },
    headers,
  });
  const { id: workflowId } = (await kept.json()) as { id: string };
  await page.goto(`${demoAddress}/workflows/${workflowId}`);
  await page.getByRole("button", { name: "Change who may start it" }).click();
  const dialog = page.getByRole("dialog", { name: "Who may start it" });
  await dialog.getByLabel("Group").fill(group);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(`${group}:execute`)).toBeVisible();

  await page.goto(`${settings}/roles`);
  await expect(page.getByRole("rowheader", { name: `${group}:execute` })).toBeVisible();
  const roleOf = async (name: string, ...permissions: string[]) => {
    const made = await page.request.post("/api/roles", {
      data: { name: `${name} ${group}`, permissions: ["workflow:read", "tool:read", "execution:read", "execution:start", ...permissions] },
      headers,
    });
    return ((await made.json()) as { id: string }).id;
  };
  const [without, having] = [await roleOf("Starter"), await roleOf("Hunter", `${group}:execute`)];
  for (const [role, mayRun] of [
    [without, false],
    [having, true],
  ] as const) {
    const { guest, name } = await join(page, visitor, role);
    await guest.goto(`${demoAddress}/workflows/${workflowId}`);
    await expect(guest.getByText(`${group}:execute`)).toBeVisible();
    await expect(guest.getByRole("button", { name: "Approve & run" })).toHaveCount(mayRun ? 1 : 0);
    const asked = await guest.request.post("/api/orchestrate", { data: { workflowId }, headers });
    expect([asked.status(), (await asked.json()).detail]).toEqual(
      mayRun ? [202, undefined] : [403, `${group}:execute is not among the rights of ${name}`],
    );
    // What a role does not open is neither a place nor a page, though it may start something.
    await expect(guest.getByRole("navigation", { name: "Workspace", exact: true }).getByRole("link")).toHaveText([
      "Home",
      "Executions",
      "Workflows",
      "Effects",
      "Reliability",
      "Settings",
    ]);
    for (const path of ["/documents", "/contacts", "/calendar", "/approvals", "/budgets", "/guardrails", "/settings/roles"]) {
      await guest.goto(`${demoAddress}${path}`);
      await expect(guest.getByRole("heading", { name: "There is nothing at this address" }), path).toBeVisible();
    }
  }
  await page.request.delete(`/api/workflows/${workflowId}`, { headers });
});

test("what a role may not do is not offered on its pages, and refused all the same", async ({ visitor }) => {
  const asked = { data: { name: "R", permissions: ["execution:read"] }, headers: { "x-fermata-workspace": "demo" } };
  for (const who of ["viewer", "operator", "approver"] as const) {
    const page = await visitor();
    await signInAs(page, who);
    await page.goto(`${settings}/roles`);
    await expect(page.getByRole("table")).toBeVisible();
    await expect(page.getByRole("button", { name: "Make a role" })).toHaveCount(0);
    expect((await page.request.post("/api/roles", asked)).status()).toBe(403);
    await page.goto(`${settings}/defaults`);
    await expect(page.getByText("Without asking at the most")).toBeVisible();
    await expect(page.getByRole("button", { name: /^Change/ })).toHaveCount(0);
  }
});

test("a workflow says on its page what its executions go by, and changes it there", async ({ page, visitor }) => {
  await signInAs(page, "owner");
  const headers = { "x-fermata-workspace": "demo" };
  const plan = { steps: [{ id: "a", tool: "flow.pass" }] };
  const kept = await page.request.post("/api/workflows", { data: { name: `Settled ${Date.now()}`, plan }, headers });
  const { id } = (await kept.json()) as { id: string };
  await page.goto(`${demoAddress}/workflows/${id}`);
  await page.getByRole("button", { name: "Change “Attempts of a step”" }).click();
  const dialog = page.getByRole("dialog", { name: "Attempts of a step" });
  await dialog.getByLabel("In this workflow").fill("7");
  await dialog.getByRole("button", { name: "Save" }).click();
  const line = page.getByRole("listitem").filter({ hasText: "Attempts of a step" });
  await expect(line).toContainText("from the workflow");
  await expect(line).toContainText("7");
  const viewer = await visitor();
  await signIn(viewer, "victor@demo.example");
  await viewer.goto(`${demoAddress}/workflows/${id}`);
  await expect(viewer.getByText("Attempts of a step")).toBeVisible();
  await expect(viewer.getByRole("button", { name: /^Change “/ })).toHaveCount(0);
  await page.request.delete(`/api/workflows/${id}`, { headers });
});
