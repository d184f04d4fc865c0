"use client";

import type { ComponentProps } from "react";
import type { ButtonLook } from "./button.tsx";
import { Button } from "./button.tsx";
import { Tooltip } from "./tooltip.tsx";

type Props = Omit<ComponentProps<"button">, "aria-label"> & { label: string; kind?: ButtonLook["kind"]; small?: boolean };

/** A button that is a picture: its name is said to whoever does not see it, and shown to whoever lingers. */
export function IconButton({ label, kind = "quiet", small = false, children, ...rest }: Props) {
  return (
    <Tooltip says={label}>
      <Button kind={kind} size={small ? "icon-sm" : "icon"} aria-label={label} {...rest}>
        {children}
      </Button>
    </Tooltip>
  );
}
