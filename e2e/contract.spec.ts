import { expect } from "@playwright/test";
import { ApprovalPage, Controlled, Decided, Snapshot, Started } from "#lib/http/contracts/answers.ts";
import { signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

const steps = [{ id: "tell", tool: "message.send", params: { to: "yoav@example.test", subject: "Hello", body: "Hello." } }];

test("an execution, its approval and its decision answer what the document says", async ({ page }) => {
  await signInAs(page, "owner");
  const post = async (path: string, data?: unknown) => (await page.request.post(path, data === undefined ? {} : { data })).json();
  const get = async (path: string) => (await page.request.get(path)).json();

  const { id } = Started.parse(await post("/api/orchestrate", { plan: { steps } }));
  await expect.poll(async () => ApprovalPage.parse(await get(`/api/approvals?execution=${id}`)).data.length).toBe(1);
  Snapshot.parse(await get(`/api/orchestrate/${id}`));
  Controlled.parse(await post(`/api/orchestrate/${id}/pause`));
  Controlled.parse(await post(`/api/orchestrate/${id}/resume`));

  const [approval] = ApprovalPage.parse(await get(`/api/approvals?execution=${id}`)).data;
  expect(approval?.payload).toMatchObject({ body: "Hello." });
  const decide = `/api/approvals/${approval?.id}/decide`;
  expect(await post(decide, { decision: "approve", payloadHash: "another" })).toMatchObject({ status: 409 });
  Decided.parse(await post(decide, { decision: "approve", payloadHash: approval?.payloadHash }));
  expect(await post(decide, { decision: "reject", payloadHash: approval?.payloadHash })).toMatchObject({ status: 409 });
  await expect.poll(async () => Snapshot.parse(await get(`/api/orchestrate/${id}`)).status).toBe("completed");
});

test("the document of the interface is there for everybody", async ({ request }) => {
  const document = await (await request.get("/api/openapi.json")).json();
  expect(document).toMatchObject({ openapi: "3.1.0", paths: { "/api/orchestrate": { post: {} } } });
});
