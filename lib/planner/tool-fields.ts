import type { z } from "zod";

export type ToolField = {
  schema: z.ZodType;
  required: boolean;
  /** Takes a list. */
  list: boolean;
  /** The JSON type of the value, or of a list's items; `any` where a schema does not say. */
  of: "string" | "number" | "boolean" | "object" | "any";
};

export type ToolFields = {
  fields: Map<string, ToolField>;
  /** Takes fields that it does not name. */
  open: boolean;
};

// What zod keeps under `def`, as far as we read it.
type Definition = {
  type: string;
  shape?: Record<string, z.ZodType>;
  catchall?: z.ZodType;
  innerType?: z.ZodType;
  in?: z.ZodType;
  getter?: () => z.ZodType;
  options?: z.ZodType[];
  element?: z.ZodType;
};

const definitionOf = (schema: z.ZodType) => (schema as unknown as { def: Definition }).def;

function inner(schema: z.ZodType): z.ZodType | undefined {
  const { innerType, in: input, getter } = definitionOf(schema);
  return innerType ?? input ?? getter?.();
}

/** The fields that a tool's input names, through optional, default, transform and union; nothing where it names none. */
export function fieldsOf(schema: z.ZodType): ToolFields | undefined {
  const definition = definitionOf(schema);
  if (definition.type === "object") {
    const fields = Object.entries(definition.shape ?? {}).map(([name, field]): [string, ToolField] => [name, describeField(field)]);
    return { fields: new Map(fields), open: definition.catchall !== undefined && definitionOf(definition.catchall).type !== "never" };
  }
  if (definition.type === "union") {
    const options = (definition.options ?? []).map(fieldsOf);
    const known = options.filter((option) => option !== undefined);
    if (known.length < options.length || known.length === 0) return undefined;
    const fields = new Map<string, ToolField>();
    for (const option of known)
      for (const [name, field] of option.fields)
        fields.set(name, { ...field, required: field.required && known.every((other) => other.fields.get(name)?.required === true) });
    return { fields, open: known.some((option) => option.open) };
  }
  const within = inner(schema);
  return within === undefined ? undefined : fieldsOf(within);
}

function describeField(schema: z.ZodType): ToolField {
  const value = bare(schema);
  const list = definitionOf(value).type === "array";
  const item = list ? definitionOf(value).element : value;
  return { schema, required: !schema.safeParse(undefined).success, list, of: item === undefined ? "any" : jsonType(bare(item)) };
}

function bare(schema: z.ZodType): z.ZodType {
  const within = inner(schema);
  return within === undefined ? schema : bare(within);
}

function jsonType(schema: z.ZodType): ToolField["of"] {
  const { type, options } = definitionOf(schema);
  if (type === "string" || type === "enum" || type === "literal" || type === "template_literal") return "string";
  if (type === "number" || type === "int") return "number";
  if (type === "boolean") return "boolean";
  if (type === "object" || type === "record") return "object";
  const [first, ...others] = (options ?? []).map((option) => jsonType(bare(option)));
  return first !== undefined && others.every((other) => other === first) ? first : "any";
}
