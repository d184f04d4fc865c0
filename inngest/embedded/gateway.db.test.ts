import { fetch as durableFetch } from "inngest";
import { afterEach, expect, test } from "vitest";
import type { RealtimeMessage } from "./answer.sdk.ts";
import { type Lab, openLab } from "./lab.testing.ts";

let lab: Lab;
afterEach(() => lab.close());

type Asked = { url: string; method: string; headers: Record<string, string>; body: string };
type Answer = (asked: Asked, call: number) => Response | Promise<Response>;

/** The outside, as the caller's guard would let it through. */
function outside(answer: Answer) {
  const asked: Asked[] = [];
  const egress: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    asked.push({ url: request.url, method: request.method, headers: Object.fromEntries(request.headers), body: await request.text() });
    return answer(asked.at(-1) as Asked, asked.length);
  };
  return { asked, egress };
}

test("step.fetch is made by the executor once, and its answer remembered (conformance 56)", async () => {
  const { asked, egress } = outside(() => new Response("pong", { status: 418, headers: { "x-far": "side" } }));
  lab = await openLab(
    (inngest) => [
      inngest.createFunction({ id: "fetches", triggers: [{ event: "lab/fetches" }] }, async ({ step }) => {
        const answer = await durableFetch("https://far.example/a", { method: "POST", headers: { "x-a": "b" }, body: '{"q":1}' });
        const after = await step.run("after", () => "after");
        return [answer.status, answer.headers.get("x-far"), await answer.text(), after];
      }),
    ],
    { egress },
  );
  await lab.send("lab/fetches");
  expect((await lab.ended("fetches"))[0]).toMatchObject({ status: "completed", output: [418, "side", "pong", "after"] });
  expect(asked).toMatchObject([{ url: "https://far.example/a", method: "POST", body: '{"q":1}', headers: { "x-a": "b" } }]);
});

test("fetches in parallel are made at the same time, and one without a body is no error", async () => {
  let open = 0;
  let most = 0;
  const { egress } = outside(async ({ url }) => {
    most = Math.max(most, ++open);
    await new Promise((done) => setTimeout(done, 20));
    open--;
    return url.endsWith("0") ? new Response(null, { status: 204 }) : new Response(url.slice(-1));
  });
  lab = await openLab(
    (inngest) => [
      inngest.createFunction({ id: "fetches", triggers: [{ event: "lab/fetches" }] }, async () => {
        const answers = await Promise.all([0, 1, 2, 3].map((n) => durableFetch(`https://far.example/${n}`)));
        return Promise.all(answers.map(async (answer) => [answer.status, await answer.text()]));
      }),
    ],
    { egress },
  );
  await lab.send("lab/fetches");
  expect((await lab.ended("fetches"))[0]?.output).toEqual([
    [204, ""],
    [200, "1"],
    [200, "2"],
    [200, "3"],
  ]);
  expect(most).toBeGreaterThan(1);
});

test("a request that nobody answered is tried again, and in the end an error that can be caught", async () => {
  const { asked, egress } = outside((_, call) => {
    if (call === 1) throw new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") });
    return new Response("up");
  });
  lab = await openLab(
    (inngest) =>
      [1, 0].map((retries) =>
        inngest.createFunction(
          { id: `fetches${retries}`, retries: retries as 0 | 1, triggers: [{ event: `lab/fetches${retries}` }] },
          async () =>
            durableFetch("https://far.example/").then(
              (answer) => answer.text(),
              (error: Error) => error.message,
            ),
        ),
      ),
    { egress },
  );
  await lab.send("lab/fetches1");
  await lab.waiting("fetch");
  await lab.advance(60_000);
  expect((await lab.ended("fetches1"))[0]?.output).toBe("up");
  asked.length = 0;
  await lab.send("lab/fetches0");
  expect((await lab.ended("fetches0"))[0]?.output).toContain("far.example: connect ECONNREFUSED");
});

test("without an egress, and when the guard refuses, the step fails at once and says why", async () => {
  const refusing: typeof fetch = () => Promise.reject(Object.assign(new Error("10.0.0.1 is a private address"), { name: "EgressRefused" }));
  for (const [egress, why] of [
    [undefined, "no egress"],
    [refusing, "private address"],
  ] as const) {
    lab = await openLab(
      (inngest) => [
        inngest.createFunction({ id: "fetches", triggers: [{ event: "lab/fetches" }] }, async () =>
          durableFetch("http://10.0.0.1/").catch((error: Error) => error.message),
        ),
      ],
      egress ? { egress } : {},
    );
    await lab.send("lab/fetches");
    expect((await lab.ended("fetches"))[0]?.output).toContain(why);
    if (!egress) await lab.close();
  }
});

test("step.ai.infer sends the key as Bearer and gives the parsed answer; too many requests is tried again (conformance 56)", async () => {
  const { asked, egress } = outside((_, call) =>
    call === 1
      ? new Response("slow down", { status: 429, headers: { "retry-after": "7" } })
      : Response.json({ choices: [{ message: { content: "hello" } }] }),
  );
  lab = await openLab(
    (inngest) => [
      inngest.createFunction({ id: "infers", triggers: [{ event: "lab/infers" }] }, async ({ step }) => {
        const answer = await step.ai.infer("ask", {
          model: step.ai.models.openai({ model: "gpt-4o", apiKey: "sk-lab", baseUrl: "https://models.example/v1" }),
          body: { messages: [{ role: "user", content: "hi" }] },
        });
        return answer.choices[0]?.message.content;
      }),
    ],
    { egress },
  );
  await lab.send("lab/infers");
  const [again] = await lab.waiting("fetch");
  expect(again?.inMs).toBeLessThanOrEqual(7_000);
  await lab.advance(7_000);
  expect((await lab.ended("infers"))[0]?.output).toBe("hello");
  expect(asked).toHaveLength(2);
  expect(asked[1]).toMatchObject({ url: "https://models.example/v1/chat/completions", headers: { authorization: "Bearer sk-lab" } });
  expect(JSON.parse(asked[1]?.body ?? "")).toMatchObject({ model: "gpt-4o", messages: [{ content: "hi" }] });
});

test("an inference that is refused is an error of its step, with what the far side said", async () => {
  const { asked, egress } = outside(() => new Response("no such model", { status: 404 }));
  lab = await openLab(
    (inngest) => [
      inngest.createFunction({ id: "infers", triggers: [{ event: "lab/infers" }] }, async ({ step }) =>
        step.ai
          .infer("ask", { model: step.ai.models.openai({ model: "gpt-none" as "gpt-4o", apiKey: "k" }), body: { messages: [] } })
          .catch((error: Error) => error.message),
      ),
    ],
    { egress },
  );
  await lab.send("lab/infers");
  expect((await lab.ended("infers"))[0]?.output).toContain("404: no such model");
  expect(asked).toHaveLength(1);
});

test("step.realtime.publish reaches the sink once, a plain publish at every replay (conformance 57, 58)", async () => {
  const heard: RealtimeMessage[] = [];
  lab = await openLab(
    (inngest) => [
      inngest.createFunction({ id: "tells", triggers: [{ event: "lab/tells" }] }, async ({ step, runId }) => {
        const topic = { channel: `run:${runId}`, topic: "news", config: {} } as never;
        await step.realtime.publish("tell", topic, { n: 1 } as never);
        await inngest.realtime.publish(topic, "plain" as never);
        await step.sleep("nap", "1h");
      }),
    ],
    { publish: (message) => void heard.push(message) },
  );
  await lab.send("lab/tells");
  await lab.waiting("sleep");
  await lab.advance(3_600_000);
  const [run] = await lab.ended("tells");
  expect(run?.status).toBe("completed");
  const steps = heard.filter(({ data }) => data !== "plain");
  expect(steps).toMatchObject([{ channel: `run:${run?.id}`, topic: "news", data: { n: 1 }, kind: "data", createdAt: expect.any(String) }]);
  expect(heard.filter(({ data }) => data === "plain").length).toBeGreaterThan(1);
});
