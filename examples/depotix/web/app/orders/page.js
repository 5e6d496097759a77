export const dynamic = 'force-dynamic';

/** The newest orders, as the api gives them. A sick api makes this page say so; it does not make it fail. */
export default async function Orders() {
  const answer = await readOrders();
  if (answer.error !== undefined) return <main>The orders can&apos;t be read now: {answer.error}</main>;
  return (
    <main>
      <h1>Orders</h1>
      <ul>
        {answer.orders.map((order) => (
          <li key={order.id}>
            {order.reference}: {order.quantity} × {order.article}
          </li>
        ))}
      </ul>
    </main>
  );
}

async function readOrders() {
  const base = process.env.API_INTERNAL_URL ?? 'http://api:8000';
  try {
    const response = await fetch(`${base}/api/orders`, { cache: 'no-store', signal: AbortSignal.timeout(5000) });
    if (!response.ok) throw new Error(`the api answered ${response.status}`);
    return await response.json();
  } catch (error) {
    console.error(`ERROR orders: ${error.message}`);
    return { error: error.message };
  }
}
