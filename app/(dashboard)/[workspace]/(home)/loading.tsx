import { PageSkeleton } from "#components/ui/page-skeleton.tsx";

export default function HomeLoading() {
  return <PageSkeleton title="Home" />;
}
