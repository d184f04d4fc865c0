import { expect, test } from "vitest";
import { z } from "zod";
import { mockOf } from "./contract-mock.ts";
import { shippedTools } from "./registry.ts";
import { defineTool } from "./tool.ts";

const tools = shippedTools({ egress: () => Promise.reject(new Error("no")), executionsBetween: async () => [] }).all();

test.each(tools.map((tool) => [tool.name, tool] as const))(
  "%s: what is made up fits what it promises, and is the same each time",
  (_, tool) => {
    const mock = mockOf(tool);
    expect(tool.output.safeParse(mock?.value)).toMatchObject({ success: true });
    expect(mockOf(tool)).toEqual(mock);
  },
);

const giving = (output: z.ZodType) =>
  mockOf(
    defineTool({
      name: "a.b",
      title: "",
      description: "",
      input: z.json(),
      output,
      effect: "read",
      takes: {},
      gives: {},
      describe: () => "",
    }),
  )?.value;

type Tree = { name: string; children: Tree[] };
const Tree: z.ZodType<Tree> = z.lazy(() => z.object({ name: z.string(), children: z.array(Tree).max(1) }));

test.each<[string, z.ZodType]>([
  [
    "bounds of numbers",
    z.object({ a: z.int().min(10).max(12), b: z.number().gt(0).lt(1), c: z.number().multipleOf(25).min(30), d: z.int().max(-5) }),
  ],
  ["lengths", z.object({ a: z.string().min(40), b: z.string().max(3), c: z.array(z.int()).min(5), d: z.array(z.string()).max(0) })],
  ["formats", z.object({ a: z.email(), b: z.url(), c: z.uuid(), d: z.iso.datetime(), e: z.iso.date(), f: z.ipv4() })],
  ["patterns", z.object({ a: z.string().regex(/^[A-Z]{3}$/), b: z.string().regex(/^\d+$/) })],
  ["choices", z.object({ a: z.enum(["x", "y"]), b: z.literal(7), c: z.union([z.null(), z.object({ is: z.literal(true) })]) })],
  ["either of two", z.discriminatedUnion("kind", [z.object({ kind: z.literal("a"), n: z.int() }), z.object({ kind: z.literal("b") })])],
  ["both of two", z.intersection(z.object({ a: z.string() }), z.object({ b: z.int() }))],
  ["what may be missing", z.strictObject({ a: z.string().optional(), b: z.int().nullable(), c: z.string().default("x") })],
  ["pairs", z.object({ a: z.tuple([z.string(), z.int()]), b: z.record(z.string(), z.int()) })],
  ["anything", z.object({ a: z.json(), b: z.unknown() })],
  ["a tree", Tree],
])("%s", (_, output) => {
  const value = giving(output);
  expect(value).toBeDefined();
  expect(output.safeParse(value)).toMatchObject({ success: true });
});

test("optional fields are there too, since later steps may read them", () => {
  expect(giving(z.object({ email: z.string().optional(), list: z.array(z.string()).optional() }))).toEqual({
    email: "someone@example.invalid",
    list: ["sample list", "sample list"],
  });
});

test("where nothing fits, nothing is made up", () => {
  expect(giving(z.string().refine(() => false))).toBeUndefined();
});
