import { globSync } from "node:fs";
import { join } from "node:path";
import type { APIRequestContext } from "@playwright/test";
import { demoAddress } from "./sign-in.ts";

const app = join(import.meta.dirname, "../app");

/** Every page of the tree, by its folder; a new one has to be told below how it is reached. */
export const pagesOfTheTree = globSync("**/page.tsx", { cwd: app })
  .map((file) => file.replaceAll("\\", "/").replace(/\/?page\.tsx$/, ""))
  .sort();

type Page = {
  /** The JavaScript that it may load until it stands, in kilobytes as they travel. */
  scriptKb: number;
  address: (request: APIRequestContext) => string | Promise<string>;
};

const at = (path: string) => () => `${demoAddress}${path}`;
const firstOf = (path: string, link: RegExp) => async (request: APIRequestContext) => {
  const [found] = link.exec(await (await request.get(`${demoAddress}${path}`)).text()) ?? [];
  if (!found) throw new Error(`${path} leads nowhere`);
  return found;
};

export const pages: Record<string, Page> = {
  "": { scriptKb: 200, address: () => "/" },
  "(auth)/sign-in": { scriptKb: 200, address: () => "/sign-in" },
  "(auth)/forgot-password": { scriptKb: 180, address: () => "/forgot-password" },
  "(auth)/invitation": { scriptKb: 230, address: () => "/invitation" },
  "(auth)/set-up": { scriptKb: 190, address: () => "/set-up" },
  "(auth)/new-password": { scriptKb: 180, address: () => "/new-password" },
  "(dashboard)/[workspace]/settings": { scriptKb: 240, address: at("/settings") },
  "(auth)/decide": { scriptKb: 230, address: () => "/decide" },
  "(dashboard)/[workspace]/settings/approvals": { scriptKb: 210, address: at("/settings/approvals") },
  "(dashboard)/[workspace]/settings/audit": { scriptKb: 230, address: at("/settings/audit") },
  "(dashboard)/[workspace]/settings/connections": { scriptKb: 200, address: at("/settings/connections") },
  "(dashboard)/[workspace]/settings/defaults": { scriptKb: 240, address: at("/settings/defaults") },
  "(dashboard)/[workspace]/settings/limits": { scriptKb: 230, address: at("/settings/limits") },
  "(dashboard)/[workspace]/settings/workspaces": { scriptKb: 200, address: at("/settings/workspaces") },
  "(dashboard)/[workspace]/settings/interface": { scriptKb: 200, address: at("/settings/interface?of=post%20%2Fapi%2Forchestrate") },
  "(dashboard)/[workspace]/settings/keys": { scriptKb: 240, address: at("/settings/keys") },
  "(dashboard)/[workspace]/settings/members": { scriptKb: 230, address: at("/settings/members") },
  "(dashboard)/[workspace]/settings/roles": { scriptKb: 240, address: at("/settings/roles") },
  "(dashboard)/[workspace]/settings/sessions": { scriptKb: 200, address: at("/settings/sessions") },
  "(dashboard)/[workspace]/(home)": { scriptKb: 200, address: at("") },
  "(dashboard)/[workspace]/approvals": { scriptKb: 240, address: at("/approvals") },
  "(dashboard)/[workspace]/calendar": { scriptKb: 200, address: at("/calendar") },
  "(dashboard)/[workspace]/calendar/[id]": { scriptKb: 200, address: firstOf("/calendar?period=past", /\/demo\/calendar\/[\w%-]+/) },
  "(dashboard)/[workspace]/contacts": { scriptKb: 200, address: at("/contacts") },
  "(dashboard)/[workspace]/contacts/[id]": { scriptKb: 200, address: firstOf("/contacts", /\/demo\/contacts\/[\w%-]+/) },
  "(dashboard)/[workspace]/documents": { scriptKb: 200, address: at("/documents") },
  "(dashboard)/[workspace]/documents/[id]": { scriptKb: 200, address: firstOf("/documents", /\/demo\/documents\/[\w%-]+/) },
  "(dashboard)/[workspace]/executions/(list)": { scriptKb: 240, address: at("/executions") },
  "(dashboard)/[workspace]/executions/[id]": { scriptKb: 230, address: firstOf("/executions", /\/demo\/executions\/exe_\w+/) },
  "(dashboard)/[workspace]/executions/[id]/compare": {
    scriptKb: 200,
    address: async (request) => {
      const execution = await firstOf("/executions", /\/demo\/executions\/exe_\w+/)(request);
      return `${execution}/compare?with=${execution.split("/").at(-1)}`;
    },
  },
  "(dashboard)/[workspace]/executions/[id]/replan": {
    scriptKb: 240,
    address: async (request) => `${await firstOf("/executions", /\/demo\/executions\/exe_\w+/)(request)}/replan`,
  },
  "(dashboard)/[workspace]/workflows": { scriptKb: 200, address: at("/workflows") },
  "(dashboard)/[workspace]/workflows/[id]": { scriptKb: 250, address: firstOf("/workflows", /\/demo\/workflows\/wfl_\w+/) },
  "(dashboard)/[workspace]/reliability": { scriptKb: 200, address: at("/reliability") },
  "(dashboard)/[workspace]/budgets": { scriptKb: 230, address: at("/budgets") },
  "(dashboard)/[workspace]/guardrails": { scriptKb: 240, address: at("/guardrails") },
  "(dashboard)/[workspace]/settings/executor": { scriptKb: 240, address: at("/settings/executor") },
  "(dashboard)/[workspace]/effects": { scriptKb: 200, address: at("/effects") },
  "(dashboard)/[workspace]/new": { scriptKb: 250, address: at(`/new?request=${encodeURIComponent("What is on my calendar next week?")}`) },
};
