/** Opening the editor (F2). */
export const launch = {
  command: { name: 'launch', description: 'Open Sticky in this channel' },
  open: 'Open',
  useLink: (reason: string) => `${reason} Use this link instead.`,
  wrongChannel: 'Discord doesn’t start Activities in this kind of channel.',
  activitiesOff: 'Activities aren’t enabled for this app.',
  tooLate: 'Discord didn’t wait for the answer.',
}
