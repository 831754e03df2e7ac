/**
 * Is told how much is done, from 0 to 1; this one does nothing with it.
 * @type {(part: number) => void}
 */
export const untold = () => {};
