/** How long what was deleted for ever may take to be gone from the medium too, until its owner is told to repeat it, ms. */
export const SCRUB_LIMIT = 60_000
