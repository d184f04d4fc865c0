import { isRecord } from "#lib/kernel/json.ts";
import type { AnyTool } from "./tool.ts";

/** Whether a call of the tool can name a connection. */
export const takesConnection = ({ input }: AnyTool): boolean =>
  "shape" in input && isRecord(input.shape) && Object.hasOwn(input.shape, "connection");
