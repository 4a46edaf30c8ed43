/** A promise, and whether it has settled so far. */
export function watched<Value>(promise: Promise<Value>) {
  let isDone = false;
  const settle = () => {
    isDone = true;
  };
  promise.then(settle, settle);
  return { promise, isDone: () => isDone };
}
