/** `/doc history` */
export const history = {
  command: { name: 'history', description: 'See who wrote what and when, and go back' },
  heading: (title: string) => `History of ${title}`,
  none: 'There is no version yet: one is made when writing pauses for a while. Look again later.',
  nobody: 'nobody by name',
  choose: 'See what has changed since …',
  version: (writers: string, ago: string) => `By ${writers}, ${ago}`,
  since: 'Since then, ~~removed~~ and **added**:',
  same: 'The text is the same now.',
  cut: 'There is more. Open the document to see all of it.',
  restore: 'Restore',
  all: 'All versions',
  ask: (title: string, ago: string) =>
    `Make **${title}** what it was ${ago}? What stands there now is kept as a version.`,
  done: 'The text is as it was. What it replaced is kept among the versions.',
}
