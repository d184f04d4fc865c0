import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** Also for a link that looks like a button. */
export const buttonLook = cva(
  "inline-flex items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap transition-colors duration-150 ease-settle disabled:pointer-events-none disabled:opacity-55 aria-disabled:opacity-55",
  {
    variants: {
      kind: {
        main: "bg-accent text-on-accent shadow-card hover:bg-accent/90",
        plain: "border border-line-strong/60 bg-raised text-ink shadow-card hover:border-line-strong hover:bg-sunken",
        grave: "border border-tone-failed/50 bg-raised text-tone-failed shadow-card hover:bg-tone-failed-soft",
        quiet: "text-ink hover:bg-sunken",
      },
      size: { md: "min-h-10 px-4 py-2", sm: "min-h-8 px-3 py-1 text-sm", icon: "size-10", "icon-sm": "size-8" },
    },
    defaultVariants: { kind: "plain", size: "md" },
  },
);

export type ButtonLook = VariantProps<typeof buttonLook>;

export function Button({ kind, size, className, type = "button", ...rest }: ComponentProps<"button"> & ButtonLook) {
  return <button type={type} className={cn(buttonLook({ kind, size }), className)} {...rest} />;
}
