import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const button = cva("inline-flex min-h-10 items-center justify-center gap-2 rounded-md px-4 py-2 font-medium disabled:opacity-60", {
  variants: {
    kind: {
      main: "bg-accent text-on-accent",
      plain: "border border-line bg-raised text-ink",
      grave: "border border-tone-bad bg-raised text-tone-bad",
    },
  },
  defaultVariants: { kind: "plain" },
});

export function Button({ kind, className, type = "button", ...rest }: ComponentProps<"button"> & VariantProps<typeof button>) {
  return <button type={type} className={cn(button({ kind }), className)} {...rest} />;
}
