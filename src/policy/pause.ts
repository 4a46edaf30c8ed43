import type { Clock } from './clock.ts';

/** A wait that can be ended early. */
export interface Pause {
  /** @param ms may be infinite */
  for(ms: number): Promise<void>;
  end(): void;
}

export function pause(clock: Clock): Pause {
  let end = () => {};
  return {
    for: (ms) =>
      new Promise((resolve) => {
        const cancel = Number.isFinite(ms) ? clock.after(Math.ceil(ms), resolve) : () => {};
        end = () => {
          cancel();
          resolve();
        };
      }),
    end: () => end(),
  };
}
