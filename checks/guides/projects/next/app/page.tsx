import type { ReactNode } from "react";

export default function Page(): ReactNode {
  return <p>Webhooks are received under /webhooks.</p>;
}
