import { z } from "zod";
import type { Json } from "#lib/kernel/json.ts";
import type { AnyTool } from "./tool.ts";

/** As much of JSON Schema as an output needs. */
type Schema = {
  $ref?: string;
  $defs?: Record<string, Schema>;
  definitions?: Record<string, Schema>;
  type?: string | string[];
  const?: Json;
  enum?: Json[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  prefixItems?: Schema[];
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
};

const known = new WeakMap<AnyTool, { value: Json } | undefined>();

/** An output that a tool could have given, made of nothing but its schema: the same for the same tool. Nothing where no value is found that fits. */
export function mockOf(tool: AnyTool): { value: Json } | undefined {
  if (!known.has(tool)) known.set(tool, made(tool));
  const found = known.get(tool);
  return found && { value: structuredClone(found.value) };
}

function made(tool: AnyTool): { value: Json } | undefined {
  const schema = schemaOf(tool);
  if (!schema) return;
  // Optional fields too, since later steps may read them; without them where that does not fit.
  for (const isWhole of [true, false]) {
    const value = new Mock(schema, isWhole).of(schema, "value", 0);
    const parsed = tool.output.safeParse(value);
    if (parsed.success) return { value: parsed.data as Json };
  }
  return;
}

function schemaOf(tool: AnyTool): Schema | undefined {
  try {
    return z.toJSONSchema(tool.output, { io: "output", unrepresentable: "any" }) as Schema;
  } catch {
    return;
  }
}

const deepest = 8;
/** Two, so that what is done for each item of a list is seen to be done more than once. */
const items = 2;

class Mock {
  readonly #root: Schema;
  readonly #isWhole: boolean;

  constructor(root: Schema, isWhole: boolean) {
    this.#root = root;
    this.#isWhole = isWhole;
  }

  of(asked: Schema, name: string, depth: number): Json {
    if (depth > deepest) return null;
    const schema = this.#merged(asked);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return schema.enum[0] ?? null;
    const options = schema.anyOf ?? schema.oneOf;
    if (options) return this.of(options.find((option) => option.type !== "null") ?? options[0] ?? {}, name, depth + 1);
    switch (typeOf(schema)) {
      case "object":
        return this.#object(schema, depth);
      case "array":
        return this.#list(schema, name, depth);
      case "string":
        return text(schema, name);
      case "integer":
      case "number":
        return number(schema);
      case "boolean":
        return true;
      default:
        return null;
    }
  }

  #merged(schema: Schema): Schema {
    const own = schema.$ref === undefined ? schema : { ...this.#found(schema.$ref), ...schema };
    const parts = [own, ...(own.allOf ?? []).map((part) => this.#merged(part))];
    if (parts.length === 1) return own;
    return {
      ...Object.assign({}, ...parts),
      properties: Object.assign({}, ...parts.map(({ properties }) => properties)),
      required: parts.flatMap(({ required = [] }) => required),
    };
  }

  #found(ref: string): Schema {
    if (ref === "#") return this.#root;
    const [, place, name] = /^#\/(\$defs|definitions)\/([^/]+)$/.exec(ref) ?? [];
    return (name !== undefined && this.#root[place as "$defs" | "definitions"]?.[decodeURIComponent(name)]) || {};
  }

  #object({ properties = {}, required = [] }: Schema, depth: number): Json {
    const wanted = Object.entries(properties).filter(([name]) => this.#isWhole || required.includes(name));
    return Object.fromEntries(wanted.map(([name, schema]) => [name, this.of(schema, name, depth + 1)]));
  }

  #list({ items: each = {}, prefixItems = [], minItems = 0, maxItems = items }: Schema, name: string, depth: number): Json {
    // A tree comes to an end.
    const wanted = depth > deepest / 2 ? 0 : Math.min(items, maxItems);
    const length = Math.max(prefixItems.length, minItems, wanted);
    return Array.from({ length: Math.min(length, 1_000) }, (_, index) => this.of(prefixItems[index] ?? each, name, depth + 1));
  }
}

function typeOf({ type, properties, items: each, minLength, pattern, format }: Schema): string | undefined {
  if (Array.isArray(type)) return type.find((one) => one !== "null");
  if (type !== undefined) return type;
  if (properties) return "object";
  if (each) return "array";
  return minLength !== undefined || pattern !== undefined || format !== undefined ? "string" : undefined;
}

function number({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }: Schema): number {
  const step = multipleOf ?? (type === "integer" ? 1 : 0.5);
  const least = minimum ?? (exclusiveMinimum === undefined ? undefined : exclusiveMinimum + step);
  const most = maximum ?? (exclusiveMaximum === undefined ? undefined : exclusiveMaximum - step);
  const wanted = Math.min(Math.max(multipleOf ?? 1, least ?? Number.NEGATIVE_INFINITY), most ?? Number.POSITIVE_INFINITY);
  return multipleOf === undefined ? wanted : Math.ceil(wanted / multipleOf) * multipleOf;
}

const byFormat: Record<string, string> = {
  "date-time": "2030-01-01T09:00:00Z",
  date: "2030-01-01",
  time: "09:00:00",
  duration: "PT1H",
  email: "someone@example.invalid",
  uri: "https://example.invalid/",
  url: "https://example.invalid/",
  uuid: "00000000-0000-4000-8000-000000000000",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  hostname: "example.invalid",
};

/** What a field is called says what it holds, where its schema only says that it is a text. */
const byName: [RegExp, string][] = [
  [/e-?mail/i, "someone@example.invalid"],
  [/url|link|href/i, "https://example.invalid/"],
  [/(start|end|until|At)$/, "2030-01-01T09:00:00Z"],
  [/date|day/i, "2030-01-01"],
  [/currency/i, "USD"],
  [/language/i, "en"],
];

function text(schema: Schema, name: string): string {
  const { format, pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  const named = byName.find(([like]) => like.test(name))?.[1];
  const tries = [
    format && byFormat[format],
    named,
    `sample ${name}`,
    "sample",
    "Sample",
    "SAMPLE",
    "sample-1",
    "A1",
    "1",
    ...Object.values(byFormat),
    "USD",
    "en",
  ];
  const fitting = tries
    .filter((one): one is string => typeof one === "string")
    .map((one) => one.padEnd(minLength, ".").slice(0, Math.min(maxLength, 10_000)));
  return (pattern === undefined ? undefined : fitting.find((one) => matches(pattern, one))) ?? fitting[0] ?? "";
}

/** Only ever asked about the short texts above. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return false;
  }
}
