/** Why a connection failed, in words for people: "connect ECONNREFUSED 127.0.0.1:443", "TLS: wrong version number". */
export function networkReason(error: unknown): string {
  // A name with several addresses gives an AggregateError without a message of its own.
  const first: unknown = error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  if (!(first instanceof Error)) return String(first);
  // OpenSSL's own message is a thread's number, a code and a function of its source: only `reason` is for people.
  const reason: unknown = Reflect.get(first, 'reason');
  const library: unknown = Reflect.get(first, 'library');
  if (typeof reason === 'string' && typeof library === 'string') return `TLS: ${reason}`;
  return first.message === '' ? first.name : first.message;
}
