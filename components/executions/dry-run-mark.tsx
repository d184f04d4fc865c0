import { FlaskConical } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";

/** Nothing of it happened. */
export const DryRunMark = () => <Badge icon={FlaskConical}>Dry run</Badge>;
