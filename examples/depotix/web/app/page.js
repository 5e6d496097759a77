import Link from 'next/link';

// Rendered for each request: a page that `next build` froze would look well while the server behind it is sick.
export const dynamic = 'force-dynamic';

export default function Home() {
  return (
    <main>
      <h1>Depotix</h1>
      <p>Warehouse in order, {new Date().toISOString()}.</p>
      <Link href="/orders">Orders</Link>
    </main>
  );
}
