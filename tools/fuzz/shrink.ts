/**
 * Making a plan smaller as long as it shows a difference.
 *
 * @module
 */

import type { Plan, Request } from "./requests.ts";

/** How many plans are tried. */
const MAX_TRIES = 600;

/**
 * Find a small plan that still fails.
 *
 * @param plan A plan that fails
 * @param fails Tries a plan
 * @returns The smallest one found
 */
export async function shrink(
  plan: Plan,
  fails: (plan: Plan) => Promise<boolean>,
): Promise<Plan> {
  let tries = 0;
  let best = plan;
  const accept = async (candidate: Plan): Promise<boolean> => {
    if (tries++ >= MAX_TRIES || !await fails(candidate)) return false;
    best = candidate;
    return true;
  };
  await accept({ ...best, pieces: 1 });
  for (let at = 0; at < best.requests.length;) {
    if (!await accept(withRequests(best, best.requests.toSpliced(at, 1)))) at++;
  }
  for (let at = 0; at < best.requests.length; at++) {
    await shrinkRequest(() => best, at, accept);
  }
  return best;
}

/** Cut ever smaller parts out of a request. */
async function shrinkRequest(
  current: () => Plan,
  at: number,
  accept: (candidate: Plan) => Promise<boolean>,
): Promise<void> {
  if (current().requests[at]?.whole) return;
  const text = (): string => current().requests[at]?.text ?? "";
  for (let size = text().length >> 1; size > 0; size >>= 1) {
    for (let start = 0; start < text().length;) {
      const shorter: Request = { text: text().slice(0, start) + text().slice(start + size) };
      if (!await accept(withRequests(current(), current().requests.with(at, shorter)))) {
        start += size;
      }
    }
  }
}

function withRequests(plan: Plan, requests: readonly Request[]): Plan {
  return { ...plan, requests };
}
