import { PageSkeleton } from "#components/ui/page-skeleton.tsx";

export default function ExecutionsLoading() {
  return <PageSkeleton title="Executions" />;
}
