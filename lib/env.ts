import { z } from "zod";
import { Settings } from "#lib/tenancy/settings.ts";

const empty = (value: unknown) => (value === "" ? undefined : value);
const text = z.preprocess(empty, z.string().optional());
const url = z.preprocess(empty, z.url().optional());
const positive = (byDefault: number) => z.preprocess(empty, z.coerce.number().int().positive().default(byDefault));

const price = z.strictObject({ input: z.number().min(0), output: z.number().min(0) });

/** `model=input/output`, in US dollars for a million tokens, with commas between. */
function pricesIn(text: string | undefined, context: z.RefinementCtx): Record<string, { input: number; output: number }> | undefined {
  if (text === undefined) return;
  const entries = text.split(",").map((entry) => entry.trim().split("="));
  const prices = entries.map(([model = "", figures = ""]) => {
    const [input, output] = figures.split("/").map((figure) => (figure.trim() === "" ? Number.NaN : Number(figure)));
    return [model.trim(), { input, output }] as const;
  });
  if (prices.every(([model, figures]) => model !== "" && price.safeParse(figures).success))
    return Object.fromEntries(prices.map(([model, figures]) => [model, price.parse(figures)]));
  context.issues.push({ code: "custom", message: "has to be model=input/output, as in gpt-5.4-mini=0.75/4.5", input: text });
  return;
}

const SystemSettings = Settings.partial();
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const Env = z.object({
  NODE_ENV: z.preprocess(empty, z.enum(["development", "production", "test"]).default("development")),
  PORT: z.preprocess(empty, z.coerce.number().int().min(1).max(65_535).optional()),
  FERMATA_DEMO: z.preprocess(empty, z.enum(["on", "off"]).default("on")),
  FERMATA_HOME: z.preprocess(empty, z.string().default(".fermata")),
  DATABASE_URL: z.preprocess(empty, z.url({ protocol: /^postgres(ql)?$/ }).optional()),
  FERMATA_POOL_SIZE: positive(10),
  FERMATA_API_PER_MINUTE: positive(6_000),
  NEXTAUTH_SECRET: z.preprocess(empty, z.string().min(32).optional()),
  NEXTAUTH_URL: url,
  OIDC_ISSUER: url,
  OIDC_CLIENT_ID: text,
  OIDC_CLIENT_SECRET: text,
  OIDC_NAME: z.preprocess(empty, z.string().max(60).default("your organisation")),
  FERMATA_VAULT_KEY: text,
  FERMATA_VAULT_KEY_FILE: text,
  CHROMIUM_PATH: text,
  INNGEST_BASE_URL: url,
  INNGEST_DEV: text,
  INNGEST_EVENT_KEY: text,
  INNGEST_SIGNING_KEY: text,
  INNGEST_SIGNING_KEY_FALLBACK: text,
  OLLAMA_BASE_URL: url,
  OPENAI_API_KEY: text,
  OPENAI_BASE_URL: url,
  ANTHROPIC_API_KEY: text,
  GOOGLE_GENERATIVE_AI_API_KEY: text,
  FERMATA_MODEL: z.preprocess(
    empty,
    z
      .string()
      .regex(/^(ollama|openai|anthropic|google):\S+$/, "has to be provider:model, as in openai:gpt-5.4-mini")
      .optional(),
  ),
  FERMATA_PRICES: z.preprocess(empty, z.string().optional()).transform(pricesIn),
  FERMATA_EGRESS_ALLOW: z.preprocess(empty, z.string().default("")).transform((list) =>
    list
      .split(",")
      .map((entry) => entry.trim())
      .filter(Boolean),
  ),
  FERMATA_SETTINGS: z.preprocess(empty, z.string().default("{}")).transform((text, context) => {
    const read = SystemSettings.safeParse(jsonIn(text));
    if (read.success) return read.data;
    context.addIssue({ code: "custom", message: 'has to be a JSON object of settings, such as {"concurrency":20}' });
    return z.NEVER;
  }),
  FERMATA_LISTINGS_URL: url,
  FERMATA_WORKER_CONCURRENCY: positive(200),
  SMTP_URL: url,
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
});
export type Env = z.infer<typeof Env>;

/** Names every variable at fault in one line, and never repeats a value. */
export function readEnv(source: Record<string, string | undefined>): Env {
  const read = Env.safeParse(source);
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Error(`environment: ${faults.join("; ")}`);
}

let known: Env | undefined;

/** The environment, read once, at the first question. */
export function env(): Env {
  known ??= readEnv(process.env);
  return known;
}

/** Inngest itself, self-hosted or cloud, runs the functions; otherwise the embedded executor does. */
export function isDistributed({ INNGEST_BASE_URL, INNGEST_DEV, INNGEST_SIGNING_KEY }: Env = env()): boolean {
  return [INNGEST_BASE_URL, INNGEST_DEV, INNGEST_SIGNING_KEY].some((value) => value !== undefined && value !== "0" && value !== "false");
}

/** What a child process inherits, with these variables set; an undefined one is removed. */
export function childEnv(set: Record<string, string | undefined>): NodeJS.ProcessEnv {
  return { ...process.env, ...set };
}
