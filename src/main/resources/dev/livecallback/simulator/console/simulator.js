// The admin API, and what to do when it doesn't answer.

const PATIENCE_MILLIS = 10_000;

/** What a person is told about: its message says what to do. */
export class RequestError extends Error {}

/** Calls the admin API and returns the JSON of the answer. Throws RequestError where there is none. */
export async function ask(method, path, query = {}, json = undefined) {
  const parameters = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ""));
  const address = parameters.size === 0 ? path : `${path}?${parameters}`;
  let answer;
  try {
    answer = await fetch(address, {
      method,
      body: json === undefined ? undefined : JSON.stringify(json),
      headers: json === undefined ? {} : {"Content-Type": "application/json"},
      signal: AbortSignal.timeout(PATIENCE_MILLIS),
    });
  } catch {
    throw new RequestError(`No answer from the simulator at ${location.origin}. Is it still running? This page goes on asking.`);
  }
  const body = await answer.json().catch(() => null);
  if (!answer.ok) {
    throw new RequestError(body?.error ?? `The simulator answered ${answer.status}, without a reason.`);
  }
  if (body === null) {
    throw new RequestError(`What answers at ${location.origin} isn't a simulator: no JSON. Is another program using its port?`);
  }
  return body;
}
