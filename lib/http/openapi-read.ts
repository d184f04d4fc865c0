import { isRecord, type Json } from "#lib/kernel/json.ts";
import { openApi } from "./openapi.ts";

export type Line = { name: string; method: string; path: string; summary: string; permission: string | null };
export type Parameter = { name: string; place: string; isRequired: boolean; schema: Json };
export type Described = {
  groups: { name: string; operations: Line[] }[];
  chosen: (Line & { parameters: Parameter[]; body: Json | null; answers: { status: string; schema: Json | null }[] }) | null;
};

const record = (value: unknown): Record<string, Json> => (isRecord(value) ? (value as Record<string, Json>) : {});

/** The document as a page shows it: every operation in a line, by the first word of its address, and one of them whole. */
export function described(version: string, name: string | undefined): Described {
  const document = record(openApi(version));
  const schemas = record(record(document["components"])["schemas"]);
  const lines = Object.entries(record(document["paths"])).flatMap(([path, methods]) =>
    Object.entries(record(methods)).map(([method, operation]) => ({
      line: lineOf(method, path, record(operation)),
      operation: record(operation),
    })),
  );
  const groups = [...Map.groupBy(lines, ({ line }) => line.path.split("/")[2] ?? "")].map(([group, list]) => ({
    name: group,
    operations: list.map(({ line }) => line),
  }));
  const found = lines.find(({ line }) => line.name === name);
  if (!found) return { groups, chosen: null };
  const { line, operation } = found;
  const parameters = (Array.isArray(operation["parameters"]) ? operation["parameters"] : []).map((one) => {
    const { name: called, in: place, required, schema } = record(one);
    return { name: String(called), place: String(place), isRequired: required === true || place === "path", schema: schema ?? null };
  });
  const answers = Object.entries(record(operation["responses"])).map(([status, answer]) => ({
    status,
    schema: opened(schemaIn(answer), schemas),
  }));
  return { groups, chosen: { ...line, parameters, body: opened(schemaIn(operation["requestBody"]), schemas), answers } };
}

const lineOf = (method: string, path: string, operation: Record<string, Json>): Line => ({
  name: `${method} ${path}`,
  method: method.toUpperCase(),
  path,
  summary: String(operation["summary"] ?? ""),
  permission: typeof operation["x-permission"] === "string" ? operation["x-permission"] : null,
});

function schemaIn(of: unknown): Json | null {
  const [content] = Object.values(record(record(of)["content"]));
  return record(content)["schema"] ?? null;
}

/** A schema that is only a name, as what it stands for. */
function opened(schema: Json | null, schemas: Record<string, Json>): Json | null {
  const ref = record(schema)["$ref"];
  return typeof ref === "string" ? (schemas[ref.split("/").at(-1) ?? ""] ?? schema) : schema;
}
