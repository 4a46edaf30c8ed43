/** A process of its own, so that the attacker's work is not the normal caller's. */
import { attacks } from './attacks.ts';

export interface Order {
  readonly attack: string;
  readonly url: string;
  readonly ms: number;
}

process.on('disconnect', () => process.exit());
process.on('message', async ({ attack, url, ms }: Order) => {
  process.send?.(await attacks[attack]?.(url, ms));
});
