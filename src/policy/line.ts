/** A place in the line for the next slot. */
export interface Ticket {
  /** Slots go round the callers. */
  readonly caller: string;
  /** Among the tickets of one caller the lowest goes first. */
  readonly order: number;
  /** Goes before the others, but not for long: see {@link MAX_URGENT_IN_A_ROW}. */
  readonly urgent: boolean;
}

/** Who waits for a slot. */
export interface Waiting {
  readonly urgent: boolean;
  /** Whose turn it may take, whichever comes first. */
  readonly callers: string[];
  readonly settle: (granted: boolean) => void;
}

/** Who is next. */
export interface Line {
  readonly length: number;
  add(ticket: Ticket, settle: Waiting['settle']): Waiting;
  /** From now on it may take the turn of another caller, too. */
  join(waiting: Waiting, caller: string, order: number): void;
  remove(waiting: Waiting): void;
  /** Takes out who is next. */
  next(): Waiting | undefined;
  /** How many go before a ticket of `caller` that joined now, as far as can be told. */
  before(caller: string): number;
}

/**
 * As many as a call has accounts. The changes of a failed call go together, and whoever has many of them fail
 * does not keep others waiting.
 */
const MAX_URGENT_IN_A_ROW = 5;

/** More would be much to look through for each slot, and hardly make a turn come earlier. */
const MAX_CALLERS = 4;

interface Place {
  readonly order: number;
  readonly waiting: Waiting;
}

/** Goes round the callers, oldest first within each. */
export function line(): Line {
  let urgent: Waiting[] = [];
  let urgentInARow = 0;
  let length = 0;
  /** In the order of their turns: whoever was served goes to the end. */
  const callers = new Map<string, Place[]>();

  function stand(caller: string, place: Place) {
    place.waiting.callers.push(caller);
    callers.set(caller, insert(callers.get(caller) ?? [], place));
  }

  function without(caller: string, waiting: Waiting): Place[] {
    return callers.get(caller)?.filter((place) => place.waiting !== waiting) ?? [];
  }

  function leaveLines(waiting: Waiting) {
    for (const caller of waiting.callers) {
      const others = without(caller, waiting);
      if (others.length > 0) callers.set(caller, others);
      else callers.delete(caller);
    }
  }

  function nextUrgent(): Waiting | undefined {
    const isTurn = urgentInARow < MAX_URGENT_IN_A_ROW || callers.size === 0;
    const first = isTurn ? urgent.shift() : undefined;
    urgentInARow = first ? Math.min(urgentInARow + 1, MAX_URGENT_IN_A_ROW) : 0;
    return first;
  }

  function nextInRound(): Waiting | undefined {
    const [entry] = callers;
    if (entry === undefined) return undefined;
    const [caller, [place]] = entry;
    if (place === undefined) return undefined;
    const others = without(caller, place.waiting);
    leaveLines(place.waiting);
    callers.delete(caller);
    if (others.length > 0) callers.set(caller, others);
    return place.waiting;
  }

  return {
    get length() {
      return length;
    },
    add({ caller, order, urgent: isUrgent }, settle) {
      const waiting: Waiting = { urgent: isUrgent, callers: [], settle };
      if (isUrgent) urgent.push(waiting);
      else stand(caller, { order, waiting });
      length += 1;
      return waiting;
    },
    join(waiting, caller, order) {
      const { callers: its } = waiting;
      if (waiting.urgent || its.length >= MAX_CALLERS || its.includes(caller)) return;
      stand(caller, { order, waiting });
    },
    remove(waiting) {
      if (waiting.urgent) urgent = urgent.filter((other) => other !== waiting);
      else leaveLines(waiting);
      length -= 1;
    },
    next() {
      const waiting = nextUrgent() ?? nextInRound();
      if (waiting) length -= 1;
      return waiting;
    },
    before(caller) {
      const own = callers.get(caller)?.length ?? 0;
      /** How often those whose turn is next are served before it. */
      let rounds = own + 1;
      let before = 0;
      for (const [other, { length }] of callers) {
        if (other === caller) rounds = own;
        before += Math.min(length, rounds);
      }
      before = Math.min(before, length - urgent.length);
      return before + Math.min(urgent.length, (before + 1) * MAX_URGENT_IN_A_ROW - urgentInARow);
    },
  };
}

/** Keeps the order. Mostly the newcomer is the last. */
function insert(places: Place[], newcomer: Place): Place[] {
  let index = places.length;
  while (index > 0 && (places[index - 1]?.order ?? 0) > newcomer.order) index -= 1;
  places.splice(index, 0, newcomer);
  return places;
}
