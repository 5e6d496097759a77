/** Gives back what was posted: something that changes nothing, for probing POST requests over kept-alive connections. */
export async function POST(request) {
  return new Response(await request.text(), { headers: { 'content-type': 'text/plain' } });
}
