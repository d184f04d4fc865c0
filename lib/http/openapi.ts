import { z } from "zod";
import { ExecutionEvent } from "#lib/execution/events.ts";
import { isRecord, Json } from "#lib/kernel/json.ts";
import { Plan } from "#lib/planner/plan.ts";
import * as answers from "./contracts/answers.ts";
import { PlanField } from "./contracts/executions.ts";
import { type Operation, operations } from "./contracts/operations.ts";
import * as peopleAnswers from "./contracts/people-answers.ts";

type Schema = Record<string, unknown>;

const components = { Json, Plan, ExecutionEvent, ...answers, ...peopleAnswers };
const uri = (id: string) => `#/components/schemas/${id}`;

const known = new Map<string, Json>();

/** OpenAPI 3.1, made of the schemas that the routes check with. Making it takes a second, and anybody may ask for it: it is made once. */
export function openApi(version: string): Json {
  const made = known.get(version) ?? documentOf(version);
  known.set(version, made);
  return made;
}

function documentOf(version: string): Json {
  const document = {
    openapi: "3.1.0",
    info: { title: "Fermata", version, description: "Executions of AI work: planned, run, held where a person should look." },
    paths: Object.fromEntries(
      [...Map.groupBy(operations, ({ path }) => path)].map(([path, list]) => [
        path,
        Object.fromEntries(list.map((one) => [one.method, operation(one)])),
      ]),
    ),
    components: {
      schemas: schemas(),
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "An API key, fmk_…" },
        session: { type: "apiKey", in: "cookie", name: "next-auth.session-token" },
      },
    },
    security: [{ key: [] }, { session: [] }],
  };
  return JSON.parse(JSON.stringify(document)) as Json;
}

function operation({ allow, summary, method, params, query, body, keyed, status, answer }: Operation): Schema {
  const parameters = [
    ...parametersIn("path", params),
    ...parametersIn("query", query),
    ...(keyed ? [idempotencyKey] : []),
    ...(method === "put" ? [ifMatch] : []),
  ];
  return {
    summary,
    ...(allow ? { "x-permission": allow } : { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: { "application/json": { schema: schemaOf(body) } } } }),
    responses: {
      [status]: { description: "Done", content: contentOf(answer) },
      default: { description: "Refused", content: { "application/problem+json": { schema: { $ref: uri("Problem") } } } },
    },
  };
}

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  description: "The same key and body give the same answer, but for what is shown once; another body is refused with 422.",
  schema: { type: "string", pattern: "^[\\x21-\\x7e]{1,255}$" },
};

const ifMatch = {
  name: "If-Match",
  in: "header",
  description: "The ETag that the change was made upon; 412 when it is no longer the newest.",
  schema: { type: "string" },
};

function contentOf(answer: Operation["answer"]): Schema {
  if (answer === "stream")
    return { "text/event-stream": { schema: { type: "string", description: `Each data: is one ${uri("ExecutionEvent")}` } } };
  if (answer === "text") return { "text/plain": { schema: { type: "string" } } };
  return { "application/json": { schema: answer === "document" ? { type: "object" } : schemaOf(answer) } };
}

function parametersIn(place: "path" | "query", schema: z.ZodObject | undefined): Schema[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as {
    properties?: Schema;
    required?: string[];
  };
  return Object.entries(properties).map(([name, of]) => ({ name, in: place, required: required.includes(name), schema: of }));
}

/** A schema with a name is referred to by it; any other stands where it is used. */
function schemaOf(schema: z.ZodType): Schema {
  const name = Object.entries(components).find(([, known]) => known === schema)?.[0];
  return name ? { $ref: uri(name) } : (registered({ Inline: schema })["Inline"] ?? {});
}

function schemas(): Record<string, Schema> {
  return registered({});
}

/** The schemas by name. What zod shares among them is lifted beside them, since a reference starts at the document's root. */
function registered(more: Record<string, z.ZodType>): Record<string, Schema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries({ ...components, ...more })) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, {
    io: "input",
    unrepresentable: "any",
    uri,
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === PlanField) jsonSchema.$ref = uri("Plan");
    },
  });
  const { __shared, ...named } = made.schemas as Record<string, Schema>;
  const shared = isRecord(__shared?.["$defs"]) ? (__shared["$defs"] as Record<string, Schema>) : {};
  const text = JSON.stringify({ ...named, ...shared }, (name, value) => (name === "$id" || name === "$schema" ? undefined : value));
  return JSON.parse(text.replaceAll("__shared#/$defs/", "")) as Record<string, Schema>;
}
