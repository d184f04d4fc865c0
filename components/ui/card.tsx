import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** A sheet on the paper. */
export function Card({ className, ...rest }: ComponentProps<"div">) {
  return <div className={cn("rounded-lg border border-line bg-raised shadow-card", className)} {...rest} />;
}
