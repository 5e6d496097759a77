import Link from 'next/link';

// Rendered for each request: a page that `next build` froze would look well while the server behind it is sick.
export const dynamic = 'force-dynamic';

export default function Home() {
  // Taken out of `env`, else `next build` would write the value of the build machine into the code.
  const { env } = process;
  const publicApi = env.NEXT_PUBLIC_API_BASE_URL ?? '/api';
  return (
    <main>
      <h1>Depotix</h1>
      <p>Warehouse in order, {new Date().toISOString()}.</p>
      <Link href="/orders">Orders</Link> <a href={`${publicApi}/healthz`}>State of the api</a>
    </main>
  );
}
