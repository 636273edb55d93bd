/** Operations on files that run at once: a process may open about a thousand files, often fewer, and a study has a million. */
const MOST = 12;

let free = MOST;
const waiting: (() => void)[] = [];

/**
 * Runs an operation that has a file open, once fewer than twelve others do. Operations must not wait for each other inside. With
 * the files that an export has begun, fewer than 32 are open.
 */
export async function inSlot<T>(operation: () => Promise<T>): Promise<T> {
  if (free > 0) free -= 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await operation();
  } finally {
    const next = waiting.shift();
    // The slot is handed on, so that nobody else takes it meanwhile.
    if (next) next();
    else free += 1;
  }
}
