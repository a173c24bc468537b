/** `/doc open` (F2) */
export const open = {
  command: { name: 'open', description: 'Open one of your documents here' },
}
