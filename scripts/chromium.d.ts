/** The path of an installed browser, or null. `CHROMIUM_PATH` goes before everything else. */
export declare const findBrowser: () => string | null
/** Throws with what to do when there is none and none can be had: browser tests are never left out silently. */
export declare const findOrInstallBrowser: () => string
