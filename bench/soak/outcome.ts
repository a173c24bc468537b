/** What came of one mode, to be written down; `fine`: it kept what it promises. */
export type Outcome = { fine: boolean; lines: string[] }
