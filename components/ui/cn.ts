import { type ClassValue, clsx } from "clsx";
import { twMerge } from "tailwind-merge";

/** A caller's class wins over the component's own. */
export const cn = (...classes: ClassValue[]): string => twMerge(clsx(classes));
