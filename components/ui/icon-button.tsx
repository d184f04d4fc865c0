"use client";

import type { ComponentProps } from "react";
import type { ButtonLook } from "./button.tsx";
import { Button } from "./button.tsx";
import { Tooltip } from "./tooltip.tsx";

type Props = Pick<ComponentProps<"button">, "onClick" | "disabled" | "aria-disabled" | "children"> & {
  label: string;
  kind?: ButtonLook["kind"];
  small?: boolean;
};

/** A button that is a picture: its name is said to whoever does not see it, and shown to whoever lingers. */
export function IconButton({ label, kind = "quiet", small = false, children, ...rest }: Props) {
  return (
    <Tooltip says={label}>
      {(trigger) => (
        <Button kind={kind} size={small ? "icon-sm" : "icon"} aria-label={label} {...rest} {...trigger}>
          {children}
        </Button>
      )}
    </Tooltip>
  );
}
