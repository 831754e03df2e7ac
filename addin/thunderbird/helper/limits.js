// What add-on and helper agreed on: `addin/sceau/hooks/frames/` says why.

export const PROTOCOL = 4;

/** The name of the native messaging host. */
export const HOST = "sceau";

/** Bytes of one frame, at most. */
export const LARGEST_FRAME = 768 * 1024;

/** Bytes of a file in one piece, before base64. */
export const LARGEST_CHUNK = 384 * 1024;

/** Pieces of one file that may be on their way without an answer. */
export const IN_FLIGHT = 4;

/** From this number on, a number names no attachment, but what is in no list of Thunderbird's. */
export const NOT_LISTED = 2 ** 40;

/** The text as Thunderbird holds it. */
export const TEXT = NOT_LISTED + 1;

/** The first picture in the text. */
export const PICTURES = NOT_LISTED + 1024;

/** Bytes of a file, at most: the content of a larger one is not read. */
export const LARGEST_FILE = 200 * 1024 * 1024;

/** Milliseconds. The host itself waits up to thirteen seconds for a helper it starts. */
export const WELCOME_WITHIN = 15_000;

/** Milliseconds between two questions whether the helper is there, while a mail waits for it. */
export const PING_EVERY = 2_000;

/** Milliseconds without a word from the helper after which it is taken for hung. */
export const SILENCE = 10_000;

/** Milliseconds after which a window that does not show is said to be awaited. */
export const PROGRESS_AFTER = 1_000;

/** Milliseconds a window may take to show; then the mail is kept. */
export const SHOWN_WITHIN = 30_000;
