/** `/doc history` */
export const history = {
  command: { name: 'history', description: 'See who wrote what and when, and go back' },
  heading: (title: string) => `History of ${title}`,
  none: 'There are no versions yet. One is kept whenever writing pauses for a while, so look again later.',
  nobody: 'someone',
  choose: 'See what has changed since…',
  version: (writers: string, ago: string) => `By ${writers}, ${ago}`,
  since: 'Since then, ~~removed~~ and **added**:',
  same: 'The text hasn’t changed since then.',
  cut: 'There is more. Open the document to see all of it.',
  restore: 'Restore',
  all: 'All versions',
  ask: (title: string, ago: string) =>
    `Take **${title}** back to how it was ${ago}? The current text is kept as a version.`,
  done: 'The text is back to how it was. What it replaced is kept as a version.',
}
